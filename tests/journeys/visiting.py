"""A visit in a real browser: pages opened as somebody, what the console said, what axe found."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, expect

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = (1280, 720), (390, 844)
PATIENCE = 30_000  # milliseconds: a machine may have much else to do, and no test is about time
expect.set_options(timeout=PATIENCE)
EXPECTED = "Failed to load resource: the server responded with a status of "
FOUND = """axe.run(%s).then(found => JSON.stringify(found.violations.map(
    each => each.id + ': ' + each.nodes.map(node => node.html.slice(0, 200)).join(' | '))))"""
BY_LOOK = (  # what another width or theme changes: what is seen, how large, how well, and what only it shows
    "aria-hidden-focus", "button-name", "color-contrast", "label", "link-in-text-block", "link-name",
    "scrollable-region-focusable", "target-size",
)  # fmt: skip
Theme = Literal["light", "dark"]


@dataclass
class Visit:
    """A browser's window on the application. `said` is what its console said."""

    context: BrowserContext
    address: str
    said: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page in a tab of its own, whatever its status."""
        tab = self.context.new_page()
        tab.on("console", lambda message: self.said.append(f"{tab.url}: {message.text}"))
        tab.on("pageerror", lambda error: self.said.append(f"{tab.url}: {error}"))
        return self.turn(tab, path)

    def turn(self, tab: Page, path: str) -> Page:
        """Turn a tab to a page, whatever its status."""
        tab.goto(self.address + path, wait_until="load")
        return tab

    @property
    def complaints(self) -> list[str]:
        """What the console said, but for the status of pages that are errors on purpose."""
        return [each for each in self.said if EXPECTED not in each]


@contextmanager
def visit(
    browser: Browser,
    address: str,
    person: str = "anna",
    *,
    size: tuple[int, int] = WIDE,
    theme: Theme = "light",
    script: bool = True,
) -> Iterator[Visit]:
    """Open a window as somebody; it closes with the block."""
    # No motion: a crossfade that the next page cuts short is told by the browser as an error of the page.
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=theme,
        reduced_motion="reduce",
        java_script_enabled=script,
    )
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "byot_person", "value": person, "url": address}])
    try:
        yield Visit(context, address)
    finally:
        context.close()


def look(tab: Page, size: tuple[int, int], theme: Theme) -> None:
    """See an open page in another size and theme."""
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    tab.emulate_media(color_scheme=theme)


@contextmanager
def axe(tab: Page) -> Iterator[Callable[..., list[str]]]:
    """Give what asks axe about the page that is open, by all of its rules or some of them.

    It runs in a world of its own, so that the page's policy stays as it is, and is loaded once.
    """
    channel = tab.context.new_cdp_session(tab)
    frame = channel.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = channel.send("Page.createIsolatedWorld", {"frameId": frame})["executionContextId"]
    _evaluate(channel, world, AXE.read_text(encoding="utf-8"))

    def ask(*rules: str) -> list[str]:
        wanted = {"runOnly": rules} if rules else {}
        told = _evaluate(channel, world, FOUND % json.dumps(wanted), awaitPromise=True)
        found: list[str] = json.loads(told["result"]["value"])
        return found

    yield ask
    channel.detach()


def violations(tab: Page) -> list[str]:
    """What axe finds on a page."""
    with axe(tab) as ask:
        return ask()


def _evaluate(channel: Any, world: int, text: str, **more: bool) -> Any:
    told = channel.send("Runtime.evaluate", {"expression": text, "contextId": world, "returnByValue": True, **more})
    if "exceptionDetails" in told:
        raise AssertionError(told["exceptionDetails"])
    return told


def sideways(tab: Page) -> int:
    """How many pixels a page is wider than its window."""
    return int(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
