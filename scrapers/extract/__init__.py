"""What a page states, fact by fact: every file of this folder reads one family of facts.

A module is the plugin: `KINDS` (kinds of page worth reading) and `extract(page)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapers.finding import Finding
    from scrapers.page import Page


def each(page: Page) -> list[Finding]:
    """Give what all extractors find on the page, each statement once, in the page's order."""
    import scrapers.extract as folder
    from catalog import plugins
    from scrapers.finding import distinct

    found = [
        finding for plugin in plugins.each(folder) if page.kind in plugin.KINDS for finding in plugin.extract(page)
    ]
    return distinct(found)
