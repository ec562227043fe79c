"""The JSON Schema for editors is the one that the loading models give."""

import json

import pytest

from tests.house.schema import FILE, schema


def test_the_schema_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == schema(), "run: make docs"


@pytest.mark.parametrize("word", ["plan", "from", "below", "all_plans", "says", "as_of", "since", "source", "strength"])
def test_the_schema_names_what_files_write(word: str) -> None:
    assert f'"{word}"' in schema()


def test_short_forms_are_allowed() -> None:
    told = json.loads(schema())["properties"]
    assert {"type": "string"} in told["domains"]["items"]["anyOf"]
    assert {"type": "string"} in told["aliases"]["items"]["anyOf"]
