"""All extractors on a page beside building BeautifulSoup's whole tree (lxml), or parsel's, and reading its text.

`python bench/extract.py [FOLDER]`: on a generated page of 117 KB, and on the saved pages of a folder, HTML and Markdown
apart: in Markdown there is next to nothing for a parser of HTML to build, so its time per megabyte is told too. parsel
is compared where it is installed. Vendors' pages are generated:
menus, plan cards, a matrix, prose, a long tail of markup. Before each round everything that is kept of texts once read
is forgotten, as if each page came for the first time. Times are the processor's.
"""

import sys
import time
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from beside import compare
from bs4 import BeautifulSoup

from scrapers import extract, patterns
from scrapers.page import read

SIZE = 117 * 1024
PLANS = ("Free", "Team", "Business", "Enterprise")
FEATURES = (
    "SAML SSO",
    "SCIM provisioning",
    "Audit log",
    "Legal hold",
    "Custom retention",
    "Guests",
    "Themes",
    "Widgets",
)
FACTS = (
    "All data is encrypted at rest with AES-256 and in transit with TLS 1.3.",
    "An independent firm repeats the penetration test each year.",
    "We are SOC 2 Type II certified.",
)
WORDS = (
    "people choose a colour and a font then the picture moves to where it was put by those who came back later".split()
)


def prose(number: int) -> str:
    """Give a sentence about nothing, and on every thirtieth a fact."""
    turned = WORDS[number % 7 :] + WORDS[: number % 7]
    said = f"In chapter {number}, {' '.join(turned)}."
    return f"{FACTS[number // 30 % len(FACTS)]} {said}" if number % 30 == 0 else said


def tag(name: str, classes: str, inside: str) -> str:
    """Give an element."""
    return f'<{name} class="{classes}">{inside}</{name}>'


def menu() -> str:
    """Give a navigation of 120 links."""
    items = (tag("li", f"nav__item nav__item--{at}", f'<a href="/p/{at}">Product {at}</a>') for at in range(120))
    return f"<nav><ul>{''.join(items)}</ul></nav>"


def cards() -> str:
    """Give a card for each plan, with its price and features."""
    made = []
    for at, name in enumerate(PLANS):
        price = tag("p", "card__price", f"<span>${at * 7}</span><small>per user / month</small>")
        features = "".join(tag("li", "check", f"<span>{one}</span>") for one in FEATURES[: at * 2])
        made.append(tag("div", f"card card--{at}", f"<h3>{name}</h3>{price}<ul>{features}</ul>"))
    return tag("div", "cards", "".join(made))


def matrix() -> str:
    """Give a comparison with icons."""
    answers = "".join(f"<td><i class=icon-{mark}></i></td>" for mark in ("cross", "cross", "check", "check"))
    head = "".join(f"<th>{name}</th>" for name in PLANS)
    rows = "".join(f"<tr><td>{one}</td>{answers}</tr>" for one in FEATURES)
    return f"<table><tr><th></th>{head}</tr>{rows}</table>"


def chapter(number: int) -> str:
    """Give a section as page builders nest it."""
    link = f'<a class="link link--more" href="/chapter/{number}" data-track="chapter-{number}">Read on</a>'
    text = f'<h2 class="block__title">Chapter {number}</h2>{tag("p", "block__text", prose(number))}{link}'
    column = tag("div", f"col col--{number % 12}", tag("span", f"icon icon--{number % 9}", "") + text)
    return tag("section", f"block block--{number % 7} u-pad", tag("div", f"grid grid--{number % 4}", column))


def page() -> bytes:
    """Give a pricing page as vendors' builders write them: much markup, little text."""
    style = f"<style>{'.a{color:red}' * 400}</style>"
    parts = [f"<!doctype html><html><head><title>Pricing</title>{style}</head><body>{menu()}<main>{cards()}{matrix()}"]
    while len("".join(parts)) < SIZE - 100:
        parts.append(chapter(len(parts)))
    return "".join([*parts, "</main></body></html>"]).encode()


@cache
def kept() -> list[Callable[[], None]]:
    """Give what forgets what is kept of pages and texts; patterns and extractors stay."""
    extract.each(read(b"<p>All of it is loaded now.", kind="pricing", file_name="page.html"))
    read(b"And that.", file_name="page.md")
    modules = [module for name, module in sys.modules.items() if name.startswith("scrapers.")]
    found = {id(one): one for module in modules for one in vars(module).values() if hasattr(one, "cache_clear")}
    return [one.cache_clear for one in found.values() if one not in (patterns.in_place, extract.loaded)]


def forget() -> None:
    """Forget all that is kept of pages and texts."""
    for one in kept():
        one()


def of_soup(text: str) -> None:
    """Build BeautifulSoup's tree and read its text."""
    BeautifulSoup(text, "lxml").get_text(" ")


def of_parsel(text: str) -> None:
    """Build parsel's tree and read its text."""
    from parsel import Selector

    " ".join(Selector(text).xpath("//text()").getall())


def on(what: str, pages: list[tuple[bytes, str, str]], rounds: int) -> None:
    """Compare on some pages (bytes, name, kind)."""
    texts = [body.decode("utf-8", "replace") for body, _, _ in pages]
    size = sum(len(body) for body, _, _ in pages) // 1024
    sys.stdout.write(f"{what}: {len(pages)} pages, {size} KB, {_per_megabyte(pages):.2f} s per MB\n")

    def ours() -> None:
        forget()
        for body, name, kind in pages:
            extract.each(read(body, kind=kind, file_name=name))

    def theirs(one: Callable[[str], None]) -> Callable[[], None]:
        return lambda: [one(text) for text in texts] and None

    compare(("all extractors", "BeautifulSoup's tree and text"), ours, theirs(of_soup), rounds, time.process_time)
    if find_spec("parsel"):
        compare(("all extractors", "parsel's tree and text"), ours, theirs(of_parsel), rounds, time.process_time)


def _per_megabyte(pages: list[tuple[bytes, str, str]]) -> float:
    """Give how many seconds a megabyte takes, the second time, when all patterns are compiled."""
    for _ in range(2):
        forget()
        began = time.process_time()
        for body, name, kind in pages:
            extract.each(read(body, kind=kind, file_name=name))
        taken = time.process_time() - began
    return taken / sum(len(body) for body, _, _ in pages) * 1e6


def saved(folder: str, names: str) -> list[tuple[bytes, str, str]]:
    """Give the pages of a folder whose names are like that; each one's kind is told by its name."""
    kinds = ("pricing", "security", "compliance", "terms", "privacy", "help")
    files = sorted(Path(folder).glob(names))
    return [(one.read_bytes(), one.name, next((kind for kind in kinds if kind in one.stem), "dpa")) for one in files]


def main(folder: str = "") -> None:
    """Compare over some rounds."""
    on("generated", [(page(), "page.html", "pricing")], 21)
    for kind, names in (("HTML", "*.html"), ("Markdown", "*.md")) if folder else ():
        pages = saved(folder, names)
        if pages:
            on(f"{folder}, {kind}", pages, 5)


if __name__ == "__main__":
    main(*sys.argv[1:2])
