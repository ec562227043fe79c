"""The register of information for financial entities (DORA): its fifteen templates as CSV, in one archive.

Commission Implementing Regulation (EU) 2024/2956, https://eur-lex.europa.eu/eli/reg_impl/2024/2956/oj, as corrected by
OJ L, 2025/90725 (which closed a gap in the numbers of B_06.01): templates and columns; where a column takes a closed
list, the codes of the EBA's taxonomy for it. The columns were held against reprints and against what others send, see
docs/decisions/0033. What nobody told stays empty, and `missing.csv` names each column with its empty cells, so that it
is seen what is left to fill in. It is a beginning, not what is sent to an authority: that wants identifiers of entities
and functions, which only the entity has.
"""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from catalog.consolidation.money import number
from catalog.exporters import cell

# Own words for the columns, in their order: the first is c0010, the next c0020.
TEMPLATES: Mapping[str, Sequence[str]] = {
    "B_01.01": ("LEI of the entity that keeps the register", "name", "country", "type of entity", "authority",
                "day of the report"),
    "B_01.02": ("LEI of an entity in scope", "name", "country", "type of entity", "place in the group",
                "LEI of the parent", "last updated", "in the register since", "in the register until", "currency",
                "total assets"),
    "B_01.03": ("code of a branch", "LEI of its head office", "name", "country"),
    "B_02.01": ("contract", "type of contract", "contract over it", "currency", "cost a year"),
    "B_02.02": ("contract", "LEI of the entity that uses it", "code of the provider", "type of that code", "function",
                "type of ICT service", "first day", "last day", "reason for its end", "days of notice, ours",
                "days of notice, the provider's", "country of the law", "country of the service", "is data stored",
                "country where data is stored", "country where data is processed", "how sensitive the data is",
                "how much the function relies on it"),
    "B_02.03": ("contract within the group", "contract linked to it"),
    "B_03.01": ("contract", "LEI of the entity that signs"),
    "B_03.02": ("contract", "code of the provider that signs", "type of that code"),
    "B_03.03": ("contract", "LEI of the entity in the group that provides"),
    "B_04.01": ("contract", "LEI of the entity that uses it", "is it a branch", "code of the branch"),
    "B_05.01": ("code of the provider", "type of that code", "further code", "type of the further code", "legal name",
                "name in Latin letters", "type of person", "country of the head office", "currency", "cost a year",
                "code of the uppermost parent", "type of that code"),
    "B_05.02": ("contract", "type of ICT service", "code of the provider", "type of that code", "rank in the chain",
                "code of who is served", "type of that code"),
    "B_06.01": ("function", "licensed activity", "name", "LEI of the entity", "is it critical or important", "why",
                "last assessed", "hours until it runs again", "hours of data that may be lost", "impact of its end"),
    "B_07.01": ("contract", "code of the provider", "type of that code", "type of ICT service", "can it be replaced",
                "why not", "last audit", "is there an exit plan", "can it be taken back in", "impact of its end",
                "are there alternatives", "which"),
    "B_99.01": tuple(f"what we mean by {option} in {column}" for column, options in (
        ("B_02.01 c0020", ("standalone", "overarching", "subsequent")),
        ("B_02.02 c0170", ("low", "medium", "high")),
        ("B_06.01 c0100", ("low", "medium", "high")),
        ("B_07.01 c0050", ("not replaceable", "highly complex", "of medium complexity", "easily replaceable")),
        ("B_07.01 c0090", ("easy", "difficult", "highly complex")),
        ("B_07.01 c0100", ("low", "medium", "high")),
    ) for option in options),
}  # fmt: skip
# Tables of keys alone: in the EBA's package a last column says of each row that it is there.
MARKS: Mapping[str, str] = {"B_02.03": "c0030", "B_03.01": "c0030", "B_03.03": "c0031"}
SAAS = "eba_TA:S19"  # annex III, cloud computing: software as a service
YES = "eba_BT:x28"
DIRECT = 1  # the rank of who has the contract with us; those behind them follow
ABOUT_THE_ENTITY = ("B_01.01", "B_01.02")  # a row each to fill in, although we know nothing for it
Row = dict[int, Any]
Document = Mapping[str, Any]


