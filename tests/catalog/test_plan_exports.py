"""What leaves for other programs: read again by the programs it is for, with the sums of the plan."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
import yaml
from icalendar import Calendar
from openpyxl import load_workbook

from catalog.consolidation.contracts import of_market
from catalog.consolidation.exports.costs import COLUMNS, focus
from catalog.consolidation.exports.dates import calendar
from catalog.consolidation.exports.dora import MARKS, TEMPLATES, archive, code
from catalog.consolidation.exports.prices import prices
from catalog.consolidation.exports.saasbom import saasbom
from catalog.consolidation.exports.workbook import workbook
from catalog.consolidation.exports.writing import format_of, sheet
from catalog.consolidation.market import Market
from catalog.consolidation.plan import draw
from catalog.errors import BadUse
from tests.catalog.cyclonedx_faults import faults
from tests.catalog.markets import ASK, ASSUMED, CLINIC, contract, market, tool, use

WANTED_BY_FOCUS = {
    "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart",
    "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost",
    "EffectiveCost", "InvoiceIssuerName", "ListCost", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName",
    "ServiceCategory", "ServiceName",
}  # fmt: skip


@pytest.fixture
def it() -> Market:
    signed = contract(1, "pro", 10, "4", date(2027, 1, 31))
    signed.notice_by = date(2026, 12, 31)
    bad = tool(2, prices={"pro": 1}, cleared=["pro"])
    bad.tool.name = "=HYPERLINK(1)"
    return market([tool(1, contract=signed), bad], [use("anna", 1, "pro"), use("bo", 2, "pro", CLINIC, "phi")])


def test_the_workbook_holds_the_plans_rows_and_no_formula(it: Market) -> None:
    told = draw(it, "optimum", ASSUMED).document
    book = load_workbook(io.BytesIO(workbook(told, of_market(it))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    in_use = list(book["In use"].iter_rows(min_row=2, values_only=True))
    assert sum(row[4] or 0 for row in in_use) == told["current"]["cost_year"]["amount"]
    solved = list(book["Solutions"].iter_rows(min_row=2, values_only=True))
    assert sum(row[6] for row in solved) == told["scenario"]["licences_year"]["amount"]
    assert all(row[6] == pytest.approx(row[4] * row[5] * 12) for row in solved)
    moves = list(book["Waves"].iter_rows(min_row=2, values_only=True))
    assert sum(row[6] for row in moves) == sum(move["people"] for wave in told["waves"] for move in wave["moves"])


def test_the_days_are_read_by_a_calendar(it: Market) -> None:
    told = draw(it, "optimum", ASSUMED).document
    read = Calendar.from_ical(calendar(of_market(it), told, it.moment.known_at))
    days = {str(event["summary"]): event.decoded("dtstart") for event in read.walk("VEVENT")}
    assert days["Renews: Tool 1 Pro, 10 seats"] == date(2027, 1, 31)
    assert days["Last day to give notice: Tool 1 Pro"] == date(2026, 12, 31)
    assert sum(title.startswith("Wave ") for title in days) == len(told["waves"])
    assert len({str(event["uid"]) for event in read.walk("VEVENT")}) == len(days)


def test_the_list_of_services_holds_to_cyclonedx(it: Market) -> None:
    text = saasbom(it, {1: "Acme Inc"}, {1: ["acme.example"]})
    assert faults(text) is None
    services = {one["bom-ref"]: one for one in json.loads(text)["services"]}
    assert services["service:tool-1"]["provider"]["name"] == "Acme Inc"
    assert services["service:tool-1"]["endpoints"] == ["https://acme.example"]
    assert [one["classification"] for one in services["service:tool-2"]["data"]] == ["phi"]


def test_costs_are_rows_of_one_month_that_sum_to_the_year(it: Market) -> None:
    (row,) = focus(of_market(it), {"tool-1": "Acme Inc"}, date(2026, 12, 5))
    assert list(row) == list(COLUMNS)
    assert set(COLUMNS) >= WANTED_BY_FOCUS
    assert (row["BillingPeriodStart"], row["BillingPeriodEnd"]) == ("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")
    assert row["BilledCost"] * 12 == 480
    assert (row["PricingQuantity"], row["ConsumedQuantity"], row["ProviderName"]) == (10, 1, "Acme Inc")


def test_a_name_is_no_formula_in_the_sheet_of_costs(it: Market) -> None:
    told = sheet(focus(of_market(it), {"tool-1": "=HYPERLINK(1)"}, date(2026, 12, 5))).decode()
    (row,) = csv.DictReader(io.StringIO(told))
    assert row["ProviderName"] == "'=HYPERLINK(1)"


def read_heads(packed: zipfile.ZipFile, template: str) -> list[str]:
    return packed.read(f"{template.lower()}.csv").decode().splitlines()[0].split(",")


def test_the_register_of_information_has_what_is_known_and_counts_what_is_not(it: Market) -> None:
    told = archive(of_market(it), draw(it, "optimum", ASSUMED).document, {"tool-1": "=Acme"}, date(2026, 12, 5))
    packed = zipfile.ZipFile(io.BytesIO(told))
    tables = {name: list(csv.DictReader(io.StringIO(packed.read(name).decode()))) for name in packed.namelist()}
    assert set(tables) == {f"{template.lower()}.csv" for template in TEMPLATES} | {"missing.csv"}
    (arrangement,) = tables["b_02.01.csv"]
    assert (arrangement["c0010"], arrangement["c0040"], arrangement["c0050"]) == ("contract-1", "eba_CU:USD", "480")
    (specific,) = tables["b_02.02.csv"]
    assert (specific["c0060"], specific["c0080"], specific["c0100"]) == ("eba_TA:S19", "2027-01-31", "31")
    assert [row["c0060"] for row in tables["b_05.01.csv"]] == ["'=Acme"]
    assert [row["c0120"] for row in tables["b_07.01.csv"]] == ["tool-2"]
    assert [row["c0050"] for row in tables["b_05.02.csv"]] == ["1"]
    marks = {template: read_heads(packed, template)[-1] for template in MARKS}
    assert marks == {"B_02.03": "c0030", "B_03.01": "c0030", "B_03.03": "c0031"}
    assert [row["c0030"] for row in tables["b_03.01.csv"]] == ["true"]
    empty = {(row["template"], row["column"]): (int(row["rows"]), int(row["empty"])) for row in tables["missing.csv"]}
    counted = {
        (template, column): (len(rows), sum(not row[column] for row in rows))
        for template in TEMPLATES
        for rows in [tables[f"{template.lower()}.csv"]]
        for column in (code(place) for place in range(len(TEMPLATES[template])))
    }
    assert empty == {key: (rows, none) for key, (rows, none) in counted.items() if none or not rows}


def test_the_chosen_set_is_a_pricing_without_what_has_no_price() -> None:
    secret = tool(2, "meetings", prices={"pro": ASK})
    it = market([tool(1, prices={"pro": 4}), secret], [use("anna", 1, "pro"), use("anna", 2, "pro")])
    text = prices(draw(it, "optimum", ASSUMED).document).decode()
    told = yaml.safe_load(text)
    assert text.splitlines()[0].endswith("tool-2-pro")
    assert told["addOns"]["tool-1-pro"]["price"] == 4
    assert told["addOns"]["tool-1-pro"]["usageLimits"] == {"tool-1-pro-seats": {"value": 1}}
    assert set(told["features"]) == {"team-chat"}


def test_an_end_that_is_no_format_is_refused() -> None:
    with pytest.raises(BadUse, match=r"\.xlsx"):
        format_of("plan.docx")
