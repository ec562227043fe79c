"""Terms of Service; Didn't Read: what volunteers found in the terms of a service, point by point.

The API's document of a service is JSON, in older versions inside `parameters`: `id`, `name`, `urls`, and `points`,
each with `status` and the `case` that it is an example of. Only approved points count, and of the cases only those
that ask what a criterion asks. It is kept up to its newest `updated_at`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from scrapers.listing import Entry, Listing, Statement, day_of, json_of, newest, not_it, shown

TITLE = "ToS;DR"
PAGE = "https://tosdr.org/"
URL: str | None = None
STRENGTH = "third_party_page"
CASES = {
    "you maintain ownership of your content": ("data_ownership", "yes", "what people put in stays theirs"),
    "you maintain ownership of your data": ("data_ownership", "yes", "what people put in stays theirs"),
    "your personal data is not sold": ("data_sale", "no", "personal data is not sold"),
    "this service provides a way for you to export your data": ("data_export", "yes", "people can take their data out"),
}


def read(body: bytes) -> Listing:
    """Give the service of a document; raise `BadData` where it is none."""
    content = json_of(body)
    it = content.get("parameters", content) if isinstance(content, dict) else None
    if not isinstance(it, dict) or not isinstance(it.get("points"), list) or not it.get("name") or "id" not in it:
        raise not_it(TITLE)
    points = [point for point in it["points"] if isinstance(point, dict) and point.get("status") == "approved"]
    stated = list(dict.fromkeys(_stated(points, str(it["name"]))))
    kept = {"id": it["id"], "name": it["name"], "urls": it.get("urls"), "cases": sorted(map(_case, points))}
    entry = Entry(
        str(it["name"]),
        f"https://tosdr.org/en/service/{it['id']}",
        shown(kept),
        tuple(stated),
        of="site",
        hosts=tuple(str(host).lower() for host in it.get("urls") or ()),
        seen=newest(_day(one) for one in (it, *points)),
    )
    return Listing((entry,), whole=False)


def _stated(points: list[dict[str, Any]], name: str) -> Iterator[Statement]:
    for point in points:
        known = CASES.get(_case(point).lower())
        if known:
            fact, value, what = known
            yield Statement(fact, value, f"ToS;DR read in the terms of {name} that {what}.")


def _case(point: Mapping[str, Any]) -> str:
    case = point.get("case")
    title = case.get("title") if isinstance(case, dict) else case
    return str(title or point.get("title") or "").strip().rstrip(".")


def _day(one: Mapping[str, Any]) -> Any:
    said = one.get("updated_at")
    return day_of(said.get("pgsql") if isinstance(said, dict) else said)
