"""What `byot data check` finds in a data folder: problems to mend, notices to look after."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.dataset.checking import check as problems_of
from catalog.dataset.checking import inspect
from catalog.moment import now
from tests.catalog.folders import entry, made, tool, write
from web.cli import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder of one's own: the rubric as it is, one made-up tool."""
    return made(tmp_path / "data")


WIDE: dict[str, Any] = {"from": None, "below": None}
TURNED = date(2026, 6, 1)
ENDED = {"since": date(2020, 1, 2), "until": date(2020, 1, 1)}
SOLD = {"fact": "plan_price", "from": None, "below": None, "plan": "pro", "says": "Pro has a price."}
PRICE = {"amount": 5, "currency": "USD", "per": "user", "period": "month", "billed": "monthly"}
FREE = entry(fact="free_plan", **{"from": None, "below": None, "plan": "free"}, source="https://acme.example/pricing")
LIMIT = {"fact": "free_limit", "from": None, "below": None, "plan": "free"}


def priced(**changed: Any) -> dict[str, Any]:
    value = PRICE | changed.pop("price", {})
    return entry(**{**SOLD, "value": value, "source": "https://acme.example/pricing", **changed})


def limited(**value: Any) -> dict[str, Any]:
    return entry(**LIMIT, value={"what": "seats", "amount": 3, "unit": "user"} | value)


@pytest.mark.parametrize(
    ("changed", "path", "what"),
    [
        ({"alternatives": ["nobody"]}, "alternatives", "the alternative nobody is no tool"),
        ({"alternatives": ["acme"]}, "alternatives", "no alternative to itself"),
        ({"state": {"is": "renamed", "to": "nobody", "since": date(2020, 1, 1)}}, "state", "nobody, which is no other"),
        ({"state": {"is": "merged", "since": date(2020, 1, 1)}}, "state", "merged to what?"),
        ({"state": {"is": "discontinued"}}, "state", "discontinued since when?"),
        ({"vendor": {"slug": "a", "name": "A", "homepage": "acme"}}, "vendor", "'acme' is no web address"),
        ({"aliases": [{"name": "X", **ENDED}]}, "aliases", "before `since`"),
        ({"plans": [{"slug": "free", "name": "F", **ENDED},
                    {"slug": "pro", "name": "P"}], "facts": []}, "plans", "plan free: `until` lies before"),
        ({"plans": [{"slug": "pro", "name": "P"}, {"slug": "free", "name": "F"}], "facts": [priced(), FREE]},
         "plans", "free is free and stands above pro"),
        ({"facts": [entry(as_of=date(1999, 1, 1))]}, "facts", "before there were such pages"),
        ({"facts": [entry(since=date(2027, 9, 1))]}, "facts", "more than a year after it was seen"),
        ({"facts": [entry(since=date(2025, 9, 1), until=date(2025, 8, 1))]}, "facts", "`until` lies before `since`"),
        ({"facts": [entry(until=date(2026, 1, 1))]}, "facts", "needs `since`"),
        ({"facts": [entry(source="https://acme/hipaa")]}, "facts", "no address that can be visited"),
        ({"facts": [entry(source="https://acme.example/a b")]}, "facts", "no address that can be visited"),
        ({"facts": [entry(source="https://acme.example")]}, "facts", "home page"),
        ({"facts": [entry(data=["phy"])]}, "facts", "'phy' is no data class"),
        ({"facts": [limited(unit="days")]}, "facts", "'days' is no unit (did you mean day?"),
        ({"facts": [limited(unit="gb", what="storage")]}, "facts", "did you mean GB?"),
        ({"facts": [entry(fact="service_since", value=20210, **WIDE)]}, "facts", "cannot be"),
        ({"facts": [entry(fact="uptime_sla_percent", value=999, **WIDE)]}, "facts", "50 to 100"),
        ({"facts": [priced(price={"amount": 0})]}, "facts", "greater than 0"),
        ({"facts": [priced(price={"period": "week"})]}, "facts", "period"),
        ({"facts": [priced(price={"currency": "dollars"})]}, "facts", "currency"),
        ({"facts": [FREE, priced(plan="free")]}, "facts", "free has a price, and is free at the same time"),
        ({"facts": [priced(), priced(says="Pro costs five dollars.")]}, "facts", "plan_price for pro stands twice"),
        ({"facts": [priced(), priced(price={"amount": 6})]}, "facts", "has two answers of one page and day"),
        ({"facts": [limited(), limited(amount=4)]}, "facts", "has two answers"),
        ({"facts": [entry(), entry(says="Only Pro comes with a BAA.")]}, "facts", "hipaa_baa for pro stands twice"),
        ({"facts": [entry(), entry(below=None, value=False)]}, "facts", "has two answers"),
        ({"facts": [entry(recorded="2026.1", retracted="2026.1")]}, "facts", "retracted no later than"),
        ({"plans": [{"slug": "free", "name": "F"}, {"slug": "pro", "name": "P", "until": date(2026, 1, 1)}]},
         "facts", "when plan pro was no longer sold"),
        ({"plans": [{"slug": "free", "name": "F"}, {"slug": "pro", "name": "P", "since": date(2026, 6, 1)}]},
         "facts", "when plan pro was not sold yet"),
    ],
    ids=lambda given: given if isinstance(given, str) else None,
)  # fmt: skip
def test_what_cannot_be_is_told_where_it_stands(folder: Path, changed: dict[str, Any], path: str, what: str) -> None:
    write(folder, tool(**changed))
    lines = (folder / "tools" / "acme.yaml").read_text().splitlines()
    told = problems_of(folder)
    matching = [problem for problem in told if what in str(problem)]
    assert len({problem.line for problem in matching}) == 1, [str(problem) for problem in told]
    found = matching[0]
    assert found.file == "tools/acme.yaml"
    assert found.line >= lines.index(next(line for line in lines if line.startswith(f"{path}:"))) + 1


