"""The reference page of log formats, made from the formats themselves."""

import re
from collections.abc import Iterator

from catalog.discovery import custom, recognition
from tests.house.criteria_page import table

ADDRESS = re.compile(r"https?://[^\s,]+[^\s,.]")


def formats_page() -> Iterator[str]:
    """Give the page of log formats."""
    yield "# Log formats"
    yield (
        "`byot discover` recognises them by itself, in plain, gzip and zstd files, with a byte order mark, with either "
        "line end, with syslog in front (RFC 3164, RFC 5424, or what a daemon writes to a file), behind what a tool "
        "shows in front of each line (a file's name, a number, a time and a level), and as collectors and SIEMs carry "
        "lines: each as a text of a JSON object or in a column of a table, or taken apart into the columns of CEF. "
        "Name one with `--format`."
    )
    yield "## Of one product"
    yield table(("name", "format", "specification"), list(_rows(general=False)))
    yield "## Of any product"
    yield "Asked only where no product's own format fits."
    yield table(("name", "format", "specification"), list(_rows(general=True)))
    yield "## Your own"
    summary, _, rest = (custom.__doc__ or "").partition("\n\n")
    example, _, more = rest.partition("\n\n")
    yield f"{summary} Name it with `--format our-proxy.yaml`."
    yield "```yaml\n" + "\n".join(line.removeprefix("    ") for line in example.splitlines()) + "\n```"
    yield more.strip()
    yield table(("key", "default", "what it may be"), [_key(name) for name in custom.Custom.model_fields])


def _rows(general: bool) -> Iterator[tuple[str, str, str]]:
    for name, one in recognition.every(general).items():
        found = ADDRESS.search(getattr(one, "__doc__", "") or "")
        yield f"`{name}`", one.TITLE, f"<{found[0]}>" if found else ""


def _key(name: str) -> tuple[str, str, str]:
    described = custom.Custom.model_json_schema()["properties"][name]
    default = described.get("default", "")
    kind = described.get("enum") or described.get("type", "")
    if name == "fields":
        kind = list(described["propertyNames"]["enum"])
    words = ", ".join(map(str, kind)) if isinstance(kind, list) else str(kind)
    return f"`{name}`", f"`{default}`" if default not in ("", []) else "", words
