"""Which fact answers, or why none does (docs/way.md, "Resolve")."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.evidence.resolve import Resolution, by_name, resolve, resolve_criterion, resolve_values
from catalog.models.evidence import STRENGTHS, Fact
from catalog.models.tool import Plan
from tests.catalog.facts import FREE, GRID, HOME, LADDER, PRO, TODAY, ago, at, criterion, day, fact, rubric

BAA = criterion("hipaa_baa")
REST = criterion("encryption_at_rest")


def baa(facts: list[Fact], plan: Plan = FREE, ladder: Any = LADDER, moment: Any = TODAY) -> Resolution:
    return resolve(facts, BAA, ladder, plan, moment)


def test_nothing_known_is_absent() -> None:
    assert baa([]) == Resolution("hipaa_baa", "absent")


def test_a_plans_own_answer_answers() -> None:
    own = fact(plan="free", value="no")
    assert (baa([own]).state, baa([own]).answer, baa([own]).fact) == ("current", "no", own)


def test_a_hosting_providers_certificate_does_not_answer_for_the_vendor() -> None:
    hosted = fact("certification", "soc2_type2", subject="infrastructure")
    found = resolve_criterion(by_name([hosted]), criterion("soc2_type2"), LADDER, FREE, TODAY, "company")
    assert found.state == "absent"


def test_a_good_answer_is_inherited_by_the_plans_above_in_the_family() -> None:
    found = baa([fact(plan="pro")], GRID)
    assert (found.nearness, found.good) == ("inherited", True)


def test_nothing_goes_downwards() -> None:
    assert baa([fact(plan="pro")], FREE).state == "absent"


def test_another_family_inherits_nothing() -> None:
    assert baa([fact(plan="pro")], HOME).state == "absent"


def test_a_bad_answer_is_not_inherited() -> None:
    assert baa([fact(plan="free", value="no")], PRO).state == "absent"


def test_inheritance_stops_at_the_first_plan_with_an_answer_of_its_own() -> None:
    found = baa([fact(plan="free"), fact(plan="pro", value="no")], GRID)
    assert found.state == "absent"


def test_an_answer_that_is_too_old_to_count_stops_no_inheritance() -> None:
    forgotten = fact(plan="grid", observed_at=ago(months=40))
    found = baa([fact(plan="pro"), forgotten], GRID)
    assert (found.state, found.nearness, found.good) == ("current", "inherited", True)


def test_a_tool_wide_good_answer_holds_for_no_plan() -> None:
    assert baa([fact()]).state == "plan_not_stated"


def test_a_tool_wide_bad_answer_holds_for_every_plan() -> None:
    assert [baa([fact(value="no")], plan).good for plan in (FREE, GRID)] == [False, False]


def test_a_tool_wide_good_answer_holds_where_the_tool_has_one_plan() -> None:
    assert baa([fact()], FREE, (FREE,)).good is True


def test_a_tool_wide_good_answer_holds_where_the_source_says_all_plans() -> None:
    assert baa([fact(applies="all_plans")]).good is True


def test_a_vendor_criterion_holds_tool_wide() -> None:
    assert resolve([fact("encryption_at_rest")], REST, LADDER, FREE, TODAY).good is True


def test_the_plans_own_answer_comes_before_a_stronger_tool_wide_one() -> None:
    own, wide = fact(plan="free", value="addon"), fact(value="no", strength="attestation", observed_at=ago(2))
    assert baa([wide, own]).fact is own


def test_current_comes_before_stale_then_strength_then_newest() -> None:
    stale = fact(plan="free", strength="attestation", observed_at=ago(20))
    weak = fact(plan="free", strength="help_page", observed_at=ago(3))
    strong = fact(plan="free", strength="contract", observed_at=ago(5))
    newer = fact(plan="free", strength="contract", observed_at=ago(4))
    assert baa([stale, weak, strong, newer]).fact is newer
    assert baa([stale]).state == "stale"


def test_older_than_twice_the_half_life_is_unknown() -> None:
    found = baa([fact(plan="free", observed_at=ago(37))])
    assert (found.state, found.known) == ("too_old", False)


def test_what_the_terms_exclude_never_ages_out() -> None:
    old = fact("excluded_data", "phi", status="yes", applies="all_plans", observed_at=ago(200))
    found = resolve_values([old], criterion("excluded_data"), LADDER, FREE, TODAY)["phi"]
    assert (found.state, found.good) == ("current", False)


def test_a_dated_fact_does_not_age_before_its_end() -> None:
    dated = fact(plan="free", since=day("2015-01-01"), until=day("2020-01-01"), observed_at=day("2014-06-01"))
    assert baa([dated], moment=at("2019-12-31")).state == "current"
    assert baa([dated], moment=at("2020-01-01")).state == "absent"


def test_a_fact_seen_after_the_moment_has_no_age() -> None:
    dated = fact(plan="free", since=day("2019-01-01"), observed_at=day("2026-01-01"))
    assert baa([dated], moment=at("2019-06-01")).state == "current"


def test_an_undated_fact_holds_from_the_day_it_was_seen() -> None:
    assert baa([fact(plan="free", observed_at=day("2024-05-01"))], moment=at("2024-04-30")).state == "absent"


def test_what_was_recorded_later_is_hidden_by_known_at() -> None:
    late = fact(plan="free", since=day("2020-01-01"), recorded_at=day("2026-06-01"))
    assert baa([late], moment=at("2026-05-01", "2026-05-01")).state == "absent"
    assert baa([late], moment=at("2026-05-01", "2026-07-01")).good is True


def test_what_was_retracted_is_believed_before_and_not_after() -> None:
    gone = fact(plan="free", since=day("2020-01-01"), recorded_at=day("2026-01-01"), retracted_at=day("2026-03-01"))
    assert baa([gone], moment=at("2026-02-01", "2026-02-01")).good is True
    assert baa([gone]).state == "absent"


def test_a_quote_that_has_gone_no_longer_answers() -> None:
    assert baa([fact(plan="free", unsupported_at=ago(0.5))]).state == "absent"


def test_of_one_source_and_plan_only_the_newest_observation_counts() -> None:
    before = fact(plan="free", value="yes", source_id=7, observed_at=ago(9))
    after = fact(plan="free", value="no", source_id=7, observed_at=ago(2))
    assert (baa([before, after]).state, baa([before, after]).answer) == ("current", "no")


def test_two_equally_strong_sources_that_disagree_are_a_conflict() -> None:
    one, other = fact(plan="free", value="no", observed_at=ago(1)), fact(plan="free", observed_at=ago(2))
    found = baa([one, other])
    assert (found.state, found.known, set(map(id, found.facts))) == ("conflict", False, {id(one), id(other)})


def test_sources_seen_further_apart_than_a_half_life_supersede_each_other() -> None:
    old, new = fact(plan="free", observed_at=ago(20)), fact(plan="free", value="no", observed_at=ago(1))
    assert (baa([old, new]).answer, baa([old, new]).passed_over) == ("no", (old,))


def test_a_weaker_source_that_disagrees_is_passed_over() -> None:
    strong, weak = fact(plan="free", strength="contract"), fact(plan="free", value="no", strength="assertion")
    assert baa([strong, weak]).good is True


def test_two_words_that_count_the_same_are_no_conflict() -> None:
    training = criterion("ai_training_on_customer_data")
    said = [
        fact(training.criterion, word, plan="free", observed_at=ago(age)) for word, age in (("no", 1), ("opt_in", 2))
    ]
    found = resolve(said, training, LADDER, FREE, TODAY)
    assert (found.state, found.answer, found.good) == ("current", "no", True)


def test_one_source_that_says_both_at_one_moment_is_a_conflict() -> None:
    both = [fact(plan="free", value=value, source_id=7, observed_at=ago(1)) for value in ("yes", "no")]
    assert baa(both).state == "conflict"


def test_a_good_answer_against_a_newer_tool_wide_bad_one_as_strong_is_a_conflict() -> None:
    own, wide = fact(plan="free", observed_at=ago(3)), fact(value="no", observed_at=ago(1))
    assert baa([own, wide]).state == "conflict"
    older = fact(value="no", observed_at=ago(5))
    assert baa([own, older]).good is True


@pytest.mark.parametrize("name", ["hipaa_baa", "audit_log"])
def test_what_needs_the_company_is_bad_in_a_personal_account(name: str) -> None:
    facts = by_name([fact(name, plan="free")])
    found = resolve_criterion(facts, criterion(name), LADDER, FREE, TODAY, "personal")
    assert (found.state, found.good) == ("personal", False)


def test_on_a_personal_plan_what_needs_the_company_is_bad_unless_a_fact_says_otherwise() -> None:
    unsaid = resolve_criterion({}, BAA, LADDER, HOME, TODAY, "company")
    said = resolve_criterion(by_name([fact(plan="home")]), BAA, LADDER, HOME, TODAY, "company")
    everywhere = resolve_criterion(by_name([fact(applies="all_plans")]), BAA, LADDER, HOME, TODAY, "company")
    assert (unsaid.good, said.good, everywhere.good) == (False, True, True)


def test_a_soc_2_without_its_type_counts_half_and_passes_no_gate() -> None:
    facts = by_name([fact("certification", "soc2", status="yes")])
    found = resolve_criterion(facts, criterion("soc2_type2"), LADDER, FREE, TODAY, "company")
    assert (found.credit, found.good) == (0.5, None)


def test_a_denied_certificate_is_an_answer() -> None:
    facts = by_name([fact("certification", "soc2_type2", status="in_progress")])
    found = resolve_criterion(facts, criterion("soc2_type2"), LADDER, FREE, TODAY, "company")
    assert (found.answer, found.good) == ("in_progress", False)


def test_regions_resolve_one_by_one() -> None:
    facts = [fact("data_residency", region, status="yes", plan="pro") for region in ("eu", "us")]
    found = resolve_values(facts, criterion("data_residency"), LADDER, PRO, TODAY)
    assert {region: one.good for region, one in found.items()} == {"eu": True, "us": True}


facts_about_a_baa = st.lists(
    st.builds(
        lambda value, plan, strength, months, wide: fact(
            value=value,
            plan=plan,
            strength=strength,
            observed_at=ago(months),
            **({"applies": "all_plans"} if wide else {}),
        ),
        st.sampled_from(["yes", "no", "addon", "in_progress"]),
        st.sampled_from([None, "free", "pro", "grid", "home"]),
        st.sampled_from(STRENGTHS),
        st.floats(0, 50),
        st.booleans(),
    ),
    max_size=6,
)


@given(facts_about_a_baa, st.sampled_from(LADDER))
def test_every_resolution_names_the_facts_it_passed_over(facts: list[Fact], plan: Plan) -> None:
    found = baa(facts, plan)
    assert found.fact not in found.passed_over or found.state in ("too_old", "plan_not_stated")
    assert found.known == (found.state in ("current", "stale"))


@given(facts_about_a_baa, st.sampled_from(LADDER))
def test_the_order_in_which_facts_come_does_not_matter(facts: list[Fact], plan: Plan) -> None:
    there, back = baa(facts, plan), baa(facts[::-1], plan)
    assert replace(there, passed_over=(), rival=None) == replace(back, passed_over=(), rival=None)


@given(facts_about_a_baa)
def test_a_personal_account_never_makes_an_answer_better(facts: list[Fact]) -> None:
    for plan in LADDER:
        company = resolve_criterion(by_name(facts), BAA, LADDER, plan, TODAY, "company")
        personal = resolve_criterion(by_name(facts), BAA, LADDER, plan, TODAY, "personal")
        assert personal.good is False
        assert (personal.credit or 0.0) <= (company.credit or 0.0)


def test_the_rubric_of_data_has_a_half_life_for_what_can_age() -> None:
    ageless = {name for name, one in rubric().criteria.items() if one.half_life_months is None}
    assert ageless == {"excluded_data", "discontinued", "unresolved_breach", "regulator_action", "sanctions"}
