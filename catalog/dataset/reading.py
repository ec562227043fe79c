"""Files of `data/` to checked values, every problem with its file and line."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from catalog.dataset.files import CategoryPart, ReleasePart, ToolFile
from catalog.errors import BadData
from catalog.rubric import Criterion, DataClass, Gate, IndustryRules, Rubric

Model = TypeVar("Model", bound=BaseModel)
RUBRIC_KEYS = ("version", "thresholds", "grades", "known_bad", "track_record", "clocks", "desk")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in `data/`: file (relative to the folder), line (from 1), what, and the mend."""

    file: str
    line: int
    what: str
    mend: str = "mend this line"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} ({self.mend})"

    def document(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {"file": self.file, "line": self.line, "what": self.what, "mend": self.mend}


@dataclass(slots=True)
class Dataset:
    """All of `data/` as values, with the problems found on the way."""

    folder: Path
    releases: list[ReleasePart] = field(default_factory=list)
    categories: list[CategoryPart] = field(default_factory=list)
    tools: list[ToolFile] = field(default_factory=list)
    lines: dict[str, "Lines"] = field(default_factory=dict)
    rubric: Rubric | None = None
    problems: list[Problem] = field(default_factory=list)


class Lines:
    """Where in a file a key path stands."""

    def __init__(self, node: yaml.Node | None) -> None:
        """Remember the composed file."""
        self._root = node

    def of(self, path: tuple[object, ...]) -> int:
        """Give the line (from 1) of the deepest part of a path that is there."""
        node, line = self._root, 1
        for key in path:
            if node is None:
                break
            node = _child(node, key)
            if node is not None:
                line = node.start_mark.line + 1
        return line


def _child(node: yaml.Node, key: object) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        child: yaml.Node = node.value[key]
        return child
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    return None


def read(folder: Path) -> Dataset:
    """Read the whole folder; raise `BadData` where it is none of ours."""
    if not (folder / "releases.yaml").is_file():
        raise BadData(f"{folder} is no data folder", mend="set BYOT_DATA to the folder that holds releases.yaml")
    dataset = Dataset(folder)
    with unswept():
        dataset.releases = list(_listed(dataset, "releases.yaml", "releases", ReleasePart))
        dataset.categories = list(_listed(dataset, "categories.yaml", "categories", CategoryPart))
        dataset.tools = [tool for path in _files(folder, "tools") if (tool := _tool(dataset, path)) is not None]
        dataset.rubric = _rubric(dataset)
    dataset.problems.sort()
    return dataset


@contextmanager
def unswept() -> Iterator[None]:
    """Hold back the collector of waste while much is made and all of it is kept: sweeping takes as long as reading."""
    sweeps = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeps:
            gc.enable()


def _files(folder: Path, under: str) -> list[Path]:
    return sorted((folder / under).glob("*.yaml"))


def _tool(dataset: Dataset, path: Path) -> ToolFile | None:
    tool = one_file(dataset, path, ToolFile)
    if tool is not None and tool.slug != path.stem:
        name = _name(dataset, path)
        dataset.problems.append(Problem(name, 1, f"slug {tool.slug!r} is not the file's name", "let them agree"))
    return tool


def _rubric(dataset: Dataset) -> Rubric | None:
    before = len(dataset.problems)
    under = dataset.folder / "rubric"
    numbers = _mapping(dataset, under / "rubric.yaml")
    shared = {"values": numbers.get("values", {}), "good_from": numbers.get("number_good_from", 0.75)}
    read_criteria = [one_file(dataset, path, Criterion, completed=shared) for path in _files(under, "criteria")]
    criteria = {one.criterion: one for one in read_criteria if one is not None}
    classes = {one.data_class: one for one in _listed(dataset, "rubric/data_classes.yaml", "data_classes", DataClass)}
    gates = [gate for path in _files(under, "gates") for gate in _gates(dataset, path)]
    read_industries = [one_file(dataset, path, IndustryRules) for path in _files(under, "industries")]
    industries = {one.industry: one for one in read_industries if one is not None}
    if len(dataset.problems) > before:
        return None
    whole = {key: numbers[key] for key in RUBRIC_KEYS if key in numbers}
    whole |= {"criteria": criteria, "data_classes": classes, "gates": gates, "industries": industries}
    return _validated(dataset, "rubric/rubric.yaml", Rubric, whole)


def _gates(dataset: Dataset, path: Path) -> Iterator[Gate]:
    content = _mapping(dataset, path)
    classes = content.get("data_classes", [])
    for position, entry in enumerate(content.get("gates", [])):
        gate = _validated(dataset, _name(dataset, path), Gate, {"data_classes": classes, **entry}, ("gates", position))
        if gate is not None:
            yield gate


def _listed(dataset: Dataset, name: str, key: str, model: type[Model]) -> Iterator[Model]:
    content = _mapping(dataset, dataset.folder / name)
    for position, entry in enumerate(content.get(key) or []):
        value = _validated(dataset, name, model, entry, (key, position))
        if value is not None:
            yield value


def one_file(
    dataset: Dataset, path: Path, model: type[Model], completed: Mapping[str, Any] | None = None
) -> Model | None:
    """Give a file of the folder as a value; None, with its problems noted, where it is none."""
    content = _mapping(dataset, path)
    if not content:
        return None
    if completed is not None:
        words = {word: share for word, share in completed["values"].items() if word in ("addon", "opt_out")}
        content = {**content, "good_from": completed["good_from"], "values": {**words, **content.get("values", {})}}
    return _validated(dataset, _name(dataset, path), model, content)


def _validated(
    dataset: Dataset, name: str, model: type[Model], content: Any, under: tuple[object, ...] = ()
) -> Model | None:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            shown = ".".join(str(step) for step in one["loc"])
            message = one["msg"].removeprefix("Value error, ")
            line = line_of(dataset, name, *under, *one["loc"])
            dataset.problems.append(Problem(name, line, f"{shown}: {message}" if shown else message))
        return None


def line_of(dataset: Dataset, name: str, *path: object) -> int:
    """Give the line of a key path in a file of the folder, 1 where the file has no lines."""
    return dataset.lines[name].of(path) if name in dataset.lines else 1


def place_of(dataset: Dataset, tool: ToolFile, *path: object) -> tuple[str, int]:
    """Give the file of a tool, and the line of a key path in it."""
    name = f"tools/{tool.slug}.yaml"
    return name, line_of(dataset, name, *path)


def _mapping(dataset: Dataset, path: Path) -> dict[str, Any]:
    """Give a file's mapping, its lines remembered; {} with a problem noted where it is none."""
    name = _name(dataset, path)
    try:
        loader = yaml.CSafeLoader(path.read_bytes())
        node = loader.get_single_node()
        content = loader.construct_document(node) if node is not None else None
    except FileNotFoundError:
        dataset.problems.append(Problem(name, 1, "the file is missing", "put it back"))
        return {}
    except OSError as error:
        dataset.problems.append(Problem(name, 1, f"the file cannot be read: {error.strerror}", "see its rights"))
        return {}
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        dataset.problems.append(Problem(name, *_broken(error)))
        return {}
    dataset.lines[name] = Lines(node)
    dataset.problems += [Problem(name, line, f"{key} stands twice", "keep one") for line, key in _twice(node)]
    if not isinstance(content, dict):
        dataset.problems.append(Problem(name, 1, "the file is no mapping", "begin it like the files beside it"))
        return {}
    return content


def _broken(error: Exception) -> tuple[int, str]:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    return line, f"not YAML: {getattr(error, 'problem', None) or str(error).splitlines()[0]}"


def _twice(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if isinstance(key.value, str) and key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(str(key.value))
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twice(value)


def _name(dataset: Dataset, path: Path) -> str:
    return str(path.relative_to(dataset.folder))


def first_day(dataset: Dataset, release: str | None) -> date:
    """Give the day of a release by its name; the first one's without a name."""
    by_name = {one.name: one.day for one in dataset.releases}
    return by_name[release] if release in by_name else dataset.releases[0].day
