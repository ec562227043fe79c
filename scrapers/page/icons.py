"""What an icon says: by its classes, its label, its file, or by how it is drawn."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from scrapers.page import marks, shapes
from scrapers.page.model import Mark

_SAYING = ("class", "alt", "aria-label", "title", "data-icon", "data-lucide", "name", "href", "xlink:href")
_LINES = frozenset(("path", "line", "polyline"))
_FEW_LINES = 3


def mark_of(node: LexborNode, tag: str, attributes: dict[str, str | None]) -> Mark | None:
    """Give what an element without words stands for: a tick, a cross, an add-on; None for anything else."""
    if tag == "input":
        return marks.of_classes("check" if "checked" in attributes else "")
    said = " ".join([told for name in _SAYING if (told := attributes.get(name))])
    source = attributes.get("src")
    if source:
        said += " " + source.rsplit("/", 1)[-1]
    drawn: list[str] = []
    if tag == "svg":
        for inner in node.traverse():
            name = inner.tag
            if name in _LINES:
                drawn.append(_path(inner.attributes))
            elif name in ("use", "title"):
                to = inner.attributes
                said += " " + str(to.get("href") or to.get("xlink:href") or inner.text())
    return marks.of_classes(said) or (shapes.mark_of(tuple(drawn)) if 0 < len(drawn) <= _FEW_LINES else None)


def _path(attributes: dict[str, str | None]) -> str:
    """Give what a path, a line or a polyline draws, as a path."""
    points = attributes.get("points")
    if points:
        return "M" + points
    if attributes.get("x1") is not None:
        ends = [str(attributes.get(name) or 0) for name in ("x1", "y1", "x2", "y2")]
        return f"M{ends[0]} {ends[1]}L{ends[2]} {ends[3]}"
    return (attributes.get("d") or "").strip()
