r"""Palo Alto's traffic, URL filtering and other threats as CEF: PAN-OS' own layout, and that of the logging service.

https://docs.paloaltonetworks.com/resources/cef

Traps: rt is when the log was received, start when it was generated; the logging service's `in` is received by the
client, while PAN-OS' layout writes what was sent into `in`; `request` is a file's name in threats that are no URL
filtering; the type stands in the header, before or after the subtype; a user may come as a name and a domain apart.
"""

from catalog.discovery import entry, fields, times
from catalog.discovery.formats import paloalto
from catalog.discovery.layouts import extension
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Record, Unreadable

TITLE = "Palo Alto, CEF"
VENDOR = "palo alto"
GENERATED = ("start", "PanOSTimeGeneratedHighResolution", "rt")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that are Palo Alto's events."""
    return extension.share(head, VENDOR) if b"|Palo Alto" in head and b"LEEF:" not in head else 0.0


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and for kinds of logs that tell of no request."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    event = extension.parsed(text)
    if VENDOR not in f"{event.vendor} {event.product}".lower():
        raise Unreadable("another vendor's event")
    told = {event.event.upper(), event.name.upper()}
    kind = next((one for one in paloalto.KINDS if one in told), "")
    if not kind:
        return None
    row = event.pairs
    by_url = "URL" in told
    zone = times.offset(first(row, "dtz"))
    sent, received = ("in", "out") if event.product == "PAN-OS" else ("out", "in")
    traffic = kind == "TRAFFIC"
    url = first(row, "request") if by_url else None
    site = first(row, "PanOSServerNameIndication") if kind == "DECRYPTION" else url
    return entry.record(
        time=next((found for name in GENERATED if (found := times.moment(row.get(name, ""), zone))), None),
        user=first(row, "suser", "PanOSSourceUserName"),
        client=first(row, "src", "c6a2"),
        host=site,
        url=url,
        method=first(row, "requestMethod") if by_url else None,
        action=entry.verdict(first(row, "act")),
        up=first(row, sent) if traffic else None,
        down=first(row, received) if traffic else None,
        app=first(row, "app"),
    )
