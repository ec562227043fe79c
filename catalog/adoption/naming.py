"""What exports call a tool, to the tool: apps and OAuth clients, titles of software, descriptors of card statements.

A name that is also a word of everyday language, or very short, stands for the tool only where nothing else in the text
says otherwise: "SLACK T01ABCDE" is Slack, "SLACK TIDE BREWERY" is nobody we know. Wrong is worse than unknown.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalog import search
from catalog.adoption.commonwords import COMMON
from catalog.discovery.match import Match, Matcher, matcher
from catalog.models.tool import Tool, ToolName

SHORT = 4
JOINED = 6  # "CHAT GPT" is ChatGPT; shorter names are not put together from pieces ("ON 24 HOUR" is not ON24)
LONGEST = 6  # words of a name
HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,24})(?=[/:\s,;]|$)")
CODE = re.compile(r"(?=.*\d)[a-z0-9]+|[a-z]")
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
FOLLOWS = frozenset(("for", "by", "with", "in", "on", "via", "from"))
AROUND_APPS = frozenset(
    """
    account add addin addon admin alpha android app application apps arm64 beta bit bot business chrome classic
    client clipper cloud companion connect connector console corporate desktop dev edge edition enterprise exe
    extension firefox google host inc installer integration internal ios ipad iphone launcher licence licences
    license licenses linux llc login mac machine macos manager meeting microsoft mobile msi new notifications oauth
    oidc online outlook pkg platform plugin portal prod production professional safari saml sandbox scim seat seats
    service setup sign signon sso staging store subscription suite sync test the tool tools uninstaller updater user
    version web wide win win64 windows workspace x64 x86
    """.split()
)
AROUND_MERCHANTS = frozenset(
    """
    ab ag annual annually ads auto automatic autopay basic bill billed billing bv business card charge co com
    company corp corporation credits enterprise fee fees gmbh hq inc incorporated intl internet international
    invoice labs limited llc ltd membership month monthly online oy paid payment payments plan plus premium pro pty
    purchase recurring renew renewal sa saas sarl seats service services software starter subs subscr subscription
    subscriptions team team's technologies technology topup upgrade usa usd video workspace www year yearly
    """.split()
)
TAKERS = frozenset(  # they take money for others: what stands after the star is the merchant
    """
    2checkout 2co adyen aplpay braintree checkout cleverbridge dri digitalriver ebanx fastspring fs gpay gumroad izettle
    klarna paddle paddlenet paypal pp pypl razorpay shopify sp sq square stripe sumup tst venmo wl zettle zlr appstore
    """.split()
)
BILLS = ("apple.com/bill", "itunes.com/bill", "google.com/pay", "amzn.com/bill")  # whatever is bought there
SOFTWARE = re.compile(r"software|saas|computer|cloud|subscription|digital goods|information serv|data proc", re.I)
ELSEWHERE = re.compile(
    r"restaurant|food|bar\b|bars\b|dining|meal|cafe|coffee|bakery|grocer|travel|hotel|lodging|airline|flight|taxi|"
    r"rideshare|fuel|gasoline|gas station|parking|clothing|apparel|shoes|medical|doctor|dentist|beauty|hair|fitness|"
    r"gym|hardware|furniture|florist|alcohol|liquor|car rental|automotive|toll",
    re.I,
)
ELSEWHERE_CODES = re.compile(r"3\d{3}|4[15]\d\d|541\d|554\d|58\d\d|70\d\d|56\d\d|80\d\d")  # travel, meals, care
SOFTWARE_CODES = frozenset("4816 4899 5045 5734 5815 5816 5817 5818 5968 7311 7372 7374 7375 7379 8999".split())


@dataclass(frozen=True, slots=True)
class Called:
    """The tool of a name; `own`: it is the tool's very name; `plainly`: the name means nothing else."""

    match: Match
    own: bool
    plainly: bool


