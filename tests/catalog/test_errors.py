"""Errors: one line, what, where, mend; and the drawn tree is the real one."""

import inspect
import re

import pytest

from catalog import errors
from catalog.errors import BadUse, ByotError, UnknownPlan, UnknownTool


def test_an_error_is_one_line_of_where_what_and_mend() -> None:
    error = ByotError("the file\n  is empty", "Give another one", where="tools/slack.yaml:3")
    assert error.one_line() == "tools/slack.yaml:3: the file is empty. Give another one."
    assert str(error) == error.one_line()


def test_sentences_get_one_full_stop() -> None:
    assert BadUse("What?", "Say it!").one_line() == "What? Say it!"


def test_an_unknown_name_lists_the_choices() -> None:
    told = UnknownPlan("gold", ["free", "pro"], where="slack").one_line()
    assert told == "slack: 'gold' is no plan known here. Choose one of: free, pro."


def test_an_unknown_name_without_choices_says_so() -> None:
    assert "No plan is known yet" in UnknownPlan("gold", []).one_line()
    assert "the page Tools lists them all" in UnknownTool("nothingness", []).one_line()


def _public() -> dict[str, type[ByotError]]:
    found = {name: kind for name, kind in vars(errors).items() if inspect.isclass(kind) and issubclass(kind, ByotError)}
    return {name: kind for name, kind in found.items() if not name.startswith("_")}


def test_the_drawn_tree_names_every_error_once() -> None:
    drawn = re.findall(r"^ {4}(?:[│ ]*[├└]── )?([A-Z]\w+) {2,}", errors.__doc__ or "", re.MULTILINE)
    assert sorted(drawn) == sorted(_public())


@pytest.mark.parametrize("name", sorted(set(_public()) - {"ByotError"}))
def test_the_drawn_tree_hangs_each_error_below_its_parent(name: str) -> None:
    lines = (errors.__doc__ or "").splitlines()
    row = next(number for number, line in enumerate(lines) if re.search(rf"── {name} ", line))
    indent = lines[row].index("──")
    above = [line for line in lines[:row] if re.search(r"[A-Z]\w+ {2,}", line) and _start(line) <= indent]
    parent = re.search(r"[A-Z]\w+", above[-1])
    assert parent is not None
    kinds = [kind.__name__ for kind in _public()[name].__mro__[1:] if not kind.__name__.startswith("_")]
    assert kinds[0] == parent[0]


def _start(line: str) -> int:
    found = re.search(r"[A-Z]", line)
    return found.start() if found else len(line)
