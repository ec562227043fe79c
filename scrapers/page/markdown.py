"""Markdown (MDX too) and plain text to a page. `Page.text` is the source itself, so that every quote stands in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from scrapers.page import front_matter, marks
from scrapers.page.model import Block, Cell, Link, Mark, Node, Page, Passage, Role, Table

_FRONT_MATTER = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n.*?\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_DESCRIPTION = re.compile(r"^desc(?:ription)?\s*[:=]\s*[\"']?([A-Z][^\n\"]{30,400}?)[\"']?[ \t]*$", re.MULTILINE)
_FRONT_LINE = re.compile(r"^(title|description|desc)\s*[:=]\s*(.+)$", re.MULTILINE)
_DEAD = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|svg)\b.*?(?:</\1\s*>|\Z)|^[ \t]*(```+"
    r"|~~~(?!~))[^\n]*\n.*?(?:^[ \t]*\2[ \t]*$|\Z)"
    r"|^(?:import|export)\s[^\n]*(?:from|=)[^\n]*$|\{/\*.*?(?:\*/\}|\Z)|^:::[^\n]*$"
    r"|^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[\w -]*|\{%[^%\n]{0,300}%\}"
    r"|\{\{[<%][^{}\n]{0,300}[>%]\}\}",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_TAG = re.compile(r"</?([A-Za-z][\w.-]*)((?:\s[^<>]*?)?)/?>")
_INLINE_TAG = set(
    "a b i em strong span code small sub sup u s del ins mark abbr kbd font wbr tooltip link strike".split()
)
_BADGES = {"badge", "tag", "pill", "chip", "plantag", "planbadge", "tierbadge", "featurebadge"}
_TABS = {"tab", "tabitem", "tabpanel", "accordion", "accordionitem", "card", "details", "faq"}
_NAMED_TAG = re.compile(r"\b(?:label|title|value|header|name|summary|question)=[{]?[\"']([^\"'{}\n]{2,80})[\"']")
_SHORTCODE = re.compile(
    r"\{\{[<%]\s*(/?(?:tab|tabitem|card|details|accordion)\b[^{}<>\n]{0,200}?)\s*[%>]\}\}", re.IGNORECASE
)
"""Parts of a page as Hugo writes them, to be read as tags."""
_BADGE = re.compile(
    r"<[A-Z]\w{0,30}\s[^<>\n]{0,200}?\b(?:text|label|plan|tier|content)=[{]?[\"']([A-Za-z][^\"'{}<>\n]{1,40})[\"']"
)
_MARKUP = re.compile(
    r"!\[(?P<alt>[^\]\n]{0,300})\]\([^()\n]{0,600}\)(?:\{[^}\n]{0,100}\})?"
    r"|\[(?P<link>[^\[\]\n]{1,400})\](?:\([^()\n]{0,600}\)|\[[^\[\]\n]{0,100}\])(?:\{:?[^}\n]{0,100}\})?"
    r"|\{\{[^{}\n]{0,300}\}\}|</?[A-Za-z][^<>\n]{0,600}>|<(?P<auto>(?:https?://|mailto:)?[^<>\s]{3,300})>"
    r"|(?P<entity>&(?:#\d{1,6}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,10});)|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|$~<>])|`+"
    r"|\*{1,3}|~~|(?<!\w)_{1,3}|_{1,3}(?!\w)|\\$"
)
_FIRST = re.compile(r"[!\[{<&\\`*~_]")
"""What markup begins with: found at once, where all of `_MARKUP` would be tried at each letter."""
_MARKED = re.compile(r"[\[!`*_~<&\\{]|[^\S \n]|\s\s")
_UNTIDY = re.compile(r"[^\S \n]|\s\s|\A(?:\s|\Z)")
_WORD = re.compile(r"\S+")
_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(\S.*|)$")
_ITEM = re.compile(r"[ \t>]*(?:[-*+•·]|\d{1,3}[.)]|\([a-z0-9]{1,3}\))[ \t]+")
_RULE = re.compile(r"[ \t]*([=\-~^\"#*+])\1{2,}[ \t]*$")
_PIPE_RULE = re.compile(r"(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?$")
_BAR = re.compile(r"(?<!\\)\|")
_IMAGE = re.compile(r"<(?:img|i|svg|span|[A-Z]\w*)\b[^<>\n]{0,600}>|!\[[^\]\n]{0,300}\]\([^()\n]{0,600}\)")
_LINK = re.compile(
    r"\[([^\[\]\n]{1,200})\]\(([^()\s]{1,500})\)|<a\s[^<>\n]{0,300}?href=[\"']([^\"'\s]{1,500})[\"'][^<>\n]{0,300}>([^<>\n]{0,200})"
)
_LINE_TAG = re.compile(r"<(?:br\b|/?li\b|/?p\b|/?div\b|/?ul\b)", re.IGNORECASE)
_NARROW = 45  # characters of a line that nothing has broken
_BOLD_LINE = re.compile(r"[ \t]*(?:\*\*|__)([^*_\n]{2,100})(?:\*\*|__):?[ \t]*$")


def read(source: str, *, url: str | None, kind: str, coded: bytes | None = None) -> Page:
    """Read Markdown or plain text; `coded`, the same in UTF-8, is of no use here."""
    return _Reader(source).page(url, kind)


class _Reader:
    """One pass over the lines, and what it has gathered so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.title = ""
        self._described: Passage | None = None
        self._live = self._blank_out(source)
        self._paragraph: list[tuple[int, int]] = []
        self._role: Role = "paragraph"
        self._html_rows: list[list[Cell]] | None = None
        self._html_cell: tuple[int, bool] | None = None

    def _blank_out(self, source: str) -> str:
        """Give the source with what is no text blanked, character for character."""
        front = _FRONT_MATTER.match(source)
        if front:
            fields = dict(_FRONT_LINE.findall(front[0]))
            self.title = fields.get("title", "").strip().strip("\"'")
            told = _DESCRIPTION.search(front[0])
            if told:
                self._described = Passage(told[1], front.start() + told.start(1), front.start() + told.end(1))
            body = source[front.end() :]
            whole = front[1] == "---" and (not _DEAD.sub("", body).strip() or front_matter.lists_plans(front[0]))
            self._described = None if whole else self._described
            source = (front_matter.shown if whole else _blank)(front[0]) + body
        source = _SHORTCODE.sub(lambda found: f"<{found[1].ljust(len(found[0]) - 2)}>", source)
        return _DEAD.sub(lambda found: _blank(found[0]), source)

    def page(self, url: str | None, kind: str) -> Page:
        """Give the page."""
        lines = list(self._lines())
        number = 0
        if self._described:
            self.blocks.append(Block("paragraph", self._described))
        while number < len(lines):
            number += self._line(lines, number)
        self._close()
        return Page(
            kind=kind,
            url=url,
            text=self.source,
            blocks=tuple(self.blocks),
            nodes=(Node(0, ""),),
            tables=tuple(self.tables),
            links=tuple(Link(one or more, to or found) for one, to, found, more in _LINK.findall(self._live)),
            title=self.title,
        )

    def _lines(self) -> Iterator[tuple[int, int]]:
        """Give the lines, cut at block-level tags too."""
        start = 0
        for line in self._live.splitlines(keepends=True):
            yield start, start + len(line.rstrip("\r\n"))
            start += len(line)

    def _line(self, lines: list[tuple[int, int]], number: int) -> int:
        start, end = lines[number]
        text = self._live[start:end]
        if not text.strip():
            self._close()
            return 1
        if "|" in text and self._html_rows is None and number + 1 < len(lines) and self._is_pipe_table(lines, number):
            return self._pipe_table(lines, number)
        heading = _HEADING.match(text)
        if heading:
            self._close()
            end = start + heading.start(2) + len(heading[2].rstrip().rstrip("#").rstrip())
            self._add("heading", [(start + heading.start(2), end)], len(heading[1]))
            return 1
        if number + 1 < len(lines) and not self._paragraph and _underlined(text, self._live[slice(*lines[number + 1])]):
            rule = self._live[slice(*lines[number + 1])].strip()[0]
            self._add("heading", [(start, end)], {"=": 1, "-": 2, "~": 3}.get(rule, 4))
            return 2
        bold = _BOLD_LINE.match(text)
        if bold and not self._paragraph:
            self._add("heading", [(start + bold.start(1), start + bold.end(1))], 6)
            return 1
        if "<" in text and _TAG.search(text):
            self._html_line(start, end)
            return 1
        if self._paragraph and self._is_apart(lines, number):
            self._close()
        self._text(start, end)
        return 1

    def _is_apart(self, lines: list[tuple[int, int]], number: int) -> bool:
        """Tell whether a line right below another starts anew: its first word would have stood there, or it leads a
        list.
        """
        text = self._live[slice(*lines[number])]
        if not text[0].isupper() or _ITEM.match(text):
            return False
        before = lines[number - 1][1] - lines[number - 1][0]
        after = self._live[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
        leads = before < _NARROW and len(text) < _NARROW and bool(_ITEM.match(after)) and text[-1] not in ".,;"
        return leads or self._role == "item" and before + len(text.split()[0]) < len(text)

    def _text(self, start: int, end: int) -> None:
        item = _ITEM.match(self._live, start, end)
        if item:
            self._close()
            self._role = "item"
            start = item.end()
        if start < end:
            self._paragraph.append((start, end))

    def _html_line(self, start: int, end: int) -> None:
        """Read a line with tags: block-level tags cut it, table tags build a table."""
        here = start
        for tag in _TAG.finditer(self._live, start, end):
            name = tag[1].lower()
            if name in _INLINE_TAG and tag[1][0].islower() or name in _BADGES or name in ("img",):
                continue
            if self._live[here : tag.start()].strip():
                self._text(here, tag.start())
            here = tag.end()
            self._block_tag(name, tag)
        if self._live[here:end].strip():
            self._text(here, end)

    def _block_tag(self, name: str, tag: re.Match[str]) -> None:
        opening = not tag[0].startswith("</")
        if name in ("td", "th"):
            self._cell_tag(opening, name, tag)
            return
        if self._html_cell:
            return
        named = _NAMED_TAG.search(tag[2]) if opening and name in _TABS else None
        if named:
            self._close()
            start = tag.start(2)
            self._add("heading", [(start + named.start(1), start + named.end(1))], 7)
            return
        if re.fullmatch(r"h[1-6]", name):
            if opening:
                self._close()
            else:
                self._close("heading", int(name[1]))
            return
        self._close()
        if name == "li" and opening:
            self._role = "item"
        elif name == "table":
            if opening:
                self._html_rows = []
            else:
                self._end_table()
        elif name == "tr" and opening and self._html_rows is not None:
            self._html_rows.append([])

    def _cell_tag(self, opening: bool, name: str, tag: re.Match[str]) -> None:
        if self._html_rows is None:
            return
        self._paragraph = []
        if self._html_cell is not None:
            first, header = self._html_cell
            cell = self._cell(first, tag.start(), header)
            if not self._html_rows:
                self._html_rows.append([])
            self._html_rows[-1].append(cell)
            self._html_cell = None
        if opening:
            self._html_cell = (tag.end(), name == "th")

    def _end_table(self) -> None:
        rows = tuple(tuple(row) for row in self._html_rows or [] if row)
        if len(rows) > 1:
            self._table(rows)
        self._html_rows = self._html_cell = None

    def _table(self, rows: tuple[tuple[Cell, ...], ...]) -> None:
        for row in rows:
            for cell in row:
                if cell.text:
                    self.blocks.append(Block("cell", cell.passage, mark=cell.mark))
        self.tables.append(Table(rows, len(self.blocks)))

    def _is_pipe_table(self, lines: list[tuple[int, int]], number: int) -> bool:
        rule = self._live[slice(*lines[number + 1])]
        return "-" in rule and "|" in rule and bool(_PIPE_RULE.fullmatch(rule.strip()))

    def _pipe_table(self, lines: list[tuple[int, int]], number: int) -> int:
        self._close()
        rows = []
        here = number
        while here < len(lines) and "|" in self._live[slice(*lines[here])]:
            if here != number + 1:
                rows.append(tuple(self._pipe_row(*lines[here], header=here == number)))
            here += 1
        self._table(tuple(rows))
        return here - number

    def _pipe_row(self, start: int, end: int, header: bool) -> Iterator[Cell]:
        line = self._live[start:end]
        first = start + len(line) - len(line.lstrip())
        if self._live[first : first + 1] == "|":
            first += 1
        last = start + len(line.rstrip())
        if last > first and self._live[last - 1] == "|" and self._live[last - 2] != "\\":
            last -= 1
        for bar in _BAR.finditer(self._live, first, last):
            yield self._cell(first, bar.start(), header)
            first = bar.end()
        yield self._cell(first, last, header)

    def _cell(self, start: int, end: int, header: bool) -> Cell:
        passage = self._clean([(start, end)])
        return Cell(passage, self._mark(start, end), header)

    def _mark(self, start: int, end: int) -> Mark | None:
        for image in _IMAGE.finditer(self._live, start, end):
            mark = marks.of_classes(re.sub(r"\bclass(?:Name)?=|aria-hidden=\S+|https?://\S+/|style=\S+", " ", image[0]))
            if mark:
                return mark
        return None

    def _close(self, role: Role | None = None, level: int = 0) -> None:
        if self._paragraph:
            self._add(role or self._role, self._paragraph, level)
        self._paragraph = []
        self._role = "paragraph"

    def _add(self, role: Role, spans: list[tuple[int, int]], level: int = 0) -> None:
        passage = self._clean(spans)
        if passage.text:
            mark = self._mark(spans[0][0], spans[-1][1]) if role == "item" else None
            self.blocks.append(Block(role, passage, level, mark=mark or _leading(passage.text)))

    def _clean(self, spans: list[tuple[int, int]]) -> Passage:
        """Give the spans as one passage without markup, every character with its place."""
        return self._bare(spans) or self._marked(spans)

    def _bare(self, spans: list[tuple[int, int]]) -> Passage | None:
        """Give lines without any markup, in which text and places run in step; None for others."""
        start, end = spans[0][0], spans[-1][1]
        if end - start != sum(last - first for first, last in spans) + len(spans) - 1 or _MARKED.search(
            self._live, start, end
        ):
            return None
        text = self._live[start:end].replace("\n", " ")
        start += len(text) - len(text.lstrip())
        text = text.strip()
        return Passage(text, start, start + len(text)) if text else None

    def _marked(self, spans: list[tuple[int, int]]) -> Passage:
        pieces: list[str] = []
        places: list[int] = []
        for start, end in spans:
            for text, offset, step in _plain(self._live, start, end):
                pieces.append(text)
                places.extend(range(offset, offset + len(text)) if step else [offset] * len(text))
            pieces.append(" ")
            places.append(end)
        return _tidy("".join(pieces), places)


def _plain(source: str, start: int, end: int, depth: int = 0) -> Iterator[tuple[str, int, bool]]:
    """Give the readable pieces of a span: text, its place, and whether both run in step."""
    here = start
    for first in _FIRST.finditer(source, start, end):
        found = _MARKUP.match(source, first.start(), end) if first.start() >= here else None
        if found is None:
            continue
        if found.start() > here:
            yield source[here : found.start()], here, True
        here = found.end()
        group = found.lastgroup
        if group in ("alt", "link") and depth < 3:
            yield from _plain(source, *found.span(group), depth + 1)
        elif group in ("auto", "escaped"):
            yield found[group], found.start(group), True
        elif group == "entity":
            yield html.unescape(found[0]), found.start(), False
        elif _LINE_TAG.match(found[0]):
            yield "\n", found.start(), False
        elif found[0].startswith("<") and (badge := _BADGE.match(found[0])):
            yield " ", found.start(), False
            yield badge[1], found.start() + badge.start(1), True
    if here < end:
        yield source[here:end], here, True


def _tidy(text: str, places: list[int]) -> Passage:
    """Give the text with single blanks, and the places of what is left (line breaks of cells stay)."""
    if not _UNTIDY.search(text):
        plain = text.rstrip()
        return Passage(plain, places[0], places[len(plain) - 1] + 1, tuple(places[: len(plain)]))
    words: list[str] = []
    kept: list[int] = []
    blank = 0
    for word in _WORD.finditer(text):
        first, last = word.span()
        if words:
            words.append("\n" if text[blank] == "\n" else " ")
            kept.append(places[blank])
        words.append(word[0])
        kept.extend(places[first:last])
        blank = last
    if not kept:
        place = places[0] if places else 0
        return Passage("", place, place)
    return Passage("".join(words), kept[0], kept[-1] + 1, tuple(kept))


def _underlined(text: str, below: str) -> bool:
    rule = _RULE.fullmatch(below)
    return (
        bool(rule)
        and len(text.strip()) <= 120
        and len(below.strip()) >= min(len(text.strip()), 3)
        and "|" not in text
        and not _ITEM.match(text)
    )


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _leading(text: str) -> Mark | None:
    return "no" if text[:1] in set("✗✘✖❌⛔🚫") else "yes" if text[:1] in set("✓✔✅☑") else None
