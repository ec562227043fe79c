"""What is wrong in `data/` beyond single files: names, domains and tools that clash, rules that ask for nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.dataset.aging import unseen_for_long
from catalog.dataset.files import ToolFile
from catalog.dataset.mapping import FILE, Mappings
from catalog.dataset.reading import Dataset, Problem, line_of, one_file, place_of, read
from catalog.dataset.within import notices_within, problems_within
from catalog.moment import now
from catalog.rubric import DATA_CLASSES
from catalog.search import plain


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found in a data folder: problems to mend, and notices to look after, both by file and line."""

    problems: list[Problem]
    notices: list[Problem]


def check(folder: Path) -> list[Problem]:
    """Give every problem of a data folder, by file and line; raise `BadData` where it is no data folder."""
    return _problems(read(folder))


def inspect(folder: Path) -> Inspected:
    """Give every problem and every notice of a data folder; raise `BadData` where it is no data folder.

    A notice breaks nothing: an answer that rests on a page which nobody has looked at for long, plans whose prices do
    not go up with their rank.
    """
    dataset = read(folder)
    within = [notice for tool in dataset.tools for notice in notices_within(dataset, tool)]
    return Inspected(_problems(dataset), sorted([*unseen_for_long(dataset, now()), *within]))


def _problems(dataset: Dataset) -> list[Problem]:
    today = now().date()
    across = [*_domains(dataset), *_names(dataset), *_others(dataset), *_lists(dataset), *_rubric(dataset)]
    across += _mappings(dataset)
    within = [problem for tool in dataset.tools for problem in problems_within(dataset, tool, today)]
    return sorted([*dataset.problems, *across, *within])


def _domains(dataset: Dataset) -> Iterator[Problem]:
    """Find domains that two tools claim."""
    claims: dict[str, str] = {}
    for tool in dataset.tools:
        for position, domain in enumerate(tool.domains):
            other = claims.setdefault(domain.host, tool.slug)
            if other != tool.slug:
                at = place_of(dataset, tool, "domains", position)
                yield Problem(*at, f"{domain.host} is {other}'s too", "leave it to one of them")


def _names(dataset: Dataset) -> Iterator[Problem]:
    """Find names by which two tools would be found: slugs, names and aliases."""
    claims: dict[str, str] = {}
    for key in ("slug", "name"):
        for tool in dataset.tools:
            said = tool.slug if key == "slug" else tool.name
            other = claims.setdefault(plain(said), tool.slug)
            if other != tool.slug:
                at = place_of(dataset, tool, key)
                yield Problem(*at, f"{said!r} names {other} too", "leave it to one of them")
    for tool in dataset.tools:
        for position, alias in enumerate(tool.aliases):
            other = claims.setdefault(plain(alias.name), tool.slug)
            if other != tool.slug:
                at = place_of(dataset, tool, "aliases", position)
                yield Problem(*at, f"{alias.name!r} names {other} too", "leave it to one of them")


def _others(dataset: Dataset) -> Iterator[Problem]:
    """Find tools that another tool names and that are not there."""
    slugs = {tool.slug for tool in dataset.tools}
    for tool in dataset.tools:
        for position, slug in enumerate(tool.alternatives):
            at = place_of(dataset, tool, "alternatives", position)
            if slug not in slugs:
                yield Problem(*at, f"the alternative {slug} is no tool", "name one that is there, or leave it out")
            elif slug == tool.slug:
                yield Problem(*at, f"{slug} is no alternative to itself", "leave it out")
        yield from _successor(dataset, tool, slugs)


def _successor(dataset: Dataset, tool: ToolFile, slugs: set[str]) -> Iterator[Problem]:
    state = tool.state
    at = place_of(dataset, tool, "state")
    if state.to is not None and state.to not in slugs - {tool.slug}:
        yield Problem(*at, f"it was {state.state} to {state.to}, which is no other tool", "name one that is there")
    if state.state in ("renamed", "merged") and state.to is None:
        yield Problem(*at, f"{state.state} to what?", "say `to`, the slug of the tool that it became")
    if state.state != "active" and state.since is None:
        yield Problem(*at, f"{state.state} since when?", "say `since`, so that it was active before")


def _lists(dataset: Dataset) -> Iterator[Problem]:
    """Find categories and releases that stand twice, and releases that do not go forward."""
    slugs = [one.slug for one in dataset.categories]
    for position, slug in enumerate(slugs):
        if slug in slugs[:position]:
            line = line_of(dataset, "categories.yaml", "categories", position)
            yield Problem("categories.yaml", line, f"category {slug} stands twice", "keep one")
    for position, release in enumerate(dataset.releases):
        before = dataset.releases[:position]
        line = line_of(dataset, "releases.yaml", "releases", position)
        if release.name in [one.name for one in before]:
            yield Problem("releases.yaml", line, f"release {release.name} stands twice", "keep one")
        if before and release.day < before[-1].day:
            yield Problem("releases.yaml", line, f"{release.name} lies before the one above", "oldest first")


def _rubric(dataset: Dataset) -> Iterator[Problem]:
    """Find gates and weights that name no criterion."""
    rubric = dataset.rubric
    if rubric is None:
        return
    gates = [*rubric.gates, *(gate for one in rubric.industries.values() for gate in one.gates)]
    for gate in gates:
        for name in gate.expression.criteria:
            if name not in rubric.criteria:
                yield Problem("rubric/gates", 1, f"gate {gate.gate} asks for {name}, which is no criterion")
    for name in DATA_CLASSES:
        needed = rubric.data_classes[name].sensitive if name in rubric.data_classes else True
        if needed and not any(gate for gate in rubric.gates if name in gate.data_classes):
            yield Problem("rubric/gates", 1, f"data class {name} has no gate", "give every sensitive class one")


def _mappings(dataset: Dataset) -> Iterator[Problem]:
    """Find other people's questions that are said to be answered by no criterion of ours."""
    path = dataset.folder / FILE
    found = one_file(dataset, path, Mappings) if path.is_file() else None
    if found is None or dataset.rubric is None:
        return
    for place, checklist in enumerate(found.checklists):
        for position, item in enumerate(checklist.items):
            for name in item.criteria:
                if name not in dataset.rubric.criteria:
                    line = line_of(dataset, FILE, "checklists", place, "items", position)
                    yield Problem(FILE, line, f"{name} is no criterion", "see rubric/criteria")
