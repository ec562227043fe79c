"""Events of the Open Cybersecurity Schema Framework, as Security Lake and other collectors keep them, JSON.

https://schema.ocsf.io

Traps: class_uid says what an event is: only those of the network and of resources on the web are requests, sign-ins
name an application at most, findings and inventories are neither; bytes_out are the source's; time is an epoch in
milliseconds; what was done is told by action, disposition or status.
"""

from typing import Final

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "OCSF: network, HTTP, DNS, sign-ins"
NETWORK: Final = range(4000, 5000)
WEB: Final = (6001, 6004)
SIGN_IN: Final = 3002
HOST: Final = (
    "query.hostname", "http_request.url.hostname", "tls.sni", "dst_endpoint.hostname", "dst_endpoint.domain", "domain",
)  # fmt: skip
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys that every event has."""
    return objects.share(head, fits)


def fits(row: objects.Object) -> bool:
    """Say whether an object is such an event."""
    return "class_uid" in row and ("category_uid" in row or "metadata" in row)


def read(entry_: bytes) -> Record | None:
    """Read an event; None for one that tells of no use."""
    found = objects.parsed(entry_)
    if found is None:
        return None
    if not fits(found):
        raise Unreadable("no class_uid, or neither category_uid nor metadata")
    row = objects.plain(found)
    word = objects.word(row, "class_uid") or ""
    kind = int(word) if word.isdecimal() else 0
    requested = kind in NETWORK or kind in WEB
    if not (requested or kind == SIGN_IN):
        return None
    url = objects.word(row, "http_request.url.url_string", "http_request.url.text", "web_resource.url_string")
    person = ("actor.user.email_addr", "actor.user.name")
    return entry.record(
        time=times.utc(objects.word(row, "time", "time_dt") or ""),
        user=objects.word(row, *(person if requested else ("user.email_addr", "user.name", *person))),
        client=objects.word(row, "src_endpoint.ip"),
        host=objects.word(row, *HOST) if requested else None,
        url=url if requested else None,
        method=objects.word(row, "http_request.http_method"),
        action=_action(row),
        status=objects.word(row, "http_response.code"),
        up=objects.word(row, "traffic.bytes_out"),
        down=objects.word(row, "traffic.bytes_in"),
        app=objects.word(row, "app_name", *(() if requested else ("service.name", "dst_endpoint.svc_name"))),
    )


def _action(row: objects.Object) -> Action | None:
    told = [objects.word(row, name) for name in ("action", "disposition", "status")]
    said = [entry.verdict("denied" if word == "Failure" else word) for word in told if word]
    return "blocked" if "blocked" in said else "allowed"
