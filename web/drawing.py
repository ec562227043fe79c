"""Pictures for planners as shapes: numbers in, places out. Templates write them as SVG, with the numbers beside."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from web.words import figures

WIDTH = 640
SHADES = 4
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a bar: where it begins, how wide it is, its words and its shade."""

    x: float
    width: float
    label: str
    shade: int
    value: int = 0

    @property
    def fits(self) -> str:
        """Give the words as far as they have room, empty where they have none."""
        room = int((self.width - 8) / 7)
        return self.label if len(self.label) <= room else (f"{self.label[: room - 1]}…" if room > 3 else "")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a picture: its words, and its bars from top `y` on."""

    label: str
    y: int
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A band from one place to another, as a path; its width tells how many people."""

    path: str
    width: float
    label: str
    people: int


@dataclass(frozen=True, slots=True)
class Node:
    """An end of flows: where it stands, how high it is."""

    y: float
    height: float
    label: str
    people: int


def overlap(document: Document, tool_name: Any, category_name: Mapping[str, str]) -> list[Line]:
    """Give one bar for each category, a piece for each tool, as wide as the people that use it."""
    most = max((sum(_by_tool(one).values()) for one in document["categories"]), default=0) or 1
    lines = []
    for number, category in enumerate(document["categories"]):
        bars, x = [], 0.0
        counted = _by_tool(category)
        for place, (slug, people) in enumerate(counted.most_common()):
            width = WIDTH * people / most
            text = f"{tool_name(slug)} {figures(people)}"
            bars.append(Bar(round(x, 1), round(max(width - 1, 0.5), 1), text, place % SHADES, people))
            x += width
        label = category_name.get(category["category"], category["category"])
        sums = f"{_many(len(counted), 'tool')}, {_many(counted.total(), 'use')}"
        lines.append(Line(label, 24 + number * 44, tuple(bars), sums))
    return lines


def _many(number: int, noun: str) -> str:
    return f"{figures(number)} {noun}{'' if number == 1 else 's'}"


def _by_tool(category: Document) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in category["tools"]:
        found[row["slug"]] += row["people"]
    return +found


