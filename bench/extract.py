"""All extractors on a page of 117 KB beside building BeautifulSoup's whole tree (lxml) and reading its text.

Vendors' pages are generated: a navigation with menus, plan cards, a matrix, prose, a long tail of markup.
"""

from bs4 import BeautifulSoup

from beside import compare
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


def page() -> bytes:
    """Give a pricing page as vendors' builders write them: much markup, little text."""
    menu = "".join(
        f'<li class="nav__item nav__item--{at}"><a class="nav__link" href="/p/{at}">Product {at}</a></li>'
        for at in range(120)
    )
    cards = "".join(
        f'<div class="card card--{at}"><div class="card__head"><h3 class="card__name">{name}</h3>'
        f'<p class="card__price"><span>${at * 7}</span><small>per user / month</small></p></div>'
        f'<ul class="card__list">{"".join(f"<li class=check><span>{one}</span></li>" for one in FEATURES[: at * 2])}</ul></div>'
        for at, name in enumerate(PLANS)
    )
    head = "".join(f"<th>{name}</th>" for name in PLANS)
    rows = "".join(
        f"<tr><td>{one}</td>{''.join(f'<td><i class=icon-{mark}></i></td>' for mark in ('cross', 'cross', 'check', 'check'))}</tr>"
        for one in FEATURES
    )
    start = (
        f"<!doctype html><html><head><title>Pricing</title><style>{'.a{color:red}' * 400}</style></head><body>"
        f'<nav><ul class="nav">{menu}</ul></nav><main><h1>Pricing</h1><div class="cards">{cards}</div>'
        f"<table><tr><th></th>{head}</tr>{rows}</table>"
    )
    parts = [start]
    length = len(start)
    number = 0
    while length < SIZE - 100:
        part = (
            f'<section class="block block--{number % 7} u-pad-{number % 5}" data-id="{number}" aria-label="Part {number}">'
            f'<div class="block__inner grid grid--{number % 4}"><div class="col col--{number % 12}"><span class="icon icon--{number % 9}">'
            f'</span><h2 class="block__title">Chapter {number}</h2><p class="block__text">{prose(number)}</p>'
            f'<a class="link link--more" href="/chapter/{number}" data-track="chapter-{number}">Read on</a></div></div></section>'
        )
        parts.append(part)
        length += len(part)
        number += 1
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
