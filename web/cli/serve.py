"""`byot serve`: the pages and the JSON API on this machine."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on. Local mode: loopback only.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = None,
) -> None:
    """Serve the pages and the JSON API until Ctrl+C.

    $ byot serve --port 8765
    """
    from catalog.dataset.opening import open_store
    from catalog.settings import settings
    from web import auth, server

    chosen = settings()
    listens = host if host is not None else chosen.host
    auth.require_loopback(listens)
    server.serve(open_store(chosen), listens, port if port is not None else chosen.port)
