"""FortiGate: a URL filter as CLI commands; a web filter profile names it by its number as `urlfilter-table`."""

from typing import BinaryIO

from catalog.exporters._blocked import Blocked

TITLE = "Prohibited tools for FortiGate (URL filter)"
SUFFIX = "fortigate.txt"
MEDIA_TYPE = "text/plain; charset=utf-8"
KIND = "blocklist"
NUMBER = 900


def write(told: Blocked, out: BinaryIO) -> None:
    """Write the commands that make the list; an earlier one of its number is replaced."""
    lines = [*told.comments("#"), "config webfilter urlfilter", f"    delete {NUMBER}", f"    edit {NUMBER}"]
    lines += ['        set name "byot-prohibited"', "        config entries"]
    for number, (url, kind) in enumerate(_entries(told), 1):
        lines += [f"            edit {number}", f'                set url "{url}"', f"                set type {kind}",
                  "                set action block", "            next"]  # fmt: skip
    lines += ["        end", "    next", "end"]
    out.write("".join(f"{line}\n" for line in lines).encode())


def _entries(told: Blocked) -> list[tuple[str, str]]:
    return [entry for host in told.hosts for entry in ((host, "simple"), (f"*.{host}", "wildcard"))]
