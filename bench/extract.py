"""All extractors on a page of 117 KB beside building BeautifulSoup's whole tree (lxml) and reading its text.

Vendors' pages are generated: a navigation with menus, plan cards, a matrix, prose, a long tail of markup.
"""

from beside import compare
from bs4 import BeautifulSoup

from scrapers import extract
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


def main() -> None:
    """Compare over 21 rounds."""
    body = page()
    text = body.decode()
    print(f"a page of {len(body) // 1024} KB, {len(extract.each(read(body, kind='pricing')))} statements")
    compare(
        ("all extractors", "BeautifulSoup's tree and text"),
        lambda: extract.each(read(body, kind="pricing")),
        lambda: BeautifulSoup(text, "lxml").get_text(" "),
        rounds=21,
    )


if __name__ == "__main__":
    main()
