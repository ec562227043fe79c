"""A name, alias, slug, domain or URL to the tool that it means; near matches where it means none."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, or_, select

from catalog.errors import BadUse
from catalog.models.columns import known_by
from catalog.models.tool import Domain, Tool, ToolMerge, ToolName, ToolState

LONGEST_QUERY = 2000
NEAR_ENOUGH = 70
SUGGESTIONS = 5
HOST = re.compile(r"^[^\s/:@]+\.[^\s/:@.]{2,}\.?(:\d+)?(/.*)?$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tool that a text may have meant, and why it is offered."""

    slug: str
    name: str
    why: str


def find(session: Session, query: str, known_at: datetime | None = None) -> Tool | None:
    """Give the tool that a query means exactly (slug, name, alias, domain or URL), None where it means none.

    With `known_at` names and domains count as they were known then; without it also a tool that `data/` no longer has.
    A tool that was merged into another is that other.
    """
    found = _meant(session, query, known_at)
    return found if found is None else _kept(session, found, known_at)


def _meant(session: Session, query: str, known_at: datetime | None) -> Tool | None:
    text = clean(query)
    host = host_of(text)
    if host is not None:
        found = by_host(session, _with_port(text, host), known_at) or by_host(session, host, known_at)
        if found is not None or "://" in text:
            return found
    return _by_name(session, text, known_at)


def suggest(
    session: Session, query: str, limit: int = SUGGESTIONS, known_at: datetime | None = None
) -> list[Suggestion]:
    """Give tools whose names are near a text: those that begin with it first, then the most alike."""
    from rapidfuzz import fuzz, process

    text = clean(query)
    wanted = plain(_stem(text))
    if not wanted:
        return []
    names = [(plain(name), name, slug, shown) for name, slug, shown in _names(session, known_at)]
    found = {
        slug: Suggestion(slug, shown, "begins like this") for key, _, slug, shown in names if key.startswith(wanted)
    }
    alike = process.extract(
        wanted, [key for key, *_ in names], scorer=fuzz.ratio, limit=limit * 3, score_cutoff=NEAR_ENOUGH
    )
    for _, _, position in alike:
        _, name, slug, shown = names[position]
        why = "similar name" if name == shown else f"similar to {name}"
        found.setdefault(slug, Suggestion(slug, shown, why))
    return list(found.values())[:limit]


def merged(session: Session, known_at: datetime | None = None) -> dict[int, Tool]:
    """Give the tools that were merged into another, by their id, each with the one that is kept in the end."""
    rows = select(ToolMerge.gone_id, Tool).join(Tool, col(ToolMerge.kept_id) == col(Tool.id))
    into = dict(session.exec(rows.where(*_merged_by(known_at))).all())
    found = {}
    for gone, kept in into.items():
        while kept.id in into:
            kept = into[kept.id]
        found[gone] = kept
    return found


def merged_slugs(session: Session) -> dict[str, str]:
    """Give the slugs of the tools that were merged into another, each with that of the one that is kept."""
    into = merged(session)
    rows = session.exec(select(Tool.id, Tool.slug).where(col(Tool.id).in_(into))).all() if into else ()
    return {slug: into[number or 0].slug for number, slug in rows}


def merged_into(session: Session, tool_id: int | None) -> list[int]:
    """Give the tools that were merged into one, by their id."""
    return [gone for gone, kept in merged(session).items() if kept.id == tool_id]


def apart(known_at: datetime | None = None) -> ColumnElement[bool]:
    """Give the condition under which a tool stands for itself: it was merged into no other."""
    return col(Tool.id).not_in(select(ToolMerge.gone_id).where(*_merged_by(known_at)))


def _merged_by(known_at: datetime | None) -> tuple[ColumnElement[bool], ...]:
    undone = col(ToolMerge.undone_at)
    if known_at is None:
        return (undone.is_(None),)
    return col(ToolMerge.merged_at) <= known_at, or_(undone.is_(None), undone > known_at)


def _kept(session: Session, tool: Tool, known_at: datetime | None) -> Tool:
    into = select(Tool).join(ToolMerge, col(ToolMerge.kept_id) == col(Tool.id)).where(*_merged_by(known_at))
    while (kept := session.exec(into.where(ToolMerge.gone_id == tool.id)).first()) is not None:
        tool = kept
    return tool


def by_host(session: Session, host: str, known_at: datetime | None = None) -> Tool | None:
    """Give the tool with the longest domain that a host lies under."""
    labels = host.lower().rstrip(".").split(".")
    suffixes = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    if not suffixes:
        return None
    rows = session.exec(
        select(Domain.host, Tool)
        .join(Tool, col(Domain.tool_id) == col(Tool.id))
        .where(col(Domain.host).in_([*suffixes, *(f"*.{suffix}" for suffix in suffixes)]))
        .where(*_known(Domain, known_at))
        .order_by(col(Domain.id))
    ).all()
    return max(rows, key=lambda row: len(row[0].removeprefix("*.")), default=(None, None))[1]