def archive(register: Document, plan: Document, vendors: Mapping[str, str], day: date) -> bytes:
    """Give the archive: a table for each template, and `missing.csv`; `vendors` names, by tool, who makes it."""
    rows = templates(register, plan, vendors, day)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for template, titles in TEMPLATES.items():
            mark = [MARKS[template]] if template in MARKS else []
            codes = [code(place) for place in range(len(titles))] + mark
            told = [[*map(row.get, range(len(titles))), *("true" for _ in mark)] for row in rows[template]]
            packed.writestr(_entry(f"{template.lower()}.csv", day), _sheet(codes, told))
        packed.writestr(_entry("missing.csv", day), _sheet(MISSING, (one.values() for one in missing(rows))))
    return written.getvalue()


MISSING = ("template", "column", "what", "rows", "empty")


def templates(register: Document, plan: Document, vendors: Mapping[str, str], day: date) -> dict[str, list[Row]]:
    """Give the rows of each template, with what is known by the column's place; one contract is one arrangement."""
    found: dict[str, list[Row]] = {template: [] for template in TEMPLATES}
    found["B_01.01"].append({5: day.isoformat()})
    found["B_01.02"].append({6: day.isoformat()})
    others = _alternatives(plan)
    for one in register["contracts"]:
        reference, cost = f"contract-{one['id']}", one["cost_year"]
        currency = f"eba_CU:{cost['currency']}"
        found["B_02.01"].append({0: reference, 3: currency, 4: cost["amount"]})
        found["B_02.02"].append({0: reference, 5: SAAS, 6: one["since"], 7: one["renews_on"], 9: _notice(one)})
        for template in ("B_03.01", "B_03.02", "B_04.01"):
            found[template].append({0: reference})
        found["B_05.02"].append({0: reference, 1: SAAS, 4: DIRECT})
        known = sorted(others.get(one["tool"], ()))
        found["B_07.01"].append({0: reference, 3: SAAS, 10: YES if known else None, 11: ", ".join(known) or None})
    found["B_05.01"] = list(_providers(register, vendors))
    return found


def missing(rows: Mapping[str, Sequence[Row]]) -> Iterator[dict[str, Any]]:
    """Give each column in which cells are empty, and each template that has no row at all, with their numbers."""
    for template, titles in TEMPLATES.items():
        some = rows[template]
        for place, title in enumerate(titles):
            empty = sum(row.get(place) is None for row in some)
            if empty or not some:
                numbers = (template, code(place), title, len(some), empty)
                yield dict(zip(MISSING, numbers, strict=True))


def code(place: int) -> str:
    """Give the code of a column by its place."""
    return f"c{(place + 1) * 10:04}"


def _notice(contract: Document) -> int | None:
    """The days of notice, where both the last day to give it and the day of renewal are known."""
    if contract["notice_by"] is None or contract["renews_on"] is None:
        return None
    days = (date.fromisoformat(contract["renews_on"]) - date.fromisoformat(contract["notice_by"])).days
    return days if days >= 0 else None


def _providers(register: Document, vendors: Mapping[str, str]) -> Iterator[Row]:
    """A row for each vendor and currency; the cost is unknown where that of one contract is."""
    costs: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for one in register["contracts"]:
        vendor = vendors.get(one["tool"], one["name"])
        costs[vendor, one["cost_year"]["currency"]].append(one["cost_year"]["amount"])
    for (vendor, currency), amounts in sorted(costs.items()):
        known = None if None in amounts else number(sum((Decimal(str(one)) for one in amounts), Decimal(0)))
        yield {5: vendor, 8: f"eba_CU:{currency}", 9: known}


def _alternatives(plan: Document) -> dict[str, set[str]]:
    """The tools that could do the work of each tool in use, as far as the plan compared them."""
    found: dict[str, set[str]] = defaultdict(set)
    for category in plan["categories"]:
        chosen = [one for one in (category["solution"], *category["further"]) if one]
        able = {one["slug"] for one in chosen} | {one["runner_up"]["slug"] for one in chosen if one["runner_up"]}
        for tool in {row["slug"] for row in category["tools"]} | able:
            found[tool] |= able - {tool}
    return found


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _sheet(head: Sequence[str], rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode()
