"""What exports call a tool: descriptors of card statements, labels of apps, titles of software; no guesses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from catalog.adoption import naming
from catalog.adoption.naming import Names
from catalog.discovery.match import Matcher
from catalog.models.tool import Tool
from catalog.store import Store

MERCHANTS = {
    "TRELLO.COM* ATLASSIAN": "trello",
    "TRELLO.COM* ATLASSIAN HTTPSTRELLO.C NY": "trello",
    "ATLASSIAN* JIRA": "jira",
    "SLACK T01ABCD2EFG": "slack",
    "SLACK T01ABCD2EFG SUBSCRIPTION": "slack",
    "Slack": "slack",
    "Slack Technologies Ltd": "slack",
    "ZOOM.US 888-799-9666": "zoom",
    "ZOOM.US 888-799-9666 SAN JOSE CA": "zoom",
    "Zoom Video Communications": "zoom",
    "DROPBOX*7XK2M9PQ1": "dropbox",
    "DROPBOX*7XK2M9PQ1 DB.TT/CCHELP": "dropbox",
    "OPENAI *CHATGPT SUBSCR": "chatgpt",
    "CHAT GPT SUBSCRIPTION": "chatgpt",
    "PAYPAL *DROPBOX": "dropbox",
    "PAYPAL *NOTION": "notion",
    "SP * GRAMMARLY": "grammarly",
    "PADDLE.NET* 1PASSWORD": "1password",
    "NOTION LABS, INC.": "notion",
    "NOTION.SO": "notion",
    "MIRO.COM": "miro",
    "https://www.figma.com/billing": "figma",
    "FIGMA MONTHLY RENEWAL": "figma",
    "CANVA* I04123-21345678": "canva",
    "INTUIT *QUICKBOOKS ONLINE": "quickbooks",
    "GOOGLE *GSUITE_acme.com": "google-workspace",
    "GOOGLE*GSUITE ACME": "google-workspace",
    "MONDAY.COM LTD": "monday",
    "GITHUB, INC.": "github",
    "BOX, INC.": "box",
    "BOX": "box",
    "Zapier.com/charge": "zapier",
    "CALENDLY": "calendly",
}
NOBODY = [
    "SLACK TIDE BREWERY", "ZOOM CAR WASH 42 AUSTIN", "BOX LUNCH CAFE", "MONDAY NIGHT BREWING ATLANTA", "NOTION COFFEE",
    "SQUARE *JOES PIZZA", "SQ *COFFEE ROASTERS", "SQUARE ENIX STORE", "LOOM STATE DENIM", "LINEAR PARKING LOT 4",
    "SIGNAL STREET GARAGE", "OTTER CREEK LODGE", "BUFFER ZONE PAINTBALL", "TEAMS SPORTS BAR", "WORD BOOKSTORE BROOKLYN",
    "EXCEL FITNESS CENTER", "MEET MARKET DELI", "LINE FRIENDS NEW YORK", "X", "APPLE.COM/BILL", "AMZN.COM/BILL WA",
    "MSFT * E0300ABCDE", "PAYPAL *JOHNDOE", "STRIPE *BAKERY", "ON 24 HOUR FITNESS", "GO TO TACOS", "UNITED AIRLINES",
    "STARBUCKS 0421", "CLAUDE MONET MUSEUM", "GEMINI JEWELERS", "DISCORD RECORD SHOP", "MIRO RESTAURANT BARCELONA",
    "ASANA YOGA STUDIO", "CODA MUSIC SCHOOL", "JASPER NATIONAL PARK", "WISE MARKET", "", "   ", "***", "*", "123456",
    "THE DROPBOX CAFE", "FLYING BOX KITES", "BOXER SHORTS", "TRELLOS TAVERN",
]  # fmt: skip
APPS = {
    "Slack": "slack",
    "Slack (Production)": "slack",
    "Slack - SSO": "slack",
    "Zoom for Google Workspace": "zoom",
    "calendly.com": "calendly",
    "acme.slack.com": "slack",
    "Trello for Slack": "trello",
    "Grammarly: AI Writing and Grammar Checker App": "grammarly",
    "Notion Web Clipper": "notion",
}
UNKNOWN_APPS = [
    "Line counter",
    "Square - colour picker",
    "Sketch pad",
    "Signal analyser",
    "Intranet",
    "Payroll SSO",
    "",
    "-",
]
TITLES = {
    ("Slack", ""): "slack",
    ("Slack Machine-Wide Installer 4.39.95", "Slack Technologies"): "slack",
    ("Zoom (64-bit)", ""): "zoom",
    ("Zoom Workplace (64-bit)", "Zoom Video Communications, Inc."): "zoom",
    ("Zoom.us.app", ""): "zoom",
    ("Microsoft Teams classic", "Microsoft Corporation"): "microsoft-teams",
    ("Teams Machine-Wide Installer", "Microsoft"): "microsoft-teams",
    ("Slack Business+", "Slack"): "slack",
    ("Dropbox 201.4.5551", "Dropbox, Inc."): "dropbox",
    ("TeamViewer", ""): "teamviewer",
    ("1Password.app", ""): "1password",
}
UNKNOWN_TITLES = [
    "Microsoft Visual C++ 2019 Redistributable", "Google Chrome", "7-Zip 22.01 (x64)", "Box2D", "Line 6 Helix Native",
    "Windows Signal Tools", "Linear Algebra Workbench",
]  # fmt: skip


@pytest.fixture
def known(filled_store: Store) -> Names:
    with filled_store.session() as session:
        return naming.names(session)


def test_descriptors_of_card_statements_are_the_tools_they_pay_for(known: Names) -> None:
    found = {said: known.merchant(said) for said in MERCHANTS}
    assert {said: match.slug if match else None for said, match in found.items()} == MERCHANTS


def test_common_words_and_shops_are_no_tools(known: Names) -> None:
    found = {said: match.slug for said in NOBODY if (match := known.merchant(said)) is not None}
    assert found == {}


def test_what_the_merchant_sells_settles_a_common_word(known: Names) -> None:
    told = [known.merchant("Notion San Francisco", kind) for kind in ("", "Software", "5734", "Restaurants")]
    assert [match.slug if match else None for match in told] == [None, "notion", "notion", None]
    assert [known.merchant("Dropbox diner", kind) for kind in ("Restaurants", "5812")] == [None, None]


def test_apps_are_known_by_their_labels(known: Names) -> None:
    found = {said: known.app(said) for said in APPS}
    assert {said: match.slug if match else None for said, match in found.items()} == APPS
    assert known.app("acme.slack.com") == known.host("https://acme.slack.com/x")
    assert [said for said in UNKNOWN_APPS if known.app(said)] == []


def test_software_is_known_by_its_title(known: Names) -> None:
    found = {said: known.software(*said) for said in TITLES}
    assert {said: match.slug if match else None for said, match in found.items()} == TITLES
    assert {said: match.slug for said in UNKNOWN_TITLES if (match := known.software(said))} == {}


def test_every_tool_is_known_by_its_own_name_as_an_app(filled_store: Store, known: Names) -> None:
    with filled_store.session() as session:
        tools = dict(session.exec(select(Tool.name, Tool.slug)).all())
    found = {name: known.app(name) for name in tools}
    assert {name: match.slug if match else None for name, match in found.items()} == tools


@given(text=st.text(max_size=60), category=st.sampled_from(["", "Software", "5812"]))
def test_no_text_breaks_the_matching(text: str, category: str) -> None:
    empty = Names(Matcher({}), {})
    assert (empty.merchant(text, category), empty.app(text), empty.software(text, text)) == (None, None, None)
