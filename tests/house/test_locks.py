"""The locks fit the project file, carry hashes, and name no registry."""

import json
import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.code import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKED = re.compile(r"^([a-zA-Z0-9._-]+)==(\S+)", re.MULTILINE)


def locked(name: str) -> dict[str, set[str]]:
    """Give the versions that a lock holds, by package (several where the Python version decides)."""
    versions: dict[str, set[str]] = {}
    for package, version in LOCKED.findall((ROOT / name).read_text()):
        versions.setdefault(canonicalize_name(package), set()).add(version)
    return versions


def wanted() -> Iterator[tuple[str, Requirement]]:
    """Give each requirement of the project with the lock that must hold it."""
    for text in PROJECT["project"]["dependencies"]:
        yield "requirements.lock", Requirement(text)
    for text in PROJECT["dependency-groups"]["dev"]:
        yield "requirements-dev.lock", Requirement(text)


@pytest.mark.parametrize(("lock", "requirement"), list(wanted()), ids=str)
def test_the_lock_holds_what_the_project_asks_for(lock: str, requirement: Requirement) -> None:
    versions = locked(lock).get(canonicalize_name(requirement.name), set())
    assert versions, f"{requirement.name} is not locked; run: make lock"
    assert all(requirement.specifier.contains(version) for version in versions)


def test_the_lock_of_the_tests_contains_the_other() -> None:
    every = locked("requirements-dev.lock")
    assert {name: found for name, found in locked("requirements.lock").items() if every.get(name) != found} == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
    assert [entry.split()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_no_lock_names_a_registry() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--index-url" not in text
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in entry for path, entry in packages.items() if path)
