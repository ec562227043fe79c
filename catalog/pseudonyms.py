"""Pseudonyms: people by a keyed hash, the same under the same key, and who is behind one, for a reason on the trail.

A name is first led back to its person, so that login, mail address and directory name share a pseudonym. The key is
never stored: who has it and the register can lead every pseudonym back.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit, people
from catalog.errors import BadSetting, BadUse, NotFound
from catalog.models.register import Adoption, Grant, Identity, Person, Sighting
from catalog.settings import Settings

VARIABLE = "BYOT_PSEUDONYM_KEY"
MAKE_ONE = "make one with `openssl rand -hex 32`, keep it, and set it, or the absolute path of a file that holds it"
SHORTEST = 16
DIGITS = 20
LONGEST_REASON = 500
NAMES = (Adoption.who, Sighting.user, Grant.user, Identity.value)


def key_of(settings: Settings) -> bytes:
    """Give the key that is set, read from its file where an absolute path is set; raise `BadSetting` for none."""
    said = settings.pseudonym_key
    if not said:
        raise BadSetting("no key is set for pseudonyms", MAKE_ONE, where=VARIABLE)
    if said.startswith("/"):
        try:
            said = Path(said).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            raise BadSetting(f"the key's file cannot be read: {why}", MAKE_ONE, where=VARIABLE) from None
    key = said.strip().encode()
    if len(key) < SHORTEST:
        raise BadSetting(f"the key has fewer than {SHORTEST} letters, and could be guessed", MAKE_ONE, where=VARIABLE)
    return key


def pseudonym(key: bytes, name: str) -> str:
    """Give the pseudonym of a name: `p-` and the first 80 bits of HMAC-SHA-256; capitals make no difference."""
    said = unicodedata.normalize("NFC", " ".join(name.split())).casefold()
    return f"p-{hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:DIGITS]}"


def pseudonyms(session: Session, key: bytes, names: Iterable[str]) -> dict[str, str]:
    """Give each name its pseudonym: that of the person whose name it is, else its own."""
    asked = set(names)
    directory = people.Directory(session, asked)
    found = {}
    for name in asked:
        person = directory.find(name)
        found[name] = pseudonym(key, person.slug if person is not None else name)
    return found


def reveal(session: Session, key: bytes, wanted: str, reason: str, by: str) -> dict[str, Any]:
    """Give who is behind a pseudonym, in the caller's write transaction; the trail keeps who asked and why.

    The trail holds the pseudonym alone, so that it leads nobody back by itself. Raises `NotAllowed` unless `by` is a
    reviewer, `BadUse` without a reason, `NotFound` where no name of the register has this pseudonym under the key.
    """
    audit.take_turn(session)
    reviewer = people.with_role(session, by, "reviewer")
    said, why = wanted.strip().lower(), " ".join(reason.replace("\0", "").split())
    if not why:
        raise BadUse("it needs a reason, which the trail keeps", mend="say why you have to know", where="--reason")
    if len(why) > LONGEST_REASON:
        raise BadUse(f"a reason of {len(why)} letters is too long", mend="say it shorter", where="--reason")
    names = sorted({name for name in _names(session) if pseudonym(key, name) == said})
    if not names:
        raise NotFound(
            f"nobody in the register has the pseudonym {wanted[:40]!r}",
            mend=f"look at how it is written, and whether {VARIABLE} is the key that it was made with",
        )
    content = {"reason": why}
    audit.append(session, who=reviewer.slug, what="pseudonym revealed", subject=f"pseudonym:{said}", content=content)
    person = people.find(session, names[0])
    known = person.slug if person is not None else None
    return {"pseudonym": said, "person": known, "name": person.name if person else names[0], "names": names, **content}


def _names(session: Session) -> Iterator[str]:
    """Give every name that an export may have held: of people, and of those whom only logs know."""
    for slug, name in session.exec(select(Person.slug, Person.name)):
        yield from (slug, name)
    for column in NAMES:
        yield from session.exec(select(col(column)).distinct())
