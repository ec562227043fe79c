"""Which known tools an entry of a registry is about. Rather none than a wrong one."""

import re
from collections import defaultdict
from collections.abc import Iterable

from sqlmodel import Session, col, select

from catalog.models.tool import Domain, Tool, ToolName, Vendor
from catalog.search import plain
from scrapers.listing import Entry

NAME_KINDS = ("alias", "former_name")
LEGAL = re.compile(
    r"[\s,]+(inc|incorporated|llc|l\.l\.c|ltd|limited|corp|corporation|co|company|plc|pbc|gmbh|ag|ab|as|oy|sa|s\.a|sas"
    r"|bv|b\.v|nv|pty|lp|kk|se|srl)\.?$",
    re.IGNORECASE,
)
EDITION = re.compile(
    r"[\s(-]+(for\s+)?(u\.?s\.?\s+)?(gov|government|govcloud|federal|public sector)(\s+cloud)?\)?$", re.I
)
BRACKETS = re.compile(r"\(([^)]*)\)")
GENERIC = re.compile(
    r"(\W|\b(enterprise|business|platform|cloud|api|and|for|government|federal|gov|services?|suite|online|saas|edition"
    r"|plus|high|moderate|the)\b)*",
    re.IGNORECASE,
)


class Matcher:
    """Knows the tools of a store by the names, makers and sites that they had when it was made."""

    def __init__(self, session: Session) -> None:
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._by_vendor: dict[str, set[str]] = defaultdict(set)
        self._by_legal: dict[str, set[str]] = defaultdict(set)
        self._by_host: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}
        for slug, name, vendor in session.exec(
            select(Tool.slug, Tool.name, Vendor.name).join(Vendor, col(Tool.vendor_id) == col(Vendor.id), isouter=True)
        ):
            self._by_name[plain(name)].add(slug)
            self._names[slug] = name
            for company in _companies(vendor or ""):
                self._by_vendor[company].add(slug)
            for legal in _legal_names(vendor or ""):
                self._by_legal[legal].add(slug)
        self._learn_names(session)
        self._learn_hosts(session)

    def tools(self, entry: Entry) -> list[str]:
        """Give the slugs of the tools that an entry is about, sorted; none where that is not sure."""
        if entry.of == "vendor":
            found = {slug for company in _companies(entry.name) for slug in self._of_company(company)}
            return sorted(found)
        if entry.of == "site":
            return sorted(self._at(entry.hosts))
        if entry.of == "company":
            names = {plain(name) for name in (entry.name, *entry.also)}
            return sorted({slug for name in names for slug in self._by_legal.get(name, ())})
        return sorted(self._named(entry.name) or self._of_maker(entry) or self._at(entry.hosts))

    def _named(self, name: str) -> set[str]:
        for spelled in dict.fromkeys((name, BRACKETS.sub("", name).strip(), _edition_off(name))):
            found = self._by_name.get(plain(spelled), set()) if spelled else set()
            if found:
                return found
        return set()

    def _of_maker(self, entry: Entry) -> set[str]:
        """A product that begins with the name of a tool of its maker.

        Where the maker is called as the tool is, anything may follow the name; else only words that name no product.
        """
        for maker in _spellings(entry.maker or ""):
            own = self._by_name.get(plain(maker), set())
            theirs = {slug for company in _companies(maker) for slug in self._by_vendor.get(company, set())}
            rests = {slug: _rest(entry.name, self._names[slug]) for slug in own | theirs}
            found = {
                slug for slug, rest in rests.items() if rest is not None and (slug in own or GENERIC.fullmatch(rest))
            }
            if found:
                longest = max(len(self._names[slug]) for slug in found)
                return {slug for slug in found if len(self._names[slug]) == longest}
        return set()

    def _of_company(self, company: str) -> set[str]:
        return self._by_vendor.get(company, set()) | self._by_name.get(company, set())

    def _at(self, hosts: Iterable[str]) -> set[str]:
        for host in hosts:
            found = self._by_host.get(host.casefold().removeprefix("www."), set())
            if found:
                return found
        return set()

    def _learn_names(self, session: Session) -> None:
        names = select(ToolName.name, Tool.slug).join(Tool, col(ToolName.tool_id) == col(Tool.id))
        current = names.where(col(ToolName.retracted_at).is_(None), col(ToolName.kind).in_(NAME_KINDS))
        for name, slug in session.exec(current):
            self._by_name[plain(name)].add(slug)

    def _learn_hosts(self, session: Session) -> None:
        hosts = select(Domain.host, Tool.slug).join(Tool, col(Domain.tool_id) == col(Tool.id))
        for host, slug in session.exec(hosts.where(col(Domain.retracted_at).is_(None), Domain.kind == "web")):
            self._by_host[host].add(slug)


def _rest(product: str, tool: str) -> str | None:
    """Give what follows a tool's name in a product's, None where that does not begin with it."""
    rest = product[len(tool) :]
    begins = product.casefold().startswith(tool.casefold()) and not rest[:1].isalnum()
    return rest if begins else None


def _companies(name: str) -> list[str]:
    """Give the plain names of a company: as written without its legal form, and what stands in brackets."""
    parts = [BRACKETS.sub("", name), *BRACKETS.findall(name)]
    return [found for part in parts for found in [plain(_spellings(part)[-1])] if found] if name else []


def _legal_names(name: str) -> list[str]:
    """Give the plain legal names of a company, its legal form among them; one word is no legal name."""
    return [plain(part) for part in (BRACKETS.sub("", name), *BRACKETS.findall(name)) if len(part.split()) > 1]


def _spellings(company: str) -> list[str]:
    """Give a company's name as it stands, and without its legal form."""
    short = company.strip().rstrip(".")
    while LEGAL.search(short):
        short = LEGAL.sub("", short).strip().rstrip(".,")
    return list(dict.fromkeys(name for name in (company.strip(), short) if name)) or [""]


def _edition_off(name: str) -> str:
    short = BRACKETS.sub("", name).strip()
    while EDITION.search(short):
        short = EDITION.sub("", short).strip()
    return short
