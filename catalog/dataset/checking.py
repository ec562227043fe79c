"""What is wrong in `data/` beyond single files: names, domains and plans that clash, facts that point nowhere."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from catalog.dataset.expanding import placements
from catalog.dataset.files import VALUED, FactPart, ToolFile
from catalog.dataset.mapping import FILE, Mappings
from catalog.dataset.reading import Dataset, Problem, line_of, one_file, read
from catalog.moment import now
from catalog.rubric import DATA_CLASSES
from catalog.search import plain


def check(folder: Path) -> list[Problem]:
    """Give every problem of a data folder, by file and line; raise `BadData` where it is no data folder."""
    dataset = read(folder)
    today = now().date()
    across = [*_domains(dataset), *_names(dataset), *_rubric(dataset), *_mappings(dataset)]
    within = [problem for tool in dataset.tools for problem in _tool(dataset, tool, today)]
    return sorted([*dataset.problems, *across, *within])


def _domains(dataset: Dataset) -> Iterator[Problem]:
    """Find domains that two tools claim."""
    claims: dict[str, str] = {}
    for tool in dataset.tools:
        for position, domain in enumerate(tool.domains):
            other = claims.setdefault(domain.host, tool.slug)
            if other != tool.slug:
                name, line = _at(dataset, tool, "domains", position)
                yield Problem(name, line, f"{domain.host} is {other}'s too", "leave it to one of them")


def _names(dataset: Dataset) -> Iterator[Problem]:
    """Find names by which two tools would be found."""
    claims: dict[str, str] = {plain(tool.name): tool.slug for tool in dataset.tools}
    for tool in dataset.tools:
        for position, alias in enumerate(tool.aliases):
            other = claims.setdefault(plain(alias.name), tool.slug)
            if other != tool.slug:
                name, line = _at(dataset, tool, "aliases", position)
                yield Problem(name, line, f"{alias.name!r} names {other} too", "leave it to one of them")


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


def _tool(dataset: Dataset, tool: ToolFile, today: date) -> Iterator[Problem]:
    if tool.category not in {category.slug for category in dataset.categories}:
        yield Problem(*_at(dataset, tool, "category"), f"no category {tool.category}", "see categories.yaml")
    capabilities = {one["slug"] for category in dataset.categories for one in category.capabilities}
    for slug in sorted(set(tool.capabilities) - capabilities):
        yield Problem(*_at(dataset, tool, "capabilities"), f"no capability {slug}", "see categories.yaml")
    slugs = [plan.slug for plan in tool.plans]
    for position, slug in enumerate(slugs):
        if slug in slugs[:position]:
            yield Problem(*_at(dataset, tool, "plans", position), f"plan {slug} stands twice", "keep one")
    seen: dict[str, int] = {}
    for position, fact in enumerate(tool.facts):
        name, line = _at(dataset, tool, "facts", position)
        for what, mend in _fact(dataset, fact, set(slugs), today):
            yield Problem(name, line, what, mend)
        key = fact.model_dump_json()
        if key in seen:
            yield Problem(name, line, "the fact stands twice", f"it is on line {seen[key]} too")
        seen.setdefault(key, line)
    yield from _twice_at_once(dataset, tool)


def _fact(dataset: Dataset, fact: FactPart, plans: set[str], today: date) -> Iterator[tuple[str, str]]:
    named = {*fact.plans, *(slug for slug in (fact.plan, fact.from_plan) if slug)}
    for slug in sorted(named - plans):
        yield f"{fact.fact} names plan {slug}, which the tool does not have", "name one of its plans"
    if fact.as_of > today:
        yield f"{fact.fact} was seen on {fact.as_of}, which is to come", "write the day on which it was seen"
    if fact.fact == "excluded_data" and fact.value not in DATA_CLASSES:
        yield f"{fact.value!r} is no data class", f"one of {', '.join(DATA_CLASSES)}"
    known = {release.name for release in dataset.releases}
    for release in (fact.recorded, fact.retracted):
        if release is not None and release not in known:
            yield f"no release {release}", "see releases.yaml"
    rubric = dataset.rubric
    if rubric is not None and not rubric.criterion_of(fact.fact, fact.value) and fact.fact != "certification":
        yield f"{fact.fact} is no fact's name", "see rubric/criteria"


def _twice_at_once(dataset: Dataset, tool: ToolFile) -> Iterator[Problem]:
    """Find a source that is said to state two answers for one plan on one day."""
    said: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for position, fact in enumerate(tool.facts):
        if fact.fact in ("plan_price", "free_limit", *VALUED):
            continue
        for applies, plan, value in placements(fact, tool):
            key = (fact.fact, applies, plan, fact.source, fact.as_of, fact.since, fact.subject)
            said[key].add(str(value))
            if len(said[key]) > 1:
                name, line = _at(dataset, tool, "facts", position)
                yield Problem(name, line, f"{fact.fact} for {plan or 'the tool'} has two answers of one page and day")


def _at(dataset: Dataset, tool: ToolFile, *path: object) -> tuple[str, int]:
    name = f"tools/{tool.slug}.yaml"
    return name, line_of(dataset, name, *path)