def seats(rows: Iterable[Document]) -> list[Line]:
    """Give one bar for each contract: seats used, then those that nobody uses, then people without one."""
    listed = list(rows)
    most = max((max(row["seats"], row["used"]) for row in listed), default=0) or 1
    lines = []
    for number, row in enumerate(listed):
        used, unused, lacking = min(row["used"], row["seats"]), row["unused"], row["lacking"]
        bars, x = [], 0.0
        for value, label, shade in ((used, "used", 0), (unused, "unused", 4), (lacking, "without a seat", 5)):
            width = WIDTH * value / most
            if value:
                bars.append(Bar(round(x, 1), round(max(width - 1, 0.5), 1), f"{figures(value)} {label}", shade, value))
            x += width
        share = round(100 * used / row["seats"])
        lines.append(Line(f"{row['name']} {row['plan_name']}", 24 + number * 44, tuple(bars), f"{share} % used"))
    return lines


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a curve with its words."""

    x: float
    y: float
    cost: str
    people: int
    moved: tuple[str, ...]


def curve(points: Sequence[Any], cost: Any, category_name: Mapping[str, str]) -> tuple[str, list[Dot]]:
    """Give the line and the points of cost (across) against people not cleared (up), with the kinds of work moved."""
    if not points:
        return "", []
    costs, risks = [float(one.cost) for one in points], [one.risk for one in points]
    low, span = min(costs), (max(costs) - min(costs)) or 1.0
    top = max(risks) or 1
    dots = [
        Dot(
            round(60 + 540 * (at - low) / span, 1),
            round(200 - 170 * one.risk / top, 1),
            cost(one),
            one.risk,
            tuple(category_name.get(name, name) for name in one.moved),
        )
        for at, one in zip(costs, points, strict=True)
    ]
    return "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots), dots


def sankey(document: Document, tool_name: Any, most: int = 14) -> tuple[list[Node], list[Node], list[Flow], int]:
    """Give today's tools at the left, company solutions at the right, and who goes from which to which between.

    Those who stay count too. Beyond `most` tools the rest is one. The last is the picture's height.
    """
    links: Counter[tuple[str, str]] = Counter()
    for wave in document["waves"]:
        for move in wave["moves"]:
            links[move["from"], move["to"]] += move["people"]
    left: Counter[str] = Counter()
    for (begin, _), people in links.items():
        left[begin] += people
    named = {slug for slug, _ in left.most_common(most)}
    ends: Counter[tuple[str, str]] = Counter()
    for (begin, end), people in links.items():
        ends[tool_name(begin) if begin in named else f"{len(left) - len(named)} other tools", tool_name(end)] += people
    begins, targets = Counter[str](), Counter[str]()
    for (begin, end), people in ends.items():
        begins[begin] += people
        targets[end] += people
    total = sum(begins.values())
    if not total:
        return [], [], [], 0
    scale = 420 / total
    gap = 16
    ones, others = _nodes(begins, scale, gap), _nodes(targets, scale, gap)
    flows = _flows(ends, {node.label: node for node in ones}, {node.label: node for node in others}, scale)
    height = int(max(node.y + node.height for node in [*ones, *others]) + 12)
    return ones, others, flows, height


def _nodes(counted: Counter[str], scale: float, gap: float) -> list[Node]:
    y, found = 8.0, []
    for label, people in counted.most_common():
        height = max(people * scale, 1.0)
        found.append(Node(round(y, 1), round(height, 1), label, people))
        y += height + gap
    return found


def _flows(
    links: Counter[tuple[str, str]], left: Mapping[str, Node], right: Mapping[str, Node], scale: float
) -> list[Flow]:
    out = {label: node.y for label, node in left.items()}
    into = {label: node.y for label, node in right.items()}
    found = []
    order = {label: place for place, label in enumerate([*left, *right])}
    for (begin, end), people in sorted(links.items(), key=lambda link: (order[link[0][0]], order[link[0][1]])):
        width = max(people * scale, 0.5)
        y, z = out[begin] + width / 2, into[end] + width / 2
        out[begin] += width
        into[end] += width
        path = f"M190 {y:.1f}C320 {y:.1f} 320 {z:.1f} 450 {z:.1f}"
        found.append(Flow(path, round(width, 1), f"{begin} to {end}: {people} people", people))
    return found


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on a timeline."""

    x: float
    label: str
    on: str


def timeline(waves: Sequence[Document], due: Sequence[Document]) -> tuple[list[Line], list[Mark], list[Mark]]:
    """Give waves as bars over time, with months and the days of contracts marked."""
    if not waves:
        return [], [], []
    first, last = date.fromisoformat(waves[0]["from"]), date.fromisoformat(waves[-1]["until"])
    days = max((last - first).days + 1, 1)

    def place(day: date) -> float:
        return round(WIDTH * (day - first).days / days, 1)

    lines = []
    for wave in waves:
        begin, end = date.fromisoformat(wave["from"]), date.fromisoformat(wave["until"])
        people = sum(move["people"] for move in wave["moves"])
        width = WIDTH * ((end - begin).days + 1) / days
        bar = Bar(place(begin), round(max(width - 1, 1), 1), f"{people}", 0, people)
        lines.append(Line(f"Wave {wave['wave']}", 24, (bar,), f"{people} people"))
    months = []
    year, month = first.year, first.month
    while (day := date(year, month, 1)) <= last:
        if day >= first:
            months.append(Mark(place(day), f"{day:%b %Y}", day.isoformat()))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    within = [one for one in due if first <= date.fromisoformat(one["on"]) <= last]
    marks = [Mark(place(date.fromisoformat(one["on"])), one["text"], one["on"]) for one in within]
    step = max(1, len(months) // 8)
    return lines, [month for month in months[::step] if month.x < WIDTH - 48], marks
