"""The SSO Wall of Shame (sso.tax): what vendors ask for single sign-on, over their price without it.

Each vendor is one YAML file, or all stand in one list: `name`, `vendor_url`, `base_pricing` ("$10 per u/m"),
`sso_pricing` ("$15 per u/m", "Call Us!"), `pricing_source`, `updated_at`. The list names no plan, so what it says is
that single sign-on can be had, on a plan that it does not name; the two prices stand in `says`. A price of the list
is no plan's price: it may be for a minimum of seats, or from a quote.
"""

import re
from collections.abc import Mapping
from typing import Any

from scrapers.listing import Entry, Listing, Statement, day_of, host_in, not_it, shown, yaml_of

TITLE = "SSO price list"
PAGE = "https://sso.tax/"
URL: str | None = None
STRENGTH = "third_party_page"
LONGEST_PRICE = 40
FILES = "https://github.com/robchahin/sso-wall-of-shame/blob/main/"
_NO_PRICE = re.compile(r"^(call|contact|quote|n/?a|\?)", re.IGNORECASE)


def read(body: bytes) -> Listing:
    """Give the vendors of one file or of a list; raise `BadData` where it is neither."""
    content = yaml_of(body)
    rows = content if isinstance(content, list) else [content]
    if not rows or not all(isinstance(row, dict) and row.get("name") and "sso_pricing" in row for row in rows):
        raise not_it(TITLE)
    dated = [row for row in rows if day_of(row.get("updated_at"))]
    return Listing(tuple(_entry(row) for row in dated), whole=False)


def _entry(row: Mapping[str, Any]) -> Entry:
    name = str(row["name"]).strip()
    host = host_in(str(row.get("vendor_url") or row.get("url") or ""))
    file = str(row.get("_file") or "").removeprefix("_vendors/")
    url = f"{FILES}_vendors/{file}" if file else f"{PAGE}#{_slug(name)}"
    return Entry(
        name,
        url,
        shown({key: value for key, value in row.items() if not str(key).startswith("_")}),
        (Statement("sso_saml", "yes", _says(row, name)),),
        hosts=(host,) if host else (),
        seen=day_of(row["updated_at"]),
    )


def _says(row: Mapping[str, Any], name: str) -> str:
    base, dear = _price(row.get("base_pricing")), _price(row.get("sso_pricing"))
    without = f"{base} without single sign-on" if base else "no price without single sign-on"
    with_it = f"{dear} with it" if dear else "a price on request with it"
    return f"The list has {without} for {name}, and {with_it}."


def _price(value: object) -> str | None:
    text = " ".join(str(value or "").split())[:LONGEST_PRICE]
    return None if not text or _NO_PRICE.match(text) else text


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
