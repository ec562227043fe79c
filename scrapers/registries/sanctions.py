"""OFAC's list of Specially Designated Nationals (SDN): with whom trade is banned by the US Treasury.

The whole list is one XML file, `sdnList`: `publshInformation/Publish_Date` (month/day/year; the element is spelled so),
then one `sdnEntry` each with `uid`, `lastName`, `sdnType` (Individual, Entity, Vessel, Aircraft), `programList` and
`akaList`, whose `aka` has a `category`: a weak one is a nickname. Only entities are companies. A list of names says
nothing of a namesake: an entry is about a vendor only where the vendor's whole legal name, of two words or more, is
the entry's name or one of its strong aliases. Not being on the list is no statement.
"""

from collections.abc import Iterator
from datetime import date, datetime
from xml.etree import ElementTree

from scrapers.listing import Entry, Listing, Statement, not_it

TITLE = "OFAC sanctions list (SDN)"
PAGE = "https://ofac.treasury.gov/sanctions-list-service"
URL: str | None = "https://www.treasury.gov/ofac/downloads/sdn.xml"
STRENGTH = "attestation"
_HEAD = 1000
DETAILS = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="


def read(body: bytes) -> Listing:
    """Give the entities of a copy; raise `BadData` where it is none."""
    if b"<!" in body[:_HEAD] or b"<!ENTITY" in body:  # the list declares nothing, so nothing can grow in reading
        raise not_it(TITLE)
    try:
        root = ElementTree.fromstring(body)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError):
        raise not_it(TITLE) from None
    day = _day(_text(root, "publshInformation/Publish_Date"))
    if root.tag.rpartition("}")[2] != "sdnList" or day is None:
        raise not_it(TITLE)
    entries = (_entry(one) for one in _all(root, "sdnEntry") if _text(one, "sdnType") == "Entity")
    return Listing(tuple(entry for entry in entries if entry), day)


def _entry(listed: ElementTree.Element) -> Entry | None:
    name, number = _text(listed, "lastName"), _text(listed, "uid")
    if not name or not number.isdigit():
        return None
    also = tuple(
        alias
        for aka in _all(listed, "akaList/aka")
        if _text(aka, "category") == "strong" and (alias := _text(aka, "lastName"))
    )
    programs = [program for one in _all(listed, "programList/program") if (program := _said(one))]
    says = f"OFAC lists {' '.join(name.split()[:12]).rstrip('.,')} among those with whom trade is banned."
    text = "\n".join(
        [f"uid: {number}", f"name: {name}", *(f"aka: {one}" for one in also), *(f"program: {one}" for one in programs)]
    )
    return Entry(name, DETAILS + number, text, (Statement("sanctions", "yes", says),), of="company", also=also)


def _all(element: ElementTree.Element, path: str) -> Iterator[ElementTree.Element]:
    """Give the elements at a path, in whatever namespace the list has this year."""
    yield from element.iterfind("/".join(f"{{*}}{step}" for step in path.split("/")))


def _text(element: ElementTree.Element, path: str) -> str:
    return next((said for one in _all(element, path) if (said := _said(one))), "")


def _said(element: ElementTree.Element) -> str:
    return " ".join((element.text or "").split())


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007
    except ValueError:
        return None
