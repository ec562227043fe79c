"""Palo Alto's Strata Logging Service (Cortex Data Lake, Prisma Access): traffic, URL and threat logs as JSON.

https://docs.paloaltonetworks.com/strata-logging-service/log-reference

Traps: times are UTC, the high-resolution one counts; a URL has no scheme and stands only in logs of URL filtering;
system, configuration and sign-in logs tell of no request.
"""

from catalog.discovery import entry, times
from catalog.discovery.formats import paloalto
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "Palo Alto Strata Logging Service, JSON"
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of a log."""
    return objects.share(head, lambda row: "LogType" in row and ("TimeGenerated" in row or "LogTime" in row))


def read(entry_: bytes) -> Record | None:
    """Read an object; None for kinds of logs that tell of no request."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    kind = (objects.word(row, "LogType") or "").upper()
    if kind and kind not in paloalto.KINDS:
        return None
    time = times.utc(objects.word(row, "TimeGenerated", "TimeGeneratedHighResolution", "LogTime") or "")
    if time is None or not kind:
        raise Unreadable("no LogType or no TimeGenerated")
    by_url = kind == "URL" or (objects.word(row, "Subtype", "SubType") or "").lower() == "url"
    url = objects.word(row, "URL", "URLDomain", "FileName") if by_url else None
    site = objects.word(row, "ServerNameIndication") if kind == "DECRYPTION" else url
    return entry.record(
        time=time,
        user=objects.word(row, "SourceUser"),
        client=objects.word(row, "SourceAddress"),
        host=site,
        url=url,
        method=objects.word(row, "HTTPMethod") if by_url else None,
        action=entry.verdict(objects.word(row, "Action")),
        up=objects.word(row, "BytesSent"),
        down=objects.word(row, "BytesReceived"),
        app=objects.word(row, "Application"),
    )
