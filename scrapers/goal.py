"""What a crawl is to fetch: a tool, domain or URL as it was typed → a site's front page and the pages known already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from catalog import search
from catalog.errors import AddressRefused, BadUse, UnknownTool
from catalog.models.evidence import Source
from catalog.models.tool import Domain, Tool, Vendor
from catalog.moment import now
from catalog.search import find, suggest
from scrapers import sources
from scrapers.address import Address, parse
from scrapers.draft import known_tool
from scrapers.gate import Gate
from scrapers.kinds import same_site
from scrapers.pressing import NOT_PRESSING, Pressing, Stakes
from scrapers.site import MARK
from scrapers.sources import Candidate


@dataclass(frozen=True)
class Goal:
    """What is to be crawled: a site's front page, the page that was asked for, the tool where one is known.

    `either_scheme` says that nobody wrote https: where it does not answer, http may.
    """

    home: Address
    asked: Address | None = None
    tool: str | None = None
    known: tuple[Candidate, ...] = ()
    either_scheme: bool = False

    def over_http(self) -> "Goal":
        """Give the same goal without encryption."""
        return replace(self, home=_plain(self.home), asked=self.asked and _plain(self.asked), either_scheme=False)


def goal_of(session: Session, gate: Gate, target: str) -> Goal:
    """Give what a target (tool, domain or URL) names.

    Raise `AddressRefused` where it is an address that may not be visited, `UnknownTool` where it is neither.
    """
    target = target.strip()
    if "://" in target:
        return _of_address(session, gate.admit(target), either_scheme=False)
    address = _bare(gate, target)
    if address is not None:
        return _of_address(session, address, either_scheme=address.scheme == "https")
    tool = find(session, target) if target else None
    if tool is None:
        raise UnknownTool(target[:80], [near.slug for near in suggest(session, target)] if target else [])
    home = gate.admit(_home(session, tool))
    known = _known(session, tool, home, Stakes(session, now(), tool.id).sources())
    return Goal(home, None, tool.slug, known, either_scheme=home.scheme == "https")


def site_in(text: str) -> Address | None:
    """Give the address that a text names, be it a domain or a URL; None where it is neither. Nothing is visited."""
    text = text.strip()
    try:
        return parse(text) if "://" in text else _spelled(text)
    except AddressRefused:
        return None


def every_goal(session: Session, gate: Gate, pressing: Mapping[int, Pressing] | None = None) -> Iterator[Goal]:
    """Give a goal for each tool in the store that has a site, in the order of their slugs; not for one that was merged
    into another.

    `pressing` says how pressing each source is; without it, it is read.
    """
    ranked = Stakes(session, now()).sources() if pressing is None else pressing
    for tool in session.exec(select(Tool).where(search.apart()).order_by(Tool.slug)).all():
        try:
            home = gate.admit(_home(session, tool))
        except (BadUse, AddressRefused):
            continue
        yield Goal(home, None, tool.slug, _known(session, tool, home, ranked), either_scheme=home.scheme == "https")


def _of_address(session: Session, address: Address, *, either_scheme: bool) -> Goal:
    home = address.join("/")
    tool = known_tool(session, None, home)
    known = _known(session, tool, home, Stakes(session, now(), tool.id).sources()) if tool else ()
    return Goal(home, address, tool.slug if tool else None, known, either_scheme)


def _bare(gate: Gate, target: str) -> Address | None:
    """Give the address that a bare `host[:port][/path]` means; raise `AddressRefused` where it may not be visited."""
    address = _spelled(target)
    return None if address is None else gate.admit(address)


def _spelled(target: str) -> Address | None:
    """Give the address that a bare `host[:port][/path]` means: https, or http where another port was opened."""
    authority = target.partition("/")[0]
    if not authority or " " in target or not ("." in authority.strip(".") or ":" in authority):
        return None
    address = parse(f"http://{target}")
    if address.port in (80, 443):
        address = Address("https", address.host, 443, address.target)
    return address


def _plain(address: Address) -> Address:
    return Address("http", address.host, 80, address.target)


def _home(session: Session, tool: Tool) -> Address:
    vendor = session.get(Vendor, tool.vendor_id) if tool.vendor_id is not None else None
    homepage = vendor.homepage if vendor is not None else None
    hosts = select(Domain.host).where(Domain.tool_id == tool.id, Domain.kind == "web").order_by(col(Domain.id))
    host = session.exec(hosts.where(col(Domain.retracted_at).is_(None))).first()
    if tool.origin != "crawl" and host is not None:
        return parse(f"https://{host.removeprefix('*.')}/")
    if homepage:
        return parse(homepage)
    raise BadUse(f"no site is known for {tool.name}", mend="give the address of one of its pages")


def _known(session: Session, tool: Tool, home: Address, ranked: Mapping[int, Pressing]) -> tuple[Candidate, ...]:
    """Give the vendor's own pages that the catalog watches already, the most pressing ones with the best score."""
    found: list[tuple[Address, Source]] = []
    for source in session.exec(select(Source).where(Source.tool_id == tool.id, Source.kind != "registry")):
        if MARK in source.url:
            continue
        try:
            address = parse(source.url)
        except AddressRefused:
            continue
        if same_site(address, home):
            found.append((address, source))
    told = [(address, source, ranked.get(source.id or 0, NOT_PRESSING)) for address, source in found]
    most = max((one.rank for _, _, one in told), default=0.0) or 1.0
    return tuple(sources.known(address, source.kind, one.rank / most, one.why) for address, source, one in told)
