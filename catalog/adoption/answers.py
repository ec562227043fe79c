"""What people answer in a survey, in the words of our own form: which kinds of data they mean."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from catalog.adoption.register import Declaration
from catalog.moment import Moment
from catalog.rubric import stored_at

NOT_SURE = ("not sure", "unsure", "i do not know", "i don't know", "none of these")


def data_words(session: Session, at: datetime) -> dict[str, str]:
    """Give the data classes by all that one may call them: the name, the noun, the example of the form."""
    classes = stored_at(session, Moment(at, at)).data_classes
    called = {_plain(word): name for name, each in classes.items() for word in (name, each.noun, each.example)}
    return called | dict.fromkeys(NOT_SURE, "")


def understood(said: Declaration, words: Mapping[str, str]) -> Declaration:
    """Give a declaration with data classes for what is called so; a word that is none of them stays, and is refused."""
    found = [name for word in said.data for name in _classes(word, words)]
    return replace(said, data=tuple(name for name in found if name))


def _classes(said: str, words: Mapping[str, str]) -> list[str]:
    """Give the classes that an answer names: forms write several in one cell, with commas between."""
    whole = words.get(_plain(said))
    if whole is not None:
        return [whole]
    parts = [words.get(_plain(part)) for part in said.split(",")]
    return [said] if None in parts else [part for part in parts if part]


def _plain(word: str) -> str:
    """Write a word without what people spell in two ways: case, blanks, hyphens, the apostrophe of a word processor."""
    plain = word.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(plain.replace("_", " ").replace("-", " ").split())
