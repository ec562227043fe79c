r"""Zeek's own logs (conn, dns, ssl, http, quic), tab separated, https://docs.zeek.org/en/master/log-formats.html.

Traps: the columns are those of `#fields`, never a fixed place, and lines may come without it (`layouts/zeek_rows.py`);
the separator is the one of `#separator`; "-" is unset, "(empty)" an empty list; `id.resp_h` is an address and no host;
a certificate's subject is none either; the host of a proxied request stands in its URI; other logs of Zeek (files,
weird, x509) tell of no request.
"""

import re
from datetime import datetime

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import zeek_rows
from catalog.discovery.record import Action, Read, Record, Unreadable

TITLE = "Zeek, tab separated"
KINDS = ("conn", "dns", "ssl", "http", "quic")
ESCAPE = re.compile(r"\\x([0-9A-Fa-f]{2})")
CLIENT = ("id.orig_h", "id_orig_h", "id.orig_host", "src", "src_ip", "source_ip")
Row = dict[str, str]


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by its header, else by the shapes of its values."""
    begins = b"\n" + head[:4096].replace(b",", b"\t")
    named = b"\n#fields" in begins and (b"\n#separator" in begins or b"\n#path" in begins)
    if named and any(b"\t%b" % name.encode() in begins for name in (*CLIENT[:2], "uid")):
        return 1.0
    return fields.share(head, lambda line: None if line.startswith(b"#") else _alone(fields.text(line)))


def start() -> Read:
    """Give a reader that heeds the headers of its log."""
    return Zeek().read


class Zeek:
    """Reads lines by the header lines that came before."""

    def __init__(self) -> None:
        """Begin without a header."""
        self.separator = "\t"
        self.names: list[str] = []
        self.kind = ""
        self.nothing: tuple[str, ...] = ("-", "(empty)")

    def read(self, line: bytes) -> Record | None:
        """Read a line; None for headers."""
        text = fields.text(line)
        if not text.strip():
            return None
        if text.startswith("#"):
            self._header(text)
            return None
        if not self.names:
            return _alone(text)
        values = text.split(self.separator)
        if len(values) != len(self.names):
            raise Unreadable(f"{len(values)} columns, where #fields names {len(self.names)}")
        row = {name: _plain(value) for name, value in zip(self.names, values, strict=True) if value not in self.nothing}
        return record(row, self.kind)

    def _header(self, text: str) -> None:
        key, _, rest = text.partition(" " if text.startswith("#separator") else self.separator)
        if key == "#separator":
            self.separator = _plain(rest) or "\t"
        elif key == "#fields":
            self.names = rest.split(self.separator)
        elif key == "#path":
            self.kind = rest
        elif key in ("#unset_field", "#empty_field") and rest:
            self.nothing = (*self.nothing, rest)


def _alone(text: str) -> Record | None:
    """Read a line that no header stands before."""
    found = zeek_rows.row(text)
    if found is None:
        raise Unreadable("no #fields line stands before it")
    return record({name: _plain(value) for name, value in found.values.items()}, found.kind)


def kind_of(row: Row) -> str:
    """Give the kind of log that a record's columns tell, empty where they tell none."""
    if "request_type" in row:
        return "kerberos"
    if "query" in row or "qtype" in row or "qtype_name" in row or "trans_id" in row:
        return "dns"
    if "trans_depth" in row or "status_code" in row or "uri" in row:
        return "http"
    if "conn_state" in row or "orig_pkts" in row:
        return "conn"
    return "ssl" if "cipher" in row or "server_name" in row or "cert_chain_fuids" in row or "established" in row else ""


def record(row: Row, kind: str = "") -> Record | None:
    """Give the record of a row with Zeek's names, None for a kind that tells of no request."""
    kind = kind.partition("_")[0] if kind.partition("_")[0] in KINDS else kind or kind_of(row)
    if kind not in KINDS:
        return None
    time = times.utc(row.get("ts", "")) or times.epoch(row.get("ts", ""))
    if time is None:
        raise Unreadable("no time in ts")
    client = next((row[name] for name in CLIENT if name in row), None)
    if kind == "http":
        return _http(row, time, client)
    host = row.get("query") if kind == "dns" else row.get("server_name")
    flow = kind == "conn"
    return entry.record(
        time=time,
        client=client,
        host=host,
        up=row.get("orig_bytes") if flow else None,
        down=row.get("resp_bytes") if flow else None,
    )


def _http(row: Row, time: datetime, client: str | None) -> Record:
    uri, status = row.get("uri", ""), row.get("status_code")
    seen = any(name in row for name in ("method", "host", "uri")) or (status or "").startswith(("2", "3"))
    action: Action | None = entry.verdict(status=status) if seen else None
    host = uri if row.get("method") == "CONNECT" and uri else row.get("host") or row.get("dest_host")
    return entry.record(
        time=time,
        user=row.get("username"),
        client=client,
        host=host,
        url=uri or None,
        method=row.get("method"),
        action=action,
        status=status,
        up=row.get("request_body_len"),
        down=row.get("response_body_len"),
    )


def _plain(text: str) -> str:
    r"""Undo Zeek's `\x09`."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "\\x" in text else text
