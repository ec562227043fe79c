"""Exports: the register and other sheets, the trail, an auditor's pack, block lists. For reviewers."""

from datetime import date

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from catalog import exporters
from catalog.errors import BadUse
from catalog.exporters import REGISTER
from catalog.exporters._blocked import blocked
from catalog.pseudonyms import key_of
from catalog.settings import settings
from web import log
from web.dependencies import ReviewerDep, SessionDep, Site, SiteDep
from web.log import FilterDep
from web.render import page
from web.sheet import file_of

router = APIRouter()
PAST_WORDS = {"register": "The register", "decisions": "Decisions"}


def is_day(text: str, today: date) -> bool:
    """Say whether a text is a day that is not to come."""
    try:
        return date.fromisoformat(text) <= today
    except ValueError:
        return False


@router.get("/exports")
def show(request: Request, session: SessionDep, site: SiteDep, actor: ReviewerDep) -> Response:
    """Show what can be exported."""
    return _page(request, session, site)


def _page(
    request: Request, session: Session, site: Site, as_of: str = "", problems: dict[str, str] | None = None
) -> Response:
    return page(
        request,
        "exports.html",
        status=422 if problems else 200,
        as_of=as_of,
        past=PAST_WORDS,
        problems=problems or {},
        formats=exporters.formats(),
        keyed=bool(settings().pseudonym_key),
        left=blocked(session, site.clock()).left,
    )


@router.get("/exports/{name}")
def give(
    request: Request,
    session: SessionDep,
    site: SiteDep,
    actor: ReviewerDep,
    name: str,
    wanted: FilterDep,
    pseudonyms: bool = False,
    of: str = REGISTER,
    as_of: str | None = None,
) -> Response:
    """Give one export as a file; the register exactly as the filter in the address shows it, or as it stood on a day.

    Under pseudonyms no filter by person is taken: it would say who is behind one, and the trail would not know.
    """
    plugin = exporters.load(name)
    if as_of is not None and not is_day(as_of, site.clock().date()):
        return _page(request, session, site, as_of, {"as_of": "Write the day like 2026-11-24, today or earlier."})
    named = f"byot-{as_of or site.clock().date()}.{plugin.SUFFIX}"
    key = key_of(settings()) if pseudonyms else None
    if key and (wanted.by or wanted.sort.endswith("by")):
        raise BadUse("a filter or order by person would give names away", mend="leave it out, or ask with names")
    if as_of is None and plugin.KIND == "sheet" and exporters.of_sheet(of) == REGISTER:
        told = log.every(session, wanted)
        shown = exporters.without_names(session, REGISTER, told, key) if key else told
        sheet = exporters.GATHERED[REGISTER][1](shown)
        return file_of(named, plugin, lambda out: plugin.write(sheet, out))
    return file_of(named, plugin, lambda out: exporters.export(session, name, out, site.clock(), as_of, key, of))
