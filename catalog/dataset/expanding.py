"""A fact as `data/` writes it to the rows that it stands for: one per plan it names, and one per plan below."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from catalog.dataset.files import VALUED, FactPart, ToolFile
from catalog.dataset.reading import Dataset, first_day
from catalog.moment import start_of
from catalog.rubric import as_word

KINDS = {
    "pricing": ("pricing", "plans", "compare", "buy"),
    "dpa": ("dpa", "data-processing", "data-protection-addendum"),
    "subprocessors": ("subprocessor", "sub-processor"),
    "privacy": ("privacy",),
    "terms": ("terms", "tos", "agreement", "legal"),
    "trust_center": ("trust",),
    "compliance": ("compliance", "hipaa", "certification", "gdpr"),
    "security": ("security",),
    "sla": ("sla", "service-level"),
    "status": ("status",),
    "help": ("help", "support", "docs", "hc/", "kb"),
}


def fact_rows(
    dataset: Dataset, file: ToolFile, tool_id: int, run_id: int, sources: Mapping[tuple[int, str], int]
) -> Iterator[dict[str, Any]]:
    """Give the rows of a tool's facts; `sources` are the numbers of its pages by tool and address."""
    for part in file.facts:
        for applies, plan, value in placements(part, file):
            row = _row(dataset, part, file.slug, applies, plan, value)
            yield {**row, "tool_id": tool_id, "run_id": run_id, "source_id": sources[tool_id, part.source]}


def placements(part: FactPart, file: ToolFile) -> Iterator[tuple[str, str | None, Any]]:
    """Give where a fact applies: what kind of place, which plan, and the value there."""
    value = part.value if part.fact == "free_plan" else as_word(part.value)
    if part.all_plans:
        yield "all_plans", None, value
    elif part.from_plan is not None:
        yield "plan", part.from_plan, value
        if part.below is not None:
            for slug in _below(part.from_plan, file, part.as_of):
                yield "plan", slug, part.below
    else:
        slugs = (part.plan,) if part.plan else part.plans
        if not slugs:
            yield "tool", None, value
        for slug in slugs:
            yield "plan", slug, value


def _below(slug: str, file: ToolFile, seen: date) -> list[str]:
    """Give the plans below one in its family that were for sale on the day when the page was seen."""
    family = next((plan.family for plan in file.plans if plan.slug == slug), None)
    plans = [plan for plan in file.plans if plan.family == family]
    rank = next((rank for rank, plan in enumerate(plans) if plan.slug == slug), 0)
    return [
        plan.slug
        for plan in plans[:rank]
        if (plan.since is None or plan.since <= seen) and (plan.until is None or seen < plan.until)
    ]


def kind_of(url: str) -> str:
    """Guess what kind of page an address names, by its words."""
    parts = urlsplit(url.lower())
    for text in (parts.path, parts.netloc):
        for kind, words in KINDS.items():
            if any(word in text for word in words):
                return kind
    return "other"


def _row(
    dataset: Dataset,
    part: FactPart,
    tool: str,
    applies: str,
    plan: str | None,
    value: Any,
) -> dict[str, Any]:
    below = part.from_plan is not None and plan != part.from_plan
    status = part.below if below and part.fact in VALUED else part.status
    value = part.value if status is not None and below else value
    since, until = part.since, part.until
    return {
        "key": _key(tool, part, applies, plan, value, status),
        "fact": part.fact,
        "plan": plan,
        "applies": applies,
        "value": value,
        "status": status,
        "subject": part.subject,
        "set_by": None if below else part.set_by,
        "data": list(part.data),
        "to_do": [] if below else list(part.to_do),
        "valid_from": start_of(since or part.as_of),
        "valid_to": start_of(until) if until else None,
        "dated": since is not None or until is not None,
        "recorded_at": start_of(first_day(dataset, part.recorded)),
        "retracted_at": _retracted(dataset, part),
        "url": part.source,
        "says": part.says,
        "confidence": 1.0,
        "observed_at": start_of(part.as_of),
        "strength": part.strength,
    }


def _retracted(dataset: Dataset, part: FactPart) -> datetime | None:
    return start_of(first_day(dataset, part.retracted)) if part.retracted else None


def _key(tool: str, part: FactPart, applies: str, plan: str | None, value: Any, status: str | None) -> str:
    """Name the statement: the same content gives the same key, whatever else is retracted or reordered."""
    told = [tool, part.fact, applies, plan, value, status, part.subject, part.set_by, list(part.data), list(part.to_do)]
    seen = [part.source, part.strength, part.as_of, part.since, part.until, part.says, part.recorded]
    return hashlib.sha256(json.dumps([told, seen], default=str, sort_keys=True).encode()).hexdigest()