@pytest.mark.parametrize(
    "changed",
    [
        {"facts": [entry(since=date(2026, 11, 1))]},
        {"facts": [priced(), priced(price={"billed": "annually", "amount": 4})]},
        {"facts": [priced(plan="free", since=date(2020, 1, 1), until=TURNED), FREE | {"since": TURNED}]},
        {"facts": [entry(fact="certification", value=one, **WIDE) for one in ("soc2", "soc3")]},
        {"facts": [entry(), entry(retracted="2026.1", says="An older reading.", below=None, value=False)]},
        {"facts": [limited(), limited(what="storage", unit="GB", amount=1)]},
        {"state": {"is": "discontinued", "since": date(2026, 1, 1)}},
    ],
)  # fmt: skip
def test_what_can_be_is_no_problem(folder: Path, changed: dict[str, Any]) -> None:
    write(folder, tool(**changed))
    assert [str(problem) for problem in problems_of(folder)] == []


@pytest.mark.parametrize("other", [{"aliases": ["ACME"]}, {"name": "Acme"}, {"aliases": ["Chat"]}])
def test_a_name_that_finds_two_tools_is_a_problem(folder: Path, other: dict[str, Any]) -> None:
    write(folder, tool(slug="zeta", domains=["zeta.example"], **{"name": "Zeta", **other}))
    write(folder, tool(slug="chat", name="Talk", domains=["chat.example"]))
    told = [str(problem) for problem in problems_of(folder)]
    assert len(told) == 1, told
    assert told[0].startswith("tools/zeta.yaml:")
    assert "too" in told[0]


def test_releases_go_forward_and_stand_once(folder: Path) -> None:
    days = [{"name": "A", "day": date(2026, 11, 2)}, {"name": "B", "day": date(2026, 11, 1)}]
    (folder / "releases.yaml").write_text(yaml.safe_dump({"releases": [*days, dict(days[0])]}))
    told = [(problem.line, problem.what) for problem in problems_of(folder)]
    assert told == [(4, "B lies before the one above"), (6, "release A stands twice")]


