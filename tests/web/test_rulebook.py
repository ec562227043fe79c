"""The pages of the rubric: what we ask, why, which tools answer how; and the rules of each kind of work, dated."""

import re
from collections.abc import Iterator, Sequence

import pytest
from sqlmodel import Session, col, select

from catalog.check.across import across, heard
from catalog.check.known import known
from catalog.dataset.mapping import mappings
from catalog.models.evidence import Fact
from catalog.models.tool import Plan
from catalog.moment import Moment, now
from catalog.rubric import INDUSTRIES, Criterion, Rubric, stored_at
from catalog.settings import settings
from catalog.store import Store
from tests.web.asking import get
from tests.web.test_check import text_of
from web import rulebook


@pytest.fixture
def session(filled_store: Store) -> Iterator[Session]:
    with filled_store.session() as opened:
        yield opened


@pytest.fixture
def moment() -> Moment:
    return Moment(now(), now())


@pytest.fixture
def rubric(session: Session, moment: Moment) -> Rubric:
    return stored_at(session, moment)


def answer_of(found: list[str]) -> str:
    return next((word for word in ("good", "bad", "unknown") if word in found), "unknown")


@pytest.mark.parametrize("name", ["hipaa_baa", "soc2_type2", "excluded_data", "uptime_sla_percent"])
def test_each_tool_stands_where_a_check_of_its_plans_would_put_it(
    session: Session, rubric: Rubric, moment: Moment, name: str
) -> None:
    standings = across(session, rubric.criteria[name], moment)
    every = known(session, [one.tool for one in standings], rubric, moment)
    for one in standings:
        it = every[one.tool.slug]
        plans: Sequence[Plan | None] = it.ladder or [None]
        resolved = [it.resolutions(plan, "company")[name] for plan in plans]
        told = [each for each in resolved if each.state != "personal"] or resolved
        words = ["unknown" if each.good is None else "good" if each.good else "bad" for each in told]
        assert one.word == answer_of(words), one.tool.slug
        assert sum(map(len, one.plans.values())) == len(told)


def test_what_was_heard_is_counted_per_question(session: Session, rubric: Rubric, moment: Moment) -> None:
    counts = heard(session, rubric, moment)
    assert set(counts) == set(rubric.criteria)
    for name, fact in (("hipaa_baa", Fact.fact == "hipaa_baa"), ("soc3", Fact.fact == "certification")):
        told = session.exec(select(Fact).where(fact, Fact.subject == "vendor", col(Fact.retracted_at).is_(None))).all()
        tools = {one.tool_id for one in told if name in ("hipaa_baa", one.value)}
        assert counts[name] == len(tools) > 0


def test_the_list_shows_every_question_in_its_group(served_once: str, rubric: Rubric) -> None:
    html = get(f"{served_once}/criteria").text
    assert all(f'href="/criteria/{name}"' in html for name in rubric.criteria)
    assert html.count('class="tile"') == len(rubric.criteria)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2FA", "mfa"),
        ("IAM-14", "mfa"),
        ("data-19", "tenant_isolation"),
        ("Data ownership", "data_ownership"),
        ("right to erasure", "privacy_requests"),
        ("BAA", "hipaa_baa"),
        ("user-roles support", "roles"),
    ],
)
def test_a_reviewers_words_lead_to_our_question(served_once: str, words: str, found: str) -> None:
    html = get(f"{served_once}/criteria", params={"q": words}).text
    assert f'href="/criteria/{found}"' in html
    assert html.count('class="tile"') < 30


def test_words_that_lead_nowhere_say_so(served_once: str) -> None:
    text = text_of(get(f"{served_once}/criteria", params={"q": "colour of the logo"}).text)
    assert "Nothing matches." in text


def test_what_we_leave_out_stands_there_with_its_reason(served_once: str) -> None:
    text = text_of(get(f"{served_once}/criteria").text)
    assert "60 of 95 answered" in text
    assert "Heartbleed patched" in text
    assert mappings(settings().data).reasons["closed_hole"] in text


@pytest.mark.parametrize("name", ["hipaa_baa", "breach_notification_hours", "plan_price", "roles", "excluded_data"])
def test_a_question_says_why_what_counts_and_where_it_comes_from(served_once: str, rubric: Rubric, name: str) -> None:
    it = rubric.criteria[name]
    html = get(f"{served_once}/criteria/{name}").text
    text = text_of(html).replace("&#39;", "'")
    for said in (it.question, it.why, it.look, it.remedy, *(weight.why for weight in it.weights.values())):
        assert " ".join(said.split()) in text
    assert all(source.url and source.url.replace("&", "&amp;") in html for source in it.sources)


