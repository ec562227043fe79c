"""Exports: the register and other sheets, the trail, an auditor's pack, block lists. For reviewers."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from catalog import exporters
from catalog.errors import BadUse
from catalog.exporters import REGISTER
from catalog.exporters._blocked import blocked
from catalog.pseudonyms import key_of
from catalog.settings import settings
from web import log
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.log import FilterDep
from web.render import page
from web.sheet import file_of

router = APIRouter()


@router.get("/exports")
def show(request: Request, session: SessionDep, site: SiteDep, actor: ReviewerDep) -> Response:
    """Show what can be exported."""
    return page(
        request,
        "exports.html",
        formats=exporters.formats(),
        keyed=bool(settings().pseudonym_key),
        left=blocked(session, site.clock()).left,
    )


@router.get("/exports/{name}")
def give(
    session: SessionDep,
    site: SiteDep,
    actor: ReviewerDep,
    name: str,
    wanted: FilterDep,
    pseudonyms: bool = False,
    of: str = REGISTER,
) -> Response:
    """Give one export as a file; the register exactly as the filter in the address shows it.

    Under pseudonyms no filter by person is taken: it would say who is behind one, and the trail would not know.
    """
    plugin = exporters.load(name)
    named = f"byot-{site.clock().date()}.{plugin.SUFFIX}"
    key = key_of(settings()) if pseudonyms else None
    if key and (wanted.by or wanted.sort.endswith("by")):
        raise BadUse("a filter or order by person would give names away", mend="leave it out, or ask with names")
    if plugin.KIND == "sheet" and exporters.of_sheet(of) == REGISTER:
        told = log.every(session, wanted)
        shown = exporters.without_names(session, REGISTER, told, key) if key else told
        sheet = exporters.GATHERED[REGISTER][1](shown)
        return file_of(named, plugin, lambda out: plugin.write(sheet, out))
    return file_of(named, plugin, lambda out: exporters.export(session, name, out, site.clock(), key=key, of=of))
