"""A name, alias, slug, domain or URL to the tool that it means; near matches where it means none."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from catalog.errors import BadUse
from catalog.models.tool import Domain, Tool, ToolName

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


def find(session: Session, query: str) -> Tool | None:
    """Give the tool that a query means exactly (slug, name, alias, domain or URL), None where it means none."""
    text = clean(query)
    host = host_of(text)
    if host is not None:
        found = by_host(session, _with_port(text, host)) or by_host(session, host)
        if found is not None or "://" in text:
            return found
    return _by_name(session, text)


def suggest(session: Session, query: str, limit: int = SUGGESTIONS) -> list[Suggestion]:
    """Give tools whose names are near a text: those that begin with it first, then the most alike."""
    from rapidfuzz import fuzz, process

    text = clean(query)
    wanted = plain(_stem(text))
    if not wanted:
        return []
    names = [(plain(name), name, slug, shown) for name, slug, shown in _names(session)]
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


def by_host(session: Session, host: str) -> Tool | None:
    """Give the tool with the longest domain that a host lies under."""
    labels = host.lower().rstrip(".").split(".")
    suffixes = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    if not suffixes:
        return None
    rows = session.exec(
        select(Domain.host, Tool)
        .join(Tool, col(Domain.tool_id) == col(Tool.id))
        .where(col(Domain.host).in_([*suffixes, *(f"*.{suffix}" for suffix in suffixes)]))
        .where(col(Domain.retracted_at).is_(None))
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


def _by_name(session: Session, text: str) -> Tool | None:
    lower = text.lower()
    slug = re.sub(r"[^a-z0-9]+", "-", lower).strip("-")
    rows = session.exec(
        select(Tool).where(or_(col(Tool.slug).in_([lower, slug]), func.lower(col(Tool.name)) == lower))
    ).all()
    exact = sorted(rows, key=lambda tool: (tool.slug != lower, tool.name.lower() != lower))
    if exact:
        return exact[0]
    wanted = plain(text)
    slugs = {slug for name, slug, _ in _names(session) if plain(name) == wanted} if wanted else set()
    return session.exec(select(Tool).where(Tool.slug == min(slugs))).first() if slugs else None


def _names(session: Session) -> Iterator[tuple[str, str, str]]:
    """Give every name with the slug and the name of its tool."""
    rows: Iterable[tuple[str, str]] = session.exec(select(Tool.slug, Tool.name)).all()
    for slug, name in rows:
        yield name, slug, name
    others: Iterable[tuple[str, str, str]] = session.exec(
        select(ToolName.name, Tool.slug, Tool.name)
        .join(Tool, col(ToolName.tool_id) == col(Tool.id))
        .where(col(ToolName.retracted_at).is_(None))
    ).all()
    yield from others
