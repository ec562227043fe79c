"""FedRAMP Marketplace: which services the US government has cleared, at which impact level.

The copy that its keepers publish (`data.json`) holds `meta.last_change` and `data.Products`, each with `csp` (who
makes it), `cso` (what it is), `status`, `impact_level` and `auth_date`. A shorter form is read too: `as_of` and
`products` with `provider`, `product`, `authorized_on`. Only *FedRAMP Authorized* is a clearance; *Ready* and *In
Process* are not. Many are editions for the government, which people at work do not use: `says` names the edition.
"""

from collections.abc import Mapping
from typing import Any

from scrapers.listing import Entry, Listing, Statement, day_of, json_of, not_it, shown

TITLE = "FedRAMP Marketplace"
PAGE = "https://marketplace.fedramp.gov/products"
URL: str | None = "https://raw.githubusercontent.com/GSA/marketplace-fedramp-gov-data/main/data.json"
STRENGTH = "attestation"
AUTHORIZED = "fedramp authorized"
UNDER_WAY = ("fedramp ready", "fedramp in process", "agency in process", "pmo in process", "in process")
KEPT = ("id", "csp", "cso", "status", "impact_level", "auth_type", "auth_date", "ready_date", "deployment_model",
        "service_model", "website")  # fmt: skip


def read(body: bytes) -> Listing:
    """Give the products of a copy; raise `BadData` where it is none."""
    content = json_of(body)
    if not isinstance(content, dict):
        raise not_it(TITLE)
    if isinstance(content.get("products"), list):
        rows, day = [_long(row) for row in content["products"] if isinstance(row, dict)], content.get("as_of")
    elif isinstance(content.get("data"), dict) and isinstance(content["data"].get("Products"), list):
        rows = [row for row in content["data"]["Products"] if isinstance(row, dict)]
        day = (content.get("meta") or {}).get("last_change")
    else:
        raise not_it(TITLE)
    entries = tuple(_entry(row) for row in rows if row.get("id") and row.get("cso"))
    if not entries:
        raise not_it(TITLE)
    return Listing(entries, day_of(day))


def _long(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row of the short form under the names of the long one."""
    names = {"csp": "provider", "cso": "product", "auth_type": "authorization_type", "auth_date": "authorized_on",
             "ready_date": "ready_on"}  # fmt: skip
    return {name: row.get(names.get(name, name)) for name in KEPT}


def _entry(row: Mapping[str, Any]) -> Entry:
    maker, product = str(row.get("csp") or "").strip(), str(row["cso"]).strip()
    product = product.removeprefix(f"{maker} - ") or product
    kept = {name: row[name] for name in KEPT if row.get(name) not in (None, "", [])}
    return Entry(product, f"{PAGE}/{row['id']}", shown(kept), tuple(_stated(row, product)), maker or None)


def _stated(row: Mapping[str, Any], product: str) -> list[Statement]:
    status, level = str(row.get("status") or "").strip().lower(), str(row.get("impact_level") or "").strip()
    at = f" at level {level}" if level else ""
    if status == AUTHORIZED:
        says = f"The FedRAMP Marketplace lists {product} as authorized{at}."
        return [Statement("certification", "fedramp", says, status="yes", since=day_of(row.get("auth_date")))]
    if status in UNDER_WAY:
        says = f"The FedRAMP Marketplace lists {product} as not yet authorized{at}."
        return [Statement("certification", "fedramp", says, status="in_progress")]
    return []
