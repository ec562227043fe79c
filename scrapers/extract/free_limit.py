"""What limits the free plan: people, storage, history, minutes, projects.

Traps: limits of paid plans, rate limits, support times, refund and trial days.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers.finding import Finding
from scrapers.page import Page, Passage
from scrapers.reading import free, free_prose, quotas

KINDS = {"pricing", "help", "other", "changelog"}


def extract(page: Page) -> Iterator[Finding]:
    """Give `free_limit`, one for each limit: minutes are told once, under whichever name."""
    minutes: set[tuple[str | None, object]] = set()
    told: dict[tuple[object, object], str | None] = {}
    for finding in _all(page):
        value = finding.value
        called_free = isinstance(value, dict) and finding.plan and free.NAME.fullmatch(finding.plan)
        if called_free and told.setdefault(_amount(finding), finding.plan) != finding.plan:
            continue  # the free plan by another of its names
        if isinstance(value, dict) and str(value["what"]).endswith("_minutes"):
            if (finding.plan, value["amount"]) in minutes:
                continue
            minutes.add((finding.plan, value["amount"]))
        yield finding


def _amount(finding: Finding) -> tuple[object, object]:
    value = finding.value
    return (value["what"], value["amount"]) if isinstance(value, dict) else (None, None)


def _all(page: Page) -> Iterator[Finding]:
    for plan in free.shown(page):
        for label, passage in plan.said:
            first = passage.cut(0, len(passage.text.split("\n")[0]))
            for part in quotas.of_item(first):
                yield from _limit(page, plan.name, part, quotas.of_part(part.text, label))
    for said in free_prose.said(page):
        yield from _limit(page, said.plan, said.passage, quotas.of(said.passage.text, longest=said.longest))


def _limit(page: Page, plan: str, passage: Passage, quota: quotas.Quota | None) -> Iterator[Finding]:
    if quota:
        start, end = passage.start, passage.end
        yield Finding("free_limit", quota.value(), page.text[start:end], start, end, plan=plan, confidence=0.75)
