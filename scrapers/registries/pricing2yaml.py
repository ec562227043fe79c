"""Pricing2Yaml: a pricing page as one YAML file, as the iSubscription research package keeps them.

Version 2.1: `saasName`, `createdAt`, `currency`, `url` (the page, mostly an archived one), `billing` (what a price is
multiplied with, monthly and annually), `features` with their defaults, and `plans`, each with `price` (a number, or
words that mean *ask us*), `unit` ("user/month") and the features in which it differs. A price of 0 is a free plan. A
price without a unit that says per whom and for how long states nothing. Of features only those with SAML, SCIM or an
audit log in their names are ours: "single sign-on" may be one by a social account. A file without an address is no
evidence. Of an archived page the day of the archive counts: the file may be younger.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from catalog.errors import BadData
from scrapers.listing import Entry, Listing, Statement, day_of, not_it, text_of, yaml_of

TITLE = "Pricing2Yaml"
PAGE = "https://doi.org/10.5281/zenodo.16106711"
URL: str | None = None
STRENGTH = "third_party_page"
PER = {
    **dict.fromkeys(("user", "member", "person", "seat", "editor", "agent"), "user"),
    "host": "host",
    "workspace": "workspace",
    "": "flat",
}
PERIODS = {"month": "month", "year": "year"}
ASK = re.compile(r"\b(contact|custom|talk|quote|sales)\b", re.IGNORECASE)
ARCHIVED = re.compile(r"https://web[.]archive[.]org/web/(\d{4})(\d\d)(\d\d)\d*/")
ANNUAL = ("annual", "annually", "yearly")
FEATURES = (
    ("sso_saml", re.compile("saml")),
    ("scim", re.compile("scim")),
    ("audit_log", re.compile(r"^audit_?logs?$")),
)
SHOWN = {"sso_saml": "SAML single sign-on", "scim": "SCIM", "audit_log": "an audit log"}
NOBODY = re.compile(r"google|microsoft|okta|custom|force|multi")


def read(body: bytes) -> Listing:
    """Give the one pricing of a file; raise `BadData` where it is none, or names no page and no day."""
    content = yaml_of(body)
    if not isinstance(content, dict) or "plans" not in content or not content.get("saasName"):
        raise not_it(TITLE)
    url = re.sub("^http://web[.]archive[.]org/", "https://web.archive.org/", str(content.get("url") or ""))
    day = _archived(url) or day_of(content.get("createdAt"))
    if not url.startswith(("https://", "http://")) or day is None:
        raise BadData("It does not say which page it was read from, and when", "Add `url` and `createdAt`")
    name = str(content["saasName"]).partition(" - ")[0].strip()
    entry = Entry(name, url, text_of(body), tuple(_stated(content)), seen=day)
    return Listing((entry,), day, whole=False)


def _archived(url: str) -> date | None:
    """Give the day on which an archived page was seen; the file itself may be younger."""
    found = ARCHIVED.match(url)
    return day_of("-".join(found.groups())) if found else None


def _stated(content: Mapping[str, Any]) -> Iterator[Statement]:
    for plan, said in _mapping(content["plans"]).items():
        if isinstance(said, dict):
            yield from _prices(content, str(plan), said)
            yield from _features(content, str(plan), said)


def _prices(content: Mapping[str, Any], plan: str, said: Mapping[str, Any]) -> Iterator[Statement]:
    price = said.get("price")
    if isinstance(price, str) and ASK.search(price):
        asked: dict[str, Any] = {"amount": None, "contact": True}
        yield Statement("plan_price", asked, f"For {plan} one has to ask the vendor for the price.", plan)
    if isinstance(price, bool) or not isinstance(price, int | float) or price < 0:
        return
    if price == 0:
        yield Statement("free_plan", True, f"The plan {plan} costs nothing.", plan)
        return
    unit = _unit(said.get("unit"))
    if unit is None:
        return
    for billed, times in _billings(content.get("billing")):
        amount = round(price * times, 2)
        per, period = unit
        value = {"amount": amount, "currency": content.get("currency"), "per": per, "period": period, "billed": billed}
        of_whom = "" if per == "flat" else f" per {per}"
        when = f", billed {billed}" if billed else ""
        says = f"{plan} costs {amount:g} {content.get('currency')}{of_whom} and {period}{when}."
        yield Statement("plan_price", value, says, plan)


def _billings(billing: object) -> list[tuple[str | None, float]]:
    """Give by which billing a price is what; where no price of another billing is told, the billing is not known."""
    said = billing if isinstance(billing, dict) else {}
    yearly = next((said[name] for name in ANNUAL if isinstance(said.get(name), int | float)), None)
    monthly = said.get("monthly")
    if yearly is None or yearly == monthly or not isinstance(monthly, int | float):
        return [(None, 1.0)]
    return [("monthly", float(monthly)), ("annually", float(yearly))]


def _unit(unit: object) -> tuple[str, str] | None:
    who, slash, when = str(unit or "").strip().lower().partition("/")
    per, period = PER.get(who.removesuffix("s") if who else ""), PERIODS.get(when)
    return (per, period) if slash and per and period else None


def _features(content: Mapping[str, Any], plan: str, said: Mapping[str, Any]) -> Iterator[Statement]:
    own, listed = _mapping(said.get("features")), _mapping(content.get("features"))
    for fact, pattern in FEATURES:
        cells = [_cell(own, name, feature) for name, feature in listed.items() if _is(str(name), pattern)]
        known = [cell for cell in cells if isinstance(cell, bool)]
        if known and len(known) == len(cells):
            has = any(known)
            says = f"The comparison shows {plan} {'with' if has else 'without'} {SHOWN[fact]}."
            yield Statement(fact, "yes" if has else "no", says, plan)


def _is(name: str, pattern: re.Pattern[str]) -> bool:
    small = name.lower()
    return bool(pattern.search(small)) and not NOBODY.search(small)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _cell(own: Mapping[str, Any], name: str, feature: object) -> object:
    mine = own.get(name)
    if isinstance(mine, dict) and "value" in mine:
        return mine["value"]
    return feature.get("defaultValue") if isinstance(feature, dict) else None
