"""Exports: the register, the trail, an auditor's pack, block lists. For reviewers."""

import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from catalog import exporters
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
    return page(request, "exports.html", formats=exporters.formats())


@router.get("/exports/{name}")
def give(session: SessionDep, site: SiteDep, actor: ReviewerDep, name: str, wanted: FilterDep) -> Response:
    """Give one export as a file; the register exactly as the filter in the address shows it."""
    plugin = exporters.load(name)
    out = cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the answer closes it
    if plugin.KIND == "register":
        plugin.write(log.every(session, wanted), out)
    else:
        exporters.export(session, name, out, site.clock())
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
