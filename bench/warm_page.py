"""The check page, once warm, beside the smallest update of the same application."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from beside import compare

from catalog.dataset.opening import open_store
from catalog.settings import Settings
from web.app import create_app
from web.server import configuration, listen

PAGE = "/check?q=slack&plan=free&industry=medical&data=phi"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a fresh, filled store on a free port of loopback."""
    store = open_store(Settings(database_url=f"sqlite:///{folder}/byot.sqlite"))
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(configuration(create_app(store)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    store.close()


def main() -> None:
    """Compare over 101 rounds."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        client.get(PAGE).raise_for_status()
        compare(
            ("the check page", "a suggestion for one letter"),
            lambda: client.get(PAGE).raise_for_status(),
            lambda: client.get("/suggest?q=s").raise_for_status(),
            rounds=101,
        )


if __name__ == "__main__":
    main()