def clean(query: str) -> str:
    """Give a query without blanks around it; raise `BadUse` where it is empty, huge or no text."""
    text = query.strip()
    if not text:
        raise BadUse("there is no name to look for", mend="give a tool's name, domain or URL")
    if len(text) > LONGEST_QUERY:
        raise BadUse(f"a name of {len(text)} characters is too long", mend="give a tool's name, domain or URL")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        raise BadUse("the name holds control characters", mend="give a tool's name, domain or URL")
    return text


def host_of(text: str) -> str | None:
    """Give the host that a URL or a bare domain names, None where the text is neither."""
    if "://" not in text and not HOST.match(text):
        return None
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname
        return host.encode("idna").decode("ascii").lower() if host else None
    except ValueError:
        return None


def _with_port(text: str, host: str) -> str:
    """A host with the port that a text names: on one address, several sites may differ by nothing else."""
    try:
        port = urlsplit(text if "://" in text else f"//{text}").port
    except ValueError:
        port = None
    return f"{host}:{port}" if port else host


def plain(text: str) -> str:
    """Give the letters and digits of a text, without case, accents, blanks and punctuation."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in flat if letter.isalnum())


def _stem(text: str) -> str:
    """The part of a domain that is a name: the label before its ending."""
    host = host_of(text)
    return host.split(".")[-2] if host and "." in host else text


def _by_name(session: Session, text: str, known_at: datetime | None) -> Tool | None:
    lower = text.lower()
    slug = re.sub(r"[^a-z0-9]+", "-", lower).strip("-")
    exact = _called(session, lower, slug, known_at)
    if exact is not None:
        return exact
    wanted = plain(text)
    slugs = {slug for name, slug, _ in _names(session, known_at) if plain(name) == wanted} if wanted else set()
    return session.exec(select(Tool).where(Tool.slug == min(slugs))).first() if slugs else None


def _called(session: Session, lower: str, slug: str, known_at: datetime | None) -> Tool | None:
    """Give the tool of this slug or this very name."""
    by_slug = session.exec(select(Tool).where(Tool.slug == lower, *_there(known_at))).first()
    if by_slug is not None:
        return by_slug
    name = _name(known_at)
    query = select(Tool, name).where(or_(col(Tool.slug).in_([lower, slug]), func.lower(name) == lower))
    rows = session.exec(query.where(*_there(known_at))).all()
    ranked = sorted(rows, key=lambda row: row[1].lower() != lower)
    return ranked[0][0] if ranked else None


def _names(session: Session, known_at: datetime | None) -> Iterator[tuple[str, str, str]]:
    """Give every name with the slug and the name of its tool; of one that was merged, of the one that is kept."""
    name, there = _name(known_at), _there(known_at)
    own: Iterable[tuple[str, int | None, str, str]] = session.exec(
        select(name, Tool.id, Tool.slug, name).where(*there).order_by(col(Tool.id))
    ).all()
    others: Iterable[tuple[str, int | None, str, str]] = session.exec(
        select(ToolName.name, Tool.id, Tool.slug, name)
        .join(Tool, col(ToolName.tool_id) == col(Tool.id))
        .where(*there, *_known(ToolName, known_at))
        .order_by(col(ToolName.id))
    ).all()
    into = merged(session, known_at)
    for called, number, slug, shown in (*own, *others):
        kept = into.get(number or 0)
        yield called, kept.slug if kept else slug, kept.name if kept else shown


def _name(known_at: datetime | None) -> Any:
    """The name of a tool; the one that its state had at a moment."""
    if known_at is None:
        return col(Tool.name)
    told = select(ToolState.name).where(ToolState.tool_id == Tool.id, *known_by(ToolState, known_at))
    latest = told.where(ToolState.name != "").order_by(col(ToolState.id).desc()).limit(1)
    return func.coalesce(latest.correlate(Tool).scalar_subquery(), Tool.name)


def _there(known_at: datetime | None) -> tuple[Any, ...]:
    """The conditions under which a tool was known at a moment: recorded by then, and not without any state left."""
    if known_at is None:
        return ()
    states = select(ToolState.id).where(ToolState.tool_id == Tool.id).correlate(Tool)
    then = states.where(*known_by(ToolState, known_at))
    return col(Tool.recorded_at) <= known_at, or_(then.exists(), ~states.exists())


def _known(table: type[Domain] | type[ToolName], known_at: datetime | None) -> tuple[Any, ...]:
    """The conditions under which a row was known at a moment; without one, those under which it is believed still."""
    return (col(table.retracted_at).is_(None),) if known_at is None else known_by(table, known_at)
