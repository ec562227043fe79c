"""The plan as an XLSX workbook: summary, what is in use, what would replace it, whom it leaves out, waves, contracts.

Money is a number in a column of its own, its currency beside it; an unknown price is an empty cell. No text becomes a
formula, whatever a tool or team is called.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
Rows = Iterable[Sequence[Any]]
WIDTH = 22
LONGEST = 32_767  # letters that a cell can hold


def workbook(plan: Document, register: Document) -> bytes:
    """Give a workbook of a scenario's document and the register of contracts."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    currency = plan["currency"]
    _sheet(book, "Summary", ("What", "Amount", "Currency", "Prices not known"), _summary(plan))
    _sheet(book, "In use", ("Category", "Tool", "Plan", "People", f"A year ({currency})"), _in_use(plan))
    heads = ("Category", "Tool", "Plan", "People", "Seats", f"A seat and month ({currency})", f"A year ({currency})",
             "Verdicts", "Why", "Next best", "Why not")  # fmt: skip
    _sheet(book, "Solutions", heads, _solutions(plan))
    _sheet(book, "Left out", ("Category", "Industry", "People", "Data", "Verdict", "Why"), _left_out(plan))
    _sheet(book, "Waves", ("Wave", "From", "Until", "Leaving", "Going to", "Team", "People", "Why"), _waves(plan))
    paid = ("Tool", "Plan", "Seats", "Used", "Unused", "A seat and month", "Currency", f"A year ({currency})",
             f"Unused a year ({currency})", "Notice by", "Renews on", "Owner")  # fmt: skip
    _sheet(book, "Contracts", paid, _contracts(register))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Any, title: str, heads: Sequence[str], rows: Rows) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH
    sheet.append([_cell(sheet, head, Font(bold=True)) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any, font: Any = None) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST] if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell


def _summary(plan: Document) -> Iterator[Sequence[Any]]:
    scenario = plan["scenario"]
    sums = {
        "Today, a year": plan["current"]["cost_year"],
        "Licences, a year": scenario["licences_year"],
        "Switching, once": scenario["switching"],
        "of that, contracts that are left": scenario["contracts_left"],
        "First year": scenario["total"],
        "No set costs less than": scenario["bound"],
    }
    yield "As of", plan["as_of"], None, None
    yield "Scenario", scenario["name"], None, None
    yield "Tools in use", plan["current"]["tools"], None, None
    yield "People", plan["current"]["people"], None, None
    for name, money in sums.items():
        yield name, money["amount"], money["currency"], money.get("unknown", 0)
    for one in scenario["prices_of_constraints"]:
        yield f"What it costs: {one['constraint']}", one["costs_year"]["amount"], one["costs_year"]["currency"], None


def _in_use(plan: Document) -> Iterator[Sequence[Any]]:
    for category in plan["categories"]:
        for row in category["tools"]:
            yield category["category"], row["slug"], row["plan"], row["people"], row["cost_year"]["amount"]


def _solutions(plan: Document) -> Iterator[Sequence[Any]]:
    for category in plan["categories"]:
        for one in [category["solution"], *category["further"]]:
            if one:
                other = one["runner_up"] or {}
                words = ", ".join(f"{industry}: {word}" for industry, word in one["verdicts"].items())
                yield (
                    category["category"], one["slug"], one["plan"], one["people"], one["seats"],
                    one["unit_price"]["amount"], one["cost_year"]["amount"], words, one["why"],
                    other.get("slug"), other.get("why_not"),
                )  # fmt: skip


def _left_out(plan: Document) -> Iterator[Sequence[Any]]:
    for category in plan["categories"]:
        for one in category["unserved"]:
            data = ", ".join(one["data"])
            yield category["category"], one["industry"], one["people"], data, one["verdict"], one["why"]


def _waves(plan: Document) -> Iterator[Sequence[Any]]:
    for wave in plan["waves"]:
        for move in wave["moves"]:
            yield (
                wave["wave"], wave["from"], wave["until"], move["from"], move["to"], move["team"], move["people"],
                move["why"],
            )  # fmt: skip


def _contracts(register: Document) -> Iterator[Sequence[Any]]:
    for row in register["contracts"]:
        yield (
            row["tool"], row["plan"], row["seats"], row["used"], row["unused"], row["unit_price"]["amount"],
            row["unit_price"]["currency"], row["counted_year"]["amount"], row["unused_cost_year"]["amount"],
            row["notice_by"], row["renews_on"], row["owner"],
        )  # fmt: skip
