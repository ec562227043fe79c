"""Exports: the register, the trail, an auditor's pack, block lists. For reviewers."""

import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from catalog import exporters
from catalog.errors import BadUse
from catalog.pseudonyms import key_of
from catalog.settings import settings
from web import log
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.log import FilterDep
from web.render import page

router = APIRouter()
IN_MEMORY = 8 << 20
PART = 1 << 16


@router.get("/exports")
def show(request: Request, actor: ReviewerDep) -> Response:
    """Show what can be exported."""
    return page(request, "exports.html", formats=exporters.formats(), keyed=bool(settings().pseudonym_key))


@router.get("/exports/{name}")
def give(
    session: SessionDep, site: SiteDep, actor: ReviewerDep, name: str, wanted: FilterDep, pseudonyms: bool = False
) -> Response:
    """Give one export as a file; the register exactly as the filter in the address shows it.

    Under pseudonyms no filter by person is taken: it would say who is behind one, and the trail would not know.
    """
    plugin = exporters.load(name)
    key = key_of(settings()) if pseudonyms else None
    if key and (wanted.by or wanted.sort.endswith("by")):
        raise BadUse("a filter or order by person would give names away", mend="leave it out, or ask with names")
    out = cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the answer closes it
    if plugin.KIND == "register":
        told = log.every(session, wanted)
        plugin.write(exporters.without_names(session, plugin.KIND, told, key) if key else told, out)
    else:
        exporters.export(session, name, out, site.clock(), key=key)
    out.seek(0)
    headers = {
        "Content-Disposition": f'attachment; filename="byot-{site.clock().date()}.{plugin.SUFFIX}"',
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(_parts(out), media_type=plugin.MEDIA_TYPE, headers=headers)


def _parts(out: BinaryIO) -> Iterator[bytes]:
    with out:
        while part := out.read(PART):
            yield part
