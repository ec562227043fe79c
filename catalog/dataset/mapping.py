"""Other people's lists of questions (factors, CAIQ, HECVAT), and which criteria answer each.

`data/rubric/mappings.yaml` holds them. They bear on no verdict: they let a reviewer find the words that he knows.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Self

import yaml
from pydantic import ValidationError, model_validator

from catalog.dataset.mark import fingerprint
from catalog.errors import BadData
from catalog.rubric import Citation, Part

FILE = "rubric/mappings.yaml"
RANGE = re.compile(r"(?P<stem>.+-)(?P<first>\d\d)\.\.(?P<last>\d\d)")


class Item(Part):
    """Some questions of a list with the criteria that answer them, or with the reason why none does."""

    names: tuple[str, ...]
    section: str | None = None
    criteria: tuple[str, ...] = ()
    left_out: str | None = None

    @model_validator(mode="after")
    def one_way(self) -> Self:
        """Hold the item to criteria or a reason."""
        if bool(self.criteria) == (self.left_out is not None):
            raise ValueError(f"{', '.join(self.names)}: name criteria, or a reason for leaving it out")
        return self

    def each(self) -> Iterator[str]:
        """Give the questions one by one: `A-01..03` is A-01, A-02, A-03."""
        for name in self.names:
            span = RANGE.fullmatch(name)
            if span is None:
                yield name
            else:
                yield from (f"{span['stem']}{n:02}" for n in range(int(span["first"]), int(span["last"]) + 1))


class Checklist(Part):
    """Somebody else's list of questions; `sections` says how many each part has."""

    checklist: str
    title: str
    what: str
    source: Citation
    sections: dict[str, int]
    items: tuple[Item, ...]

    def section_of(self, name: str, item: Item) -> str:
        """Give the part of the list in which a question stands."""
        return item.section or name.rpartition("-")[0]

    def names_of(self, criterion: str) -> list[str]:
        """Give the questions that a criterion answers."""
        return [name for item in self.items if criterion in item.criteria for name in item.each()]

    def left_out(self) -> dict[str, list[str]]:
        """Give the questions that no criterion answers, by the reason's name."""
        found: dict[str, list[str]] = {}
        for item in self.items:
            if item.left_out is not None:
                found.setdefault(item.left_out, []).extend(item.each())
        return found

    @property
    def count(self) -> int:
        """Give the number of questions."""
        return sum(self.sections.values())


class Mappings(Part):
    """All lists, and the reasons for leaving something out, by name."""

    reasons: dict[str, str]
    checklists: tuple[Checklist, ...]

    @model_validator(mode="after")
    def is_whole(self) -> Self:
        """Hold each list to its count, each question to one place, each reason to a name that is there and used."""
        used = {item.left_out for one in self.checklists for item in one.items if item.left_out is not None}
        if used != set(self.reasons):
            raise ValueError(f"reasons without a use or a text: {', '.join(sorted(used ^ set(self.reasons)))}")
        for one in self.checklists:
            counts = dict.fromkeys(one.sections, 0)
            names = [(name, one.section_of(name, item)) for item in one.items for name in item.each()]
            if len(names) != len(set(names)):
                raise ValueError(f"{one.checklist}: a question stands twice")
            for name, section in names:
                if section not in counts:
                    raise ValueError(f"{one.checklist}: {name} stands in no section")
                counts[section] += 1
            if counts != one.sections:
                wrong = [section for section in counts if counts[section] != one.sections[section]]
                raise ValueError(f"{one.checklist}: not the number of questions that it has: {', '.join(wrong)}")
        return self

    def names_of(self, criterion: str) -> list[tuple[Checklist, list[str]]]:
        """Give the lists that ask what a criterion asks, each with its questions."""
        return [(one, names) for one in self.checklists if (names := one.names_of(criterion))]


def mappings(folder: Path) -> Mappings:
    """Give the lists of a data folder (none where it has no such file), read once for each state of it.

    Raises `BadData` where they are not whole.
    """
    return _read(folder, fingerprint(folder / "rubric"))


@lru_cache(maxsize=4)
def _read(folder: Path, mark: str) -> Mappings:
    file = folder / FILE
    if not file.is_file():
        return Mappings(reasons={}, checklists=())
    try:
        return Mappings.model_validate(yaml.load(file.read_bytes(), yaml.CSafeLoader))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        told = _said(error) if isinstance(error, ValidationError) else str(error).splitlines()[0]
        raise BadData(f"{FILE}: {told}", mend="mend the file", where=str(folder)) from None


def _said(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(step) for step in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    return f"{place}: {said}" if place else said
