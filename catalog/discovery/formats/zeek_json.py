"""Zeek's logs as JSON lines (conn, dns, ssl, http, quic), https://docs.zeek.org/en/master/log-formats.html.

Traps: keys are missing instead of "-"; dotted keys, that shippers nest or write with underscores; the kind of log
stands in no key (or in `_path`), so other keys tell it; ts may be a number of seconds or milliseconds, or ISO 8601.
"""

from catalog.discovery.familiar import Usual
from catalog.discovery.formats import zeek
from catalog.discovery.layouts import objects, shapes
from catalog.discovery.record import Record

READ = (
    "ts query qtype qtype_name trans_id trans_depth status_code uri conn_state orig_pkts cipher server_name "
    "cert_chain_fuids established method host username orig_bytes resp_bytes request_body_len response_body_len "
    "id_orig_h id.orig_host dest_host request_type"
).split()
MARKS = (
    *("qtype", "qtype_name", "trans_id", "trans_depth", "conn_state", "orig_pkts", "cipher", "cert_chain_fuids"),
    "established",
)
SAID = (
    *(name for name in READ if name not in MARKS and not name.endswith(("_bytes", "_len"))),
    *("id.orig_h", "_path", "path"),
)
OTHERS = (frozenset(("uids", "msg_types")), frozenset(("uid", "domainname")))
TITLE = "Zeek, JSON lines"
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of a flow."""
    return objects.share(head, fits)


def fits(row: objects.Object) -> bool:
    """Say whether an object is a record of Zeek's: of a request, or of a log whose names others' may be taken for."""
    if objects.said(row, "ts") is None:
        return False
    return _client(row) is not None and zeek.kind_of(_row(row)) != "" or any(row.keys() >= names for names in OTHERS)


def usual(head: bytes) -> Usual | None:
    """Give how the usual lines are written, where they are records of one log."""
    return shapes.usual(head, _roles)


def read(entry: bytes) -> Record | None:
    """Read an object."""
    row = objects.parsed(entry)
    if row is None:
        return None
    return zeek.record(_row(row), objects.word(row, "_path", "path") or "")


def _roles(row: objects.Object) -> dict[str, shapes.Role]:
    """What the values of a record are for. Zeek leaves out what is unset: those that only tell the kind of log do so
    by being there, a number each.
    """
    kind = zeek.kind_of(_row(row))
    roles: dict[str, shapes.Role] = dict.fromkeys(SAID, "matters")
    roles |= dict.fromkeys(MARKS, "number")
    up, down = ("orig_bytes", "resp_bytes") if kind == "conn" else ("request_body_len", "response_body_len")
    if kind in ("conn", "http"):
        roles |= {up: "up", down: "down"}
    if row.get("method") != "CONNECT":
        roles["uri"] = "site"
    return roles | {"ts": "time"}


def _client(row: objects.Object) -> str | None:
    return objects.word(row, "id.orig_h", "id_orig_h")


def _row(row: objects.Object) -> zeek.Row:
    found = {name: value for name in READ if name in row and (value := _word(row, name)) is not None}
    found["id.orig_h"] = _client(row) or ""
    return found


def _word(row: objects.Object, name: str) -> str | None:
    """Give a value as a text, one of truth too: a handshake that was not finished says so."""
    value = row[name]
    return str(value)[0] if isinstance(value, bool) else objects.word(row, name)
