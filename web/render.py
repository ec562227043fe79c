"""Pages from templates: the whole page, or only the block that htmx asked to update."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments.fastapi import Jinja2Blocks
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web import dependencies, notices, preferences, sentences, timeline, titles, words

HERE = Path(__file__).parent
STATIC = HERE / "static"
STYLES = ("tokens", "base", "layout", "forms", "components", "tables", "charts", "print")
VARY = "HX-Request-Type, HX-History-Restore-Request, Cookie"
FOREVER = "public, max-age=31536000, immutable"


def page(
    request: Request,
    template: str,
    block: str = "main",
    *,
    status: int = 200,
    liked: preferences.Preferences | None = None,
    **context: object,
) -> Response:
    """Render a page, or only `block` of it when htmx asks for an update; caches are told what it depends on.

    A block imports the macros that it uses: alone, it does not see what the template imports at its top. `liked` shows
    it in another theme than the one that the visitor chose.
    Raises `TypeError` for a context that would hide a word of the frame.
    """
    update = wants_update(request)
    told = None if update else notices.read(request)
    frame = {**_frame(request), "told": told, "update": update}
    if liked is not None:
        frame["preferences"] = liked
    if hidden := frame.keys() & context.keys():
        raise TypeError(f"the frame of every page has words of its own: {', '.join(sorted(hidden))}")
    response: Response = templates.TemplateResponse(
        request,
        template,
        {**frame, **context},
        status_code=status,
        block_name=block if update else None,
        headers={"Vary": VARY, "Cache-Control": "private, no-cache"},
    )
    if told:
        notices.forget(response)
    return response


def wants_update(request: Request) -> bool:
    """Say whether htmx asks for a part of the page it stands on, rather than a browser for a whole one."""
    headers = request.headers
    return headers.get("HX-Request-Type") == "partial" and "HX-History-Restore-Request" not in headers


@cache
def static_url(name: str) -> str:
    """Give the address of one of our static files; it changes with the file's content."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def address(request: Request, **changes: object) -> str:
    """Give this page's address with some of its questions asked otherwise; None takes one away."""
    url = URL(scope=request.scope)
    gone = [name for name, value in changes.items() if value is None]
    kept = url.remove_query_params([*changes]) if changes else url
    asked = {name: str(value) for name, value in changes.items() if name not in gone}
    url = kept.include_query_params(**asked) if asked else kept
    return f"{url.path}?{url.query}" if url.query else url.path


class Files(StaticFiles):
    """Our static files; an address that names the content may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve a file, or 404."""
        response = await super().get_response(path, scope)
        fixed = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = FOREVER if fixed else "public, no-cache"
        return response


def _frame(request: Request) -> dict[str, Any]:
    """Give what every page's frame needs: who acts, how this person likes it, what the banner says."""
    site = dependencies.site_of(request)
    return {
        "actor": site.sign_in.actor(request),
        "banner": site.sign_in.banner,
        "preferences": preferences.read(request),
        "today": site.clock().date(),
        "path": request.url.path,
        "address": lambda **changes: address(request, **changes),
    }


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": words.day,
        "short_day": words.short_day,
        "with_days": words.with_days,
        "money": words.money,
        "price": words.price,
        "cost": words.cost,
        "first_up": words.first_up,
        "number_word": words.number,
        "figures": words.figures,
        "listed": words.listed,
        "title_of": titles.title,
    }
    environment.globals |= {
        "words": words,
        "sentences": sentences,
        "timeline": timeline,
        "static": static_url,
        "styles": STYLES,
    }
    return environment


templates = Jinja2Blocks(env=_environment())
