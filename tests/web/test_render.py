"""A page in its frame: what every page tells, and what it shows itself."""

import pytest
from starlette.requests import Request

from catalog.store import Store
from web.app import create_app
from web.render import page


def test_no_page_hides_a_word_of_the_frame(filled_store: Store) -> None:
    scope = {"type": "http", "app": create_app(filled_store), "method": "GET", "path": "/imports", "headers": []}
    with pytest.raises(TypeError, match="words of its own: told"):
        page(Request(scope), "imports.html", told={"file": "survey.csv"})