class Names:
    """Knows tools by what exports call them."""

    def __init__(self, hosts: Matcher, called: dict[str, Called]) -> None:
        self._hosts = hosts
        self._called = called

    def host(self, text: str) -> Match | None:
        """Give the tool of a host or URL, with the tenant that it shows."""
        found = HOST.match(text.strip().lower())
        return self._hosts.find(found[1]) if found else None

    def app(self, name: str) -> Match | None:
        """Give the tool of an app: an SSO label, an OAuth client, an extension."""
        found = self.host(name) if HOST.fullmatch(name.strip().lower()) else None
        return found or self._titled(name)

    def software(self, title: str, publisher: str = "") -> Match | None:
        """Give the tool of installed software by its title, which may begin with its publisher."""
        found = self._titled(title)
        said, maker = words(title), words(publisher)[:1]
        if found is None and maker and said[:1] == maker:
            found = self._titled(" ".join(said[1:]))
        return found

    def merchant(self, descriptor: str, category: str = "") -> Match | None:
        """Give the tool of a merchant on a card statement; `category` in words or as its code (MCC), where told."""
        text = " ".join(descriptor.lower().split())
        if any(bill in text for bill in BILLS):
            return None
        pieces = [piece.strip() for piece in text.split("*") if piece.strip()]
        if len(pieces) > 1 and "".join(words(pieces[0])) in TAKERS:
            pieces = pieces[1:]
        for piece in pieces:
            found = self.host(piece)
            if found is not None:
                return found
        if (ELSEWHERE.search(category) and not SOFTWARE.search(category)) or ELSEWHERE_CODES.fullmatch(
            category.strip()
        ):
            return None
        lenient = SOFTWARE.search(category) is not None or category.strip() in SOFTWARE_CODES
        for place in range(len(pieces) - 1, -1, -1):
            after = [word for piece in pieces[place + 1 :] for word in words(piece)]
            found = self._paid(pieces[place], after, lenient)
            if found is not None:
                return found
        return None

    def _titled(self, title: str) -> Match | None:
        bare = BRACKETS.sub(" ", title)
        for called, rest in self._begins(words(bare)):
            if called.plainly or not rest or rest[0] in FOLLOWS or _all(rest, AROUND_APPS):
                return called.match
        return None

    def _paid(self, piece: str, after: Sequence[str], lenient: bool) -> Match | None:
        for called, rest in self._begins(words(piece)):
            around = [*rest, *after]
            if called.plainly or (called.own and (lenient or _all(around, AROUND_MERCHANTS))):
                return called.match
        return None

    def _begins(self, said: Sequence[str]) -> Iterator[tuple[Called, list[str]]]:
        """Give the names that a text begins with, the longest first, and the words that follow."""
        for count in range(min(LONGEST, len(said)), 0, -1):
            name = "".join(said[:count])
            called = self._called.get(name)
            if called is not None and (count == 1 or len(name) >= JOINED):
                yield called, list(said[count:])


def names(session: Session) -> Names:
    """Give what the store knows of the tools' names now. A name of two tools tells neither, unless it is one's own.

    Two that were merged are one there; what a name shows is recorded as what it was seen as all the same.
    """
    called: dict[str, Called] = {}
    shared: set[str] = set()
    into = search.merged(session)
    tools = {tool.id: tool for tool in session.exec(select(Tool).order_by(col(Tool.slug)))}

    def one(tool_id: int | None) -> int | None:
        return into[tool_id].id if tool_id in into else tool_id

    others = session.exec(select(ToolName.tool_id, ToolName.name).where(col(ToolName.retracted_at).is_(None))).all()
    own = [(tool.id, name) for tool in tools.values() for name in (tool.name, tool.slug)]
    for is_own, rows in ((True, own), (False, list(others))):
        for tool_id, name in rows:
            key, tool = "".join(words(name)), tools[tool_id]
            known = called.get(key)
            if not key or (known is not None and (known.own or one(known.match.tool_id) == one(tool.id))):
                continue
            if known is not None:
                shared.add(key)
            called[key] = Called(Match(tool.id or 0, tool.slug), is_own, _plainly(name))
    return Names(matcher(session), {key: known for key, known in called.items() if key not in shared})


def words(text: str) -> list[str]:
    """Give the words of a text: lower case, without accents; letters and digits alone."""
    flat = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    return re.findall(r"[^\W_]+", "".join(letter for letter in flat if not unicodedata.combining(letter)))


def _plainly(name: str) -> bool:
    said = words(name)
    joined = "".join(said)
    return len(joined) > SHORT and not (len(said) == 1 and joined in COMMON)


def _all(rest: Sequence[str], known: frozenset[str]) -> bool:
    return all(word in known or CODE.fullmatch(word) for word in rest)
