"""What a page states, fact by fact: every file of this folder reads one family of facts.

A module is the plugin: `KINDS` (kinds of page worth reading) and `extract(page)`. Its patterns are written as `re` has
them, by `from scrapers import patterns as re`, which asks RE2 first.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapers.finding import Finding
    from scrapers.page import Page


def each(page: Page) -> list[Finding]:
    """Give what all extractors find on the page, each statement once, in the page's order."""
    from scrapers.finding import distinct
    from scrapers.reading import subject

    found = (
        _plainly(finding, page) for plugin in loaded() if page.kind in plugin.KINDS for finding in plugin.extract(page)
    )
    if subject.compares(page) or subject.teaches(page):
        found = (finding for finding in found if subject.is_own(finding.quote, page))
    return distinct(found)


def _plainly(finding: Finding, page: Page) -> Finding:
    """Give a feature under the plain name of its plan; prices keep the name under which a product is sold."""
    if not finding.plan or finding.fact.startswith(("plan_", "free_")):
        return finding
    from dataclasses import replace

    from scrapers.reading import subject

    plan = subject.without_vendor(finding.plan, page)
    return finding if plan == finding.plan else replace(finding, plan=plan)


@cache
def loaded() -> tuple[ModuleType, ...]:
    """Give the extractors, sorted by name."""
    import scrapers.extract as folder
    from catalog import plugins

    return tuple(plugins.each(folder))
