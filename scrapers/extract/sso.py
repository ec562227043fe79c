"""Single sign-on by SAML (or unnamed), for the customer's people.

Traps: the vendor's own staff signing on; sign-in with a consumer account ("SSO with ..."), which is a no for its plan.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import subject
from scrapers.reading.feature import Feature, read

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other", "privacy"}
_SSO = r"(?:SAML(?:[ -]?2(?:\.0)?)?|SSO|single[- ]sign[- ]?on)\b"
_ACCOUNTS = r"[A-Z]\w+(?:(?:,| and| or|, and|, or| &) [A-Z]\w+)*"
_DOES = r"(?!(?:Configur|Enabl|Enforc|Set|Us[ei]|Add|About|Manag|Test|Creat|Switch|Turn|Disabl|Support)\w*\s)"
_OF_PRODUCT = (
    r"unlimited|single|full|integrated|teams?|business|native|mandatory|optional|users?|admins?|domain|multiple|unified"
    r"|secure|external|company|organi[sz]ation|passwordless|seamless|simple|complete|dashboards?|portal|console"
    r"|workspace|platform|web|apps?|mobile|account|customer|employee|staff|end-user|flexible|universal|multi"
)
"""What sign-on may be of, or how, and no account of somebody else's."""
_SOCIAL = re.compile(
    rf"\A\W*{_DOES}(?:(?i:SSO|single[- ]sign[- ]?on|OAuth) (?i:with|via|through|by) {_ACCOUNTS}"
    rf"|(?!(?i:{_OF_PRODUCT})\b){_ACCOUNTS} SSO(?: only)?|(?!SSO|Single|Sign|Yes|Included)[A-Z]\w+"
    rf"(?:(?:,| and| or|, and|, or| &) [A-Z]\w+)+)\W*\Z"
)
_PERSONAL = re.compile(
    r"\b[A-Z]\w+(?:,? (?:and|or|&) [A-Z]\w+)+ (?:SSO|OAuth|sign[- ]in|login)\b|\b(?:SSO"
    r"|sign[- ]in|log ?in) (?:with|via|using) (?!SSO\b|SAML\b|single\b)[A-Z]\w+(?:,? (?:and|or"
    r"|&) [A-Z]\w+)*\b(?!.{0,20}SAML)"
)
_OF_STANDARD = (
    r"\b(?:SAML|OIDC|OpenID|LDAP|ADFS|IdP|identity provider|directory|basic|managed|advanced|okta|entra|azure"
    r"|onelogin|jumpcloud|ping\w*|auth0"
    r"|enforc\w+|custom|included|enterprise|standard)\b"
)
_STANDARD = re.compile(_OF_STANDARD, re.IGNORECASE)
_ACCOUNT_ONLY = re.compile(
    rf"\A\W*{_DOES}(?!(?i:.*{_OF_STANDARD}))(?!(?i:{_OF_PRODUCT})\b){_ACCOUNTS} (?:SSO|[Ss]ingle"
    r"[ -][Ss]ign[- ]?[Oo]n|[Ss]ign[- ]on)\W*\Z"
)
"""A row of its own for signing in with accounts that anybody has ("Acme SSO" of somebody else's)."""


def _social(text: str) -> str | None:
    """Say no where only sign-in with named consumer accounts is offered."""
    if _STANDARD.search(text):
        return None
    return (
        "no"
        if _SOCIAL.match(text.strip()) and len(text) < 60 and " " in text.strip() or _PERSONAL.search(text)
        else None
    )


_FEATURE = Feature(
    fact="sso_saml",
    words=("saml", "sso", "single sign", "single-sign"),
    label=re.compile(rf"\b{_SSO}", re.IGNORECASE),
    claims=(re.compile(rf"(?<!non-)\b{_SSO}", re.IGNORECASE),),
    unless=re.compile(
        r"\b(?:social (?:login|sign|sso)(?![^.;]*\bSAML\b)|OAuth only|hosted on (?-i:[A-Z])\w+ (?:with )?(?:SAML|SSO)"
        r"|if you (?:already )?have (?:an? |your )?(?:(?-i:[A-Z])\w+ )+(?:SSO|SAML))\b",
        re.IGNORECASE,
    ),
    of_cell=_social,
    not_label=_ACCOUNT_ONLY,
    settles=True,
)


_OPTION = re.compile(r"\W*(?:this|it) is optional\b", re.IGNORECASE)
"""A step that may be left out when it is set up says of nothing what it costs."""


def _into_own(text: str, page: Page) -> bool:
    """Tell whether one signs on to the vendor itself ("To integrate SSO with Acme"), rather than with an account."""
    found = _WITH.search(text)
    return found is not None and subject.is_vendor(found["name"], page)


def _with_account(text: str, page: Page) -> bool:
    """Tell whether it is about signing on with an account at one other company ("use Acme SSO"), no standard named."""
    found = _BY_ACCOUNT.search(text)
    return found is not None and not _STANDARD.search(text) and not subject.is_vendor(found["name"], page)


_BY_ACCOUNT = re.compile(
    rf"\b(?i:use|using|via|through) (?!(?i:{_OF_PRODUCT})\b)(?P<name>[A-Z]\w+) (?:SSO\b|[Ss]ingle[ -][Ss]ign)"
)
_WITH = re.compile(r"\b(?:SSO|sign[- ]in|log ?in) (?:with|via|using) (?P<name>[A-Z]\w+)")


def extract(page: Page) -> Iterator[Finding]:
    """Give `sso_saml`."""
    for finding in read(page, _FEATURE):
        if (
            page.kind == "privacy" and finding.value != "no" and "SAML" not in finding.quote
        ):  # there, one mostly signs on with other accounts
            continue
        if _OPTION.match(finding.quote) or finding.value == "no" and _into_own(finding.quote, page):
            continue
        if finding.value == "yes" and _with_account(finding.quote, page):
            continue
        if finding.value != "no" or finding.plan or not _social(finding.quote):
            yield finding
