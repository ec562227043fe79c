"""The reference pages say what the code and the data say."""

import pytest

from tests.house.reference import FOLDER, PAGES, page


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_current(name: str) -> None:
    file = FOLDER / name
    assert file.is_file(), "run: make docs"
    assert file.read_text(encoding="utf-8") == page(name), "run: make docs"


def test_nothing_else_lies_there() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(PAGES)
