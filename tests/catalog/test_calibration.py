"""The thresholds, counted over the whole catalog: with only gate facts known, rule 6 seldom asks."""

from collections import Counter

from sqlmodel import select

from catalog.check.known import known
from catalog.check.question import Circumstances
from catalog.models.tool import Tool
from catalog.moment import Moment, now
from catalog.rubric import DATA_CLASSES, INDUSTRIES, stored_at
from catalog.store import Store

MOST = 1 / 20


def test_with_only_gate_facts_known_at_most_one_question_in_twenty_asks_by_the_rating(filled_store: Store) -> None:
    moment = Moment(now(), now())
    ended: Counter[tuple[str, str]] = Counter()
    with filled_store.session() as session:
        rubric = stored_at(session, moment)
        gates = [*rubric.gates, *(gate for one in rubric.industries.values() for gate in one.gates)]
        asked_for = {name for gate in gates for name in gate.expression.criteria} | {"certification"}
        for it in known(session, session.exec(select(Tool)).all(), rubric, moment).values():
            it.facts = {name: facts for name, facts in it.facts.items() if name in asked_for}
            for plan in it.ladder:
                for industry in INDUSTRIES:
                    for data in DATA_CLASSES:
                        found = it.verdict(plan, Circumstances(industry, (data,), "company", moment))
                        ended[(found.word, found.basis)] += 1
    by_rule_6 = sum(count for (_, basis), count in ended.items() if basis == "rating")
    conditions = ended[("conditions", "gate")]
    assert ended[("ask", "rating")] <= MOST * (by_rule_6 + conditions)
    assert ended[("ask", "rating")] <= MOST * ended.total()
