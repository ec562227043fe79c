"""The register as rows: one for each adoption, with its source, its verdict then, and what was decided."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from catalog.adoption.listing import each
from catalog.adoption.scopes import RISKS_RISING
from catalog.exporters._sheet import Sheet

COLUMNS = (
    "id", "tool", "plan", "by", "person", "team", "account", "data", "purpose", "since", "until", "state", "source",
    "origins", "first_seen", "last_seen", "events", "scopes", "scopes_risk", "verdict", "basis", "industry",
    "review_by", "left_behind_since", "left_behind_used_until",
)  # fmt: skip
DAYS = (
    "since", "until", "first_seen", "last_seen", "review_by", "left_behind_since", "left_behind_used_until",
)  # fmt: skip
COUNTS = ("events",)
LISTS = ("data", "source", "origins", "scopes")


def adoptions(session: Session, at: datetime) -> Iterator[dict[str, Any]]:
    """Give all adoptions as documents, the newest first, one after another."""
    return each(session, today=at.date())


def sheet(documents: Iterable[Mapping[str, Any]]) -> Sheet:
    """Give adoptions as a sheet; what is given one after another goes into its rows or its document, not both."""
    return Sheet("Register", COLUMNS, rows(documents), {"adoptions": documents}, days=DAYS, counts=COUNTS, lists=LISTS)


def rows(documents: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give adoptions as flat rows."""
    for one in documents:
        seen = [source for source in one["evidence"] if source["kind"] != "declared"]
        granted = [source for source in seen if source["kind"] == "granted"]
        verdict, behind = one["verdict"] or {}, one["left_behind"] or {}
        yield {
            **{name: one[name] for name in COLUMNS if name in one},
            "source": list(dict.fromkeys(source["kind"] for source in one["evidence"])),
            "origins": list(dict.fromkeys(source["origin"] for source in seen if source["origin"])),
            "first_seen": min((source["first"] for source in seen if source["first"]), default=None),
            "last_seen": max((source["last"] for source in seen if source["last"]), default=None),
            "events": sum(source["events"] for source in seen) if seen else None,
            "scopes": list(dict.fromkeys(scope for source in granted for scope in source["scopes"])),
            "scopes_risk": max((source["risk"] for source in granted), key=RISKS_RISING.index, default=None),
            **{name: verdict.get(name) for name in ("verdict", "basis", "industry")},
            "left_behind_since": behind.get("since"),
            "left_behind_used_until": behind.get("used_until"),
        }
