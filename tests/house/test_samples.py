"""Every plugin has a sample, every sample a plugin: proof lies beside what it proves."""

import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from catalog import plugins
from scrapers import extract
from scrapers.page import read
from tests.house.code import ROOT

SAMPLES = ROOT / "tests" / "samples"


@dataclass(frozen=True)
class Kind:
    """A folder of plugins and the folder of their samples, named `<plugin>.*` or `<plugin>--<case>.*`."""

    package: str
    samples: Path

    def plugins(self) -> list[str]:
        """Give the plugins' names; none where the folder is not there."""
        if not (ROOT / self.package.replace(".", "/")).is_dir():
            return []
        return plugins.names(import_module(self.package))

    def files(self) -> list[Path]:
        """Give the inputs: all files but the expectations."""
        return [file for file in sorted(self.samples.glob("*")) if file.is_file() and not is_expectation(file)]


KINDS = (
    Kind("catalog.discovery.formats", SAMPLES / "logs"),
    Kind("catalog.adoption.importers", SAMPLES / "exports"),
    Kind("scrapers.registries", SAMPLES / "registries"),
)
PAGES = Kind("scrapers.extract", SAMPLES / "pages")


def stem(file: Path) -> str:
    """Give a sample's name without its endings."""
    return file.name.partition(".")[0]


def is_expectation(file: Path) -> bool:
    """Say whether this is a .json that stands beside another file of its name."""
    others = [other for other in file.parent.glob(f"{stem(file)}.*") if other != file]
    return file.suffix == ".json" and any(
        other.suffix != ".json" or len(other.name) > len(file.name) for other in others
    )


def name_of(kind: Kind) -> str:
    """Name a case of these tests."""
    return kind.package


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_every_plugin_has_a_sample(kind: Kind) -> None:
    proven = {stem(file).partition("--")[0] for file in kind.files()}
    assert set(kind.plugins()) - proven == set()


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_every_sample_has_a_plugin(kind: Kind) -> None:
    known = set(kind.plugins())
    assert [file.name for file in kind.files() if stem(file).partition("--")[0] not in known] == []


@pytest.mark.parametrize("kind", [*KINDS, PAGES], ids=name_of)
def test_every_sample_says_what_is_expected(kind: Kind) -> None:
    bare = [file.name for file in kind.files() if not (file.parent / f"{stem(file)}.json").is_file()]
    assert bare == []


def test_every_extractor_finds_something_in_a_sample() -> None:
    idle = set(PAGES.plugins())
    for file in PAGES.files():
        expected = json.loads((file.parent / f"{stem(file)}.json").read_text())
        page = read(file.read_bytes(), url=expected.get("url"), kind=expected.get("kind"), file_name=file.name)
        idle -= {name for name in idle if any(True for _ in plugins.load(extract, name).extract(page))}
    assert idle == set()
