"""Makes the picture of the README from the running program: `python -m tests.journeys.picture`."""

import tempfile
from pathlib import Path

from catalog.dataset.opening import open_store
from catalog.settings import Settings
from tests.browser import chromium
from tests.serving import serving
from web.app import create_app

PAGE = "/check?q=slack&plan=free&industry=medical&data=phi"
PICTURE = Path(__file__).parents[2] / "docs" / "answer.png"
SIZE = {"width": 1280, "height": 760}


def main() -> None:
    """Serve a fresh store, open the answer, and keep what the browser shows."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Settings(database_url=f"sqlite:///{folder}/byot.sqlite")) as store,
        serving(create_app(store)) as address,
        chromium() as browser,
    ):
        page = browser.new_page(viewport=SIZE, color_scheme="light")  # type: ignore[arg-type]
        page.goto(address + PAGE)
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
