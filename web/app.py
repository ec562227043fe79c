"""Builds the application: the routers of `web/pages` and `web/api`, the errors, and what every request passes."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute

from catalog import plugins
from catalog.moment import now
from catalog.store import Store
from web import api, errors, pages
from web.auth import LocalMode
from web.dependencies import Site
from web.guard import Guard
from web.lookups import Lookups, keeping
from web.render import STATIC, Files

API = "/api/v1"


def create_app(store: Store, *, sign_in: LocalMode | None = None, clock: Callable[[], datetime] = now) -> FastAPI:
    """Give the application on a store whose schema stands; the local people are recorded there."""
    site = Site(store, sign_in or LocalMode(), clock)
    site.sign_in.settle(store)
    openapi = f"{API}/openapi.json"
    app = FastAPI(title="byot", docs_url=None, redoc_url=None, openapi_url=openapi, lifespan=keeping, routes=routes())
    app.state.site = site
    app.state.lookups = Lookups(store, site.snapshots, clock)
    app.mount("/static", Files(directory=STATIC), name="static")
    errors.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(Guard, hosts=site.sign_in.hosts, refuse=errors.refuse, broken=errors.broken)
    return app


@cache
def routes() -> list[BaseRoute]:
    """Give all pages and all of the API. What FastAPI makes of them serves every application of this process."""
    together = APIRouter()
    for plugin in plugins.each(pages):
        together.include_router(plugin.router, include_in_schema=False)
    for plugin in plugins.each(api):
        together.include_router(plugin.router, prefix=API, tags=[plugin.__name__.rsplit(".", 1)[-1]])
    return together.routes