def test_the_counts_are_those_of_the_lists(served_once: str) -> None:
    html = get(f"{served_once}/criteria/hipaa_baa").text
    counts = [int(count) for count in re.findall(r"<li><b>(\d+)</b>(?:good|bad|not known)", html)]
    lists = [len(re.findall(r'href="/tools/[a-z0-9-]+"', part)) for part in html.split("<details")[1:]]
    assert counts == lists
    assert f"of {sum(counts)} tools" in text_of(html)


def test_slack_stands_under_good_with_the_plan_that_has_it(served_once: str) -> None:
    html = get(f"{served_once}/criteria/hipaa_baa").text
    good = html.split("<details")[1]
    assert re.search(r'href="/tools/slack">Slack</a> <span class="meta">Enterprise Grid</span>', good)


def test_a_price_is_known_or_not_and_never_bad(served_once: str) -> None:
    text = text_of(get(f"{served_once}/criteria/plan_price").text)
    assert "no answer is good or bad" in text
    assert not re.search(r"\d+ ?bad", text)


def test_the_name_of_a_gate_leads_to_its_rule(served_once: str) -> None:
    answer = get(f"{served_once}/criteria/cardholder_place")
    assert (answer.status_code, answer.headers["location"]) == (303, "/industries/general#cardholder")
    own = get(f"{served_once}/criteria/informed_consent")
    assert own.headers["location"] == "/industries/legal#privileged"


@pytest.mark.parametrize("path", ["/criteria/colour", "/industries/zoo"])
def test_what_is_not_there_is_a_page_that_says_so(served_once: str, path: str) -> None:
    answer = get(served_once + path)
    assert answer.status_code == 404
    assert "<h1" in answer.text


@pytest.mark.parametrize("name", INDUSTRIES)
def test_an_industry_shows_each_rule_with_its_source_and_dates(served_once: str, rubric: Rubric, name: str) -> None:
    html = get(f"{served_once}/industries/{name}").text
    text = text_of(html).replace("&#39;", "'")
    for data_class, one in rubric.data_classes.items():
        if not one.sensitive:
            continue
        assert f'id="{data_class}"' in html
        for gate in rubric.gates_for(name, data_class):
            assert gate.title.replace("'", "&#39;") in html
            assert gate.citation
            assert f'href="{gate.citation.url}"' in html
    for rule in rubric.industries[name].exceptions:  # type: ignore[index]
        assert rule.title in text
    for criterion, weight in rulebook.heaviest(rubric, name):
        assert f'href="/criteria/{criterion.criterion}"' in html
        assert weight.why in text


def test_the_rules_of_a_day_are_those_that_held_then(served_once: str) -> None:
    address = f"{served_once}/industries/legal"
    today, then = (text_of(get(address, params=asked).text) for asked in ({}, {"as_of": "2011-04-15"}))
    assert "You are looking at the rules of 15 April 2011." in then
    assert "Not in force on that day: Encryption on the way, since 6 Aug 2012" in then
    assert "Not in force on that day" not in today


def test_the_telehealth_notice_says_whether_it_sets_aside_or_did(served_once: str) -> None:
    address = f"{served_once}/industries/medical"
    assert "It set aside: BAA on that plan" in text_of(get(address).text)
    assert "It sets aside: BAA on that plan" in text_of(get(address, params={"as_of": "2020-04-15"}).text)


def test_a_wrong_day_is_said_in_words(served_once: str) -> None:
    answer = get(f"{served_once}/industries/legal", params={"as_of": "yesterday"})
    assert answer.status_code == 422
    assert "Traceback" not in answer.text


def test_a_reason_leads_to_its_question_and_the_footer_to_all(served_once: str) -> None:
    asked = {"q": "slack", "plan": "free", "industry": "medical", "data": "phi"}
    html = get(f"{served_once}/check", params=asked).text
    assert 'href="/criteria/hipaa_baa"' in html
    assert 'href="/criteria"' in html
    assert 'href="/industries"' in html


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hipaa_baa", "Good: yes or as an add-on (counts three quarters)."),
        ("ai_training_on_customer_data", "Good: no or only if one opts in. Yes, unless one opts out counts half."),
        ("uptime_sla_percent", "Good: 99.9 or more."),
        ("breach_notification_hours", "Good: 72 or less."),
        ("service_since", "Good: five years ago or more."),
        ("plan_price", "It is shown, and no answer is good or bad."),
    ],
)
def test_good_answers_are_said_in_words(rubric: Rubric, name: str, said: str) -> None:
    assert rulebook.good_answers(rubric.criteria[name]) == said


def test_every_question_has_words_for_its_answers(rubric: Rubric) -> None:
    def words(one: Criterion) -> str:
        return rulebook.good_answers(one) + rulebook.lifetime(one) + rulebook.READERS[one.read_by]

    assert all(words(one) for one in rubric.criteria.values())