def test_a_category_stands_once(folder: Path) -> None:
    file = folder / "categories.yaml"
    told = yaml.safe_load(file.read_text())
    file.write_text(yaml.safe_dump({"categories": [*told["categories"], told["categories"][0]]}))
    assert [problem.what for problem in problems_of(folder)] == [
        f"category {told['categories'][0]['slug']} stands twice"
    ]


def ago(months: float) -> date:
    return (now() - timedelta(days=months * 365.25 / 12)).date()


def noticed(folder: Path, *facts: dict[str, Any], **changed: Any) -> list[str]:
    write(folder, tool(facts=list(facts), **changed))
    found = inspect(folder)
    assert [str(problem) for problem in found.problems] == []
    return [notice.what for notice in found.notices]


def test_an_answer_past_its_half_life_is_noticed_with_its_line(folder: Path) -> None:
    write(folder, tool(facts=[entry(as_of=ago(19))]))
    [notice] = inspect(folder).notices
    lines = (folder / "tools" / "acme.yaml").read_text().splitlines()
    assert (notice.file, notice.line) == ("tools/acme.yaml", lines.index("- fact: hipaa_baa") + 1)
    assert notice.what == f"hipaa_baa of pro was last seen on {ago(19)}, more than 18 months ago"
    assert "https://acme.example/hipaa" in notice.mend


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ([entry(as_of=ago(17))], 0),
        ([entry(as_of=ago(40))], 0),
        ([entry(as_of=ago(19)), entry(as_of=ago(3), source="https://acme.example/new")], 0),
        ([entry(as_of=ago(19)), entry(as_of=ago(3), source="https://acme.example/new", below=None)], 1),
        ([entry(as_of=ago(19), since=ago(30), until=ago(1))], 0),
        ([priced(as_of=ago(13))], 1),
        ([priced(as_of=ago(13)), priced(as_of=ago(1))], 0),
        ([FREE, limited() | {"as_of": ago(13)}], 1),
        ([FREE, limited() | {"as_of": ago(13)}, limited(amount=4)], 0),
        ([entry(fact="excluded_data", value="phi", status="yes", as_of=ago(90), below=None)], 0),
    ],
)
def test_a_notice_is_of_what_still_answers_and_nothing_newer_does(
    folder: Path, facts: list[dict[str, Any]], count: int
) -> None:
    assert len(noticed(folder, *facts)) == count


def test_a_plan_that_costs_less_than_the_one_below_is_noticed(folder: Path) -> None:
    plans = [{"slug": "pro", "name": "Pro"}, {"slug": "max", "name": "Max"}]
    assert noticed(folder, priced(), priced(plan="max", price={"amount": 4}), plans=plans) == [
        "max costs less than pro, the plan below it"
    ]
    assert noticed(folder, priced(), priced(plan="max", price={"amount": 6}), plans=plans) == []
    yearly = {"amount": 36, "period": "year"}
    assert noticed(folder, priced(), priced(plan="max", price=yearly), plans=plans) != []


@pytest.mark.parametrize(("strict", "code"), [((), 0), (("--strict",), 1)])
def test_notices_are_counted_apart_and_end_with_1_only_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str], strict: tuple[str, ...], code: int
) -> None:
    write(folder, tool(facts=[entry(as_of=ago(19))]))
    assert run(["data", "check", "--folder", str(folder), *strict]) == code
    told = capsys.readouterr()
    assert told.out.startswith("notice: tools/acme.yaml:17: hipaa_baa of pro")
    assert told.err == "0 problems, 1 notices\n"
    run(["data", "check", "--folder", str(folder), "--json"])
    document = json.loads(capsys.readouterr().out)
    assert (document["problems"], len(document["notices"])) == ([], 1)
