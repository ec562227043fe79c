"""The six rules of a check: for every question exactly one applies (docs/way.md, "Check")."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.models.evidence import Fact
from catalog.rubric import DATA_CLASSES, INDUSTRIES
from catalog.verdict import rules
from catalog.verdict.case import STRICTNESS, Verdict
from catalog.verdict.gates import outcomes
from catalog.verdict.rules import decide, unknown_tool
from catalog.verdict.rulings import covering
from tests.catalog.cases import Asker, case, phi_facts, ruling, solution, verdict
from tests.catalog.facts import HOME, LADDER, ago, at, day, fact, rubric

SENSITIVE = [name for name, one in rubric().data_classes.items() if one.sensitive]
TRACK_RECORD = [fact("service_since", 2013), fact("user_count", 5_000_000)]


def told(found: Verdict) -> tuple[str, str]:
    return found.word, found.basis


def effects(found: Verdict) -> dict[str, str]:
    return {reason.criterion: reason.effect for reason in found.reasons}


def test_rule_1_an_unknown_tool_is_asked_about() -> None:
    assert told(unknown_tool()) == ("ask", "unknown_tool")


def test_rule_2_a_sanctioned_tool_is_allowed() -> None:
    assert told(verdict(rulings=(ruling(),), industry="legal")) == ("allowed", "decision")


def test_rule_2_conditions_of_a_decision_are_told() -> None:
    found = verdict(rulings=(ruling(conditions=("work mail only",)),))
    assert (told(found), found.conditions) == (("conditions", "decision"), ("work mail only",))


def test_rule_2_tolerated_says_until_when() -> None:
    found = verdict(rulings=(ruling("tolerated", valid_to=day("2027-05-04")),))
    assert (found.word, found.conditions) == ("conditions", ("until 2027-05-04",))


def test_rule_2_restricted_is_conditions_inside_its_scope_and_denied_outside() -> None:
    rule = ruling("restricted", scope={"industry": "general"})
    assert verdict(rulings=(rule,)).word == "conditions"
    assert told(verdict(rulings=(rule,), industry="legal")) == ("denied", "decision")


def test_rule_2_prohibited_is_denied() -> None:
    assert told(verdict(rulings=(ruling("prohibited"),))) == ("denied", "decision")


def test_rule_2_the_narrowest_scope_wins_then_the_strictest() -> None:
    wide, narrow = ruling("prohibited"), ruling(scope={"team": "sales"})
    sales = Asker("anna", "sales", "commerce")
    assert verdict(rulings=(wide, narrow), asker=sales).word == "allowed"
    assert verdict(rulings=(wide, narrow)).word == "denied"
    assert verdict(rulings=(ruling(), ruling("tolerated"))).word == "conditions"


def test_rule_2_a_decision_for_some_data_does_not_cover_more() -> None:
    rule = ruling(scope={"data": ["internal"]})
    assert verdict([], "internal", rulings=(rule,)).basis == "decision"
    assert verdict([], "internal", "phi", rulings=(rule,)).basis == "gate"


def test_rule_2_a_decision_does_not_lift_a_failed_gate_that_it_does_not_name() -> None:
    found = verdict(phi_facts(hipaa_baa="no"), "phi", rulings=(ruling(),))
    assert told(found) == ("denied", "gate")
    assert effects(found)["decision"] == "decision"


def test_rule_2_a_decision_lifts_a_failed_gate_that_it_names() -> None:
    found = verdict(phi_facts(hipaa_baa="no"), "phi", rulings=(ruling(overrides=("baa",)),))
    assert told(found) == ("allowed", "decision")


def test_rule_2_a_decision_lifts_unknown_gates_and_says_so() -> None:
    found = verdict([], "phi", rulings=(ruling(),))
    assert told(found) == ("allowed", "decision")
    assert effects(found)["hipaa_baa"] == "gate_unknown"


def test_rule_3_a_failed_gate_denies_and_names_the_fact() -> None:
    no = fact(plan="free", value="no")
    found = verdict([no], "phi")
    assert told(found) == ("denied", "gate")
    assert found.reasons[0].facts == (no,)


def test_rule_3_the_strictest_of_the_failed_gates_speaks() -> None:
    assert verdict(phi_facts(audit_log="no"), "phi").word == "ask"
    assert verdict(phi_facts(audit_log="no", hipaa_baa="no"), "phi").word == "denied"


@pytest.mark.parametrize("name", ["discontinued", "unresolved_breach", "regulator_action", "sanctions"])
def test_rule_3_what_is_known_to_be_bad_denies(name: str) -> None:
    assert told(verdict([fact(name, "yes")])) == ("denied", "posture")


def test_rule_3_a_regulators_order_denies_only_the_data_it_is_about() -> None:
    order = fact("regulator_action", "yes", data=["books_and_records"])
    assert verdict([order], "internal").word == "allowed"
    assert verdict([order], "books_and_records").word == "denied"


def test_rule_3_what_the_vendors_terms_forbid_is_denied_whatever_the_rest() -> None:
    forbids = fact("excluded_data", "phi", status="yes", applies="all_plans")
    assert told(verdict([*phi_facts(), forbids], "phi")) == ("denied", "gate")


def test_rule_4_an_unknown_gate_asks_and_names_what_lacks() -> None:
    found = verdict(phi_facts(audit_log=None), "phi")
    assert told(found) == ("ask", "gate")
    assert effects(found) == {"audit_log": "gate_unknown"}


def test_rule_4_a_conflict_counts_as_not_known() -> None:
    facts = [*phi_facts(hipaa_baa=None), fact(plan="free"), fact(plan="free", value="no", observed_at=ago(2))]
    assert told(verdict(facts, "phi")) == ("ask", "gate")


def test_rule_5_forgiveness_allows_what_nothing_bad_is_known_of() -> None:
    assert told(verdict()) == ("allowed", "posture")


def test_rule_5_permission_asks_for_a_tool_without_a_track_record() -> None:
    assert told(verdict(industry="legal")) == ("ask", "posture")


def test_rule_5_permission_allows_a_tool_with_a_track_record() -> None:
    found = verdict(TRACK_RECORD, industry="financial")
    assert told(found) == ("allowed", "posture")
    assert set(effects(found).values()) == {"track_record"}


def test_rule_5_one_thing_is_no_track_record() -> None:
    assert verdict(TRACK_RECORD[:1], industry="medical").word == "ask"


def test_rule_5_public_data_is_forgiven_in_every_industry() -> None:
    assert {verdict([], "public", industry=industry).word for industry in INDUSTRIES} == {"allowed"}


def test_rule_6_an_open_deed_makes_conditions() -> None:
    found = verdict(phi_facts(), "phi", industry="medical")
    assert told(found) == ("conditions", "gate")
    assert found.to_do[0].done is None


def test_rule_6_a_company_solution_that_records_the_deed_closes_it_and_it_stays_listed() -> None:
    found = verdict(phi_facts(), "phi", industry="medical", solutions=[solution(baa="2026-05-01")])
    done = {to_do.gate: to_do.done for to_do in found.to_do}
    assert done["baa"] == date(2026, 5, 1)
    assert found.basis == "rating"


def test_rule_6_asks_where_low_is_under_the_threshold() -> None:
    found = verdict([fact("communications_archiving", plan="free"), fact("ediscovery_or_legal_hold", plan="free")],
                    "books_and_records")  # fmt: skip
    low = case([fact("communications_archiving", plan="free")], "books_and_records").rating.low
    assert (found.word == "ask") == (low < rubric().thresholds.ask_below)


def test_opting_out_counts_where_an_administrator_does_it_for_all() -> None:
    training = "ai_training_on_customer_data"
    contract = fact("gdpr_dpa", plan="free")

    def word(set_by: str | None, account: str = "company") -> str:
        opt_out = fact(training, "opt_out", plan="free", set_by=set_by)
        return verdict([contract, opt_out], "confidential", account=account).word

    assert word("administrator") in ("conditions", "ask")
    assert word("person") == "denied"
    assert word(None) == "ask"
    assert word("administrator", account="personal") == "denied"


def test_card_numbers_have_no_place_outside_payments() -> None:
    attested = fact("certification", "pci_dss", status="yes")
    assert verdict([attested], "cardholder").word == "denied"
    assert verdict([attested], "cardholder", category="payments").word != "denied"


def test_passwords_belong_in_a_password_manager_with_end_to_end_encryption() -> None:
    sealed = fact("e2ee", plan="free")
    assert verdict([sealed], "credentials").word == "denied"
    assert verdict([sealed], "credentials", category="passwords").word != "denied"
    assert verdict([], "credentials", category="passwords").word == "ask"


def test_the_telehealth_notice_allowed_video_calls_in_good_faith_while_it_was_in_force() -> None:
    private = fact("public_facing", "no", since=day("2019-01-01"))
    then = {"industry": "medical", "category": "meetings"}
    found = verdict([private], "phi", moment=at("2020-04-15"), **then)
    assert (told(found), found.exception is not None) == (("allowed", "gate"), True)
    assert verdict([private], "phi", moment=at("2023-08-09"), **then).word == "allowed"
    assert verdict([private], "phi", moment=at("2023-08-10"), **then).word == "ask"
    assert verdict([private], "phi", moment=at("2020-03-16"), **then).word == "ask"


def test_the_telehealth_notice_needs_it_known_that_the_tool_is_not_public_facing() -> None:
    assert verdict([], "phi", moment=at("2020-04-15"), industry="medical", category="meetings").word == "ask"


def test_generative_ai_in_legal_work_asks_for_the_clients_consent() -> None:
    found = verdict([], "privileged", industry="legal", category="ai-assistant")
    elsewhere = verdict([], "privileged", industry="legal")
    consent = "informed_consent"
    assert consent in {to_do.gate for to_do in found.to_do}
    assert consent not in {to_do.gate for to_do in elsewhere.to_do}


def test_special_data_in_medical_work_on_a_personal_plan_is_denied() -> None:
    assert verdict([], "special_category", industry="medical", plan=HOME).word == "denied"


def test_every_sensitive_class_has_a_gate() -> None:
    assert all(rubric().gates_for("general", name) for name in SENSITIVE)


names = [name for name, one in rubric().criteria.items() if one.type in ("answer", "flag")]
some_facts = st.lists(
    st.builds(
        lambda name, value, plan, months, set_by: fact(
            name, value, plan=plan, observed_at=ago(months), set_by=set_by, **({} if plan else {"applies": "all_plans"})
        ),
        st.sampled_from(names),
        st.sampled_from(["yes", "no", "addon", "opt_out", "opt_in"]),
        st.sampled_from([None, "free", "pro", "home"]),
        st.floats(0, 80),
        st.sampled_from([None, "administrator", "person"]),
    ),
    max_size=14,
)
questions = st.fixed_dictionaries(
    {
        "industry": st.sampled_from(INDUSTRIES),
        "plan": st.sampled_from(LADDER),
        "category": st.sampled_from(["team-chat", "meetings", "payments", "passwords", "ai-assistant"]),
    }
)
classes = st.lists(st.sampled_from(DATA_CLASSES), min_size=1, max_size=4, unique=True)
rulings = st.lists(
    st.builds(
        lambda status, scope, overrides: ruling(status, scope=scope, overrides=overrides),
        st.sampled_from(["sanctioned", "tolerated", "restricted", "prohibited"]),
        st.sampled_from([{}, {"industry": "legal"}, {"data": ["phi"]}, {"plan": "free"}]),
        st.sampled_from([(), ("baa",)]),
    ),
    max_size=2,
).map(tuple)
STEPS = ("_by_decision", "_by_something_bad", "_by_unknown_gate", "_by_posture")


@settings(max_examples=150)
@given(some_facts, classes, questions, rulings)
def test_for_every_question_exactly_one_rule_applies(
    facts: list[Fact], data: list[str], question: dict[str, Any], ruled: Any
) -> None:
    asked = case(facts, *data, rulings=ruled, **question)
    gates, exception = outcomes(asked)
    findings = rules.Findings(tuple(gates), exception, tuple(rules._known_bad(asked)), covering(asked))
    first = next(
        (found for step in STEPS if (found := getattr(rules, step)(asked, findings)) is not None),
        None,
    )
    last = first or rules._by_rating(asked, findings)
    found = decide(asked)
    assert (found.word, found.basis, found.reasons) == (last.word, last.basis, last.reasons)
    assert found.reasons


@settings(max_examples=200)
@given(some_facts, classes, st.sampled_from(DATA_CLASSES), questions)
def test_a_further_data_class_never_gives_a_milder_verdict(
    facts: list[Fact], data: list[str], further: str, question: dict[str, Any]
) -> None:
    before = verdict(facts, *data, **question)
    after = verdict(facts, *dict.fromkeys([*data, further]), **question)
    assert STRICTNESS[after.word] >= STRICTNESS[before.word]


@settings(max_examples=200)
@given(some_facts, classes, questions)
def test_a_personal_account_never_gives_a_milder_verdict(
    facts: list[Fact], data: list[str], question: dict[str, Any]
) -> None:
    company, personal = verdict(facts, *data, **question), verdict(facts, *data, account="personal", **question)
    assert STRICTNESS[personal.word] >= STRICTNESS[company.word]


@settings(max_examples=100)
@given(some_facts, classes, questions)
def test_every_reason_is_a_sentence(facts: list[Fact], data: list[str], question: dict[str, Any]) -> None:
    for reason in verdict(facts, *data, **question).reasons:
        assert reason.text
        assert "{" not in reason.text
