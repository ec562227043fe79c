"""Cases with good defaults: a tool with a team ladder, its facts, a question."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from catalog.check.known import Known
from catalog.check.question import Circumstances
from catalog.evidence.resolve import by_name
from catalog.models.company import CompanySolution
from catalog.models.evidence import Fact
from catalog.models.tool import Category, Plan, Tool, ToolState
from catalog.moment import Moment
from catalog.verdict.case import Asker, Case, Ruling, Verdict
from catalog.verdict.rules import decide
from tests.catalog.facts import FREE, LADDER, PRESENT, TODAY, fact, rubric

TRAITS = {"meetings": ["video"], "ai-assistant": ["generative_ai"], "payments": ["payments"], "passwords": ["secrets"]}


def known(facts: Sequence[Fact] = (), category: str = "team-chat", **given: Any) -> Known:
    """Give what is known of a made-up tool."""
    told: dict[str, Any] = {
        "tool": Tool(id=1, slug="acme", name="Acme"),
        "state": ToolState(tool_id=1, category=category, recorded_at=PRESENT),
        "category": Category(
            slug=category, name=category, noun=category, traits=TRAITS.get(category, []), recorded_at=PRESENT
        ),
        "ladder": LADDER,
        "plan_names": {},
        "facts": by_name(facts),
        "rulings": (),
        "solutions": [],
        "moment": TODAY,
        "rubric": rubric(),
    }
    return Known(**(told | given))


def circumstances(*data: str, industry: str = "general", account: str = "company", **given: Any) -> Circumstances:
    """Give the circumstances of a question."""
    return Circumstances(industry, data or ("internal",), account, given.pop("moment", TODAY), **given)


def case(facts: Sequence[Fact] = (), *data: str, plan: Plan = FREE, category: str = "team-chat", **given: Any) -> Case:
    """Give the case of a made-up tool on a plan."""
    about = {key: given.pop(key) for key in ("rulings", "solutions", "ladder") if key in given}
    moment: Moment = given.get("moment", TODAY)
    return known(facts, category, moment=moment, **about).case(plan, circumstances(*data, **given))


def verdict(facts: Sequence[Fact] = (), *data: str, **given: Any) -> Verdict:
    """Give the verdict on such a case."""
    return decide(case(facts, *data, **given))


def ruling(status: Any = "sanctioned", **given: Any) -> Ruling:
    """Give a decision in force."""
    return Ruling(reference="D-1", status=status, reason="We looked at it.", decided_by="bo", **given)


def solution(plan: str = "free", **deeds: str) -> CompanySolution:
    """Give a company solution, with the deeds recorded for it (gate=day)."""
    done = [{"gate": gate, "on": on} for gate, on in deeds.items()]
    return CompanySolution(
        tool_id=1, plan=plan, seats=10, deeds=done, valid_from=PRESENT, recorded_at=PRESENT, renews_on=date(2027, 1, 1)
    )


def phi_facts(**changed: Any) -> list[Fact]:
    """Give facts that make every gate of patient data good on the free plan, those changed apart."""
    said: dict[str, Any] = {"hipaa_baa": "yes", "encryption_in_transit": "yes", "audit_log": "yes", **changed}
    return [fact(name, value, plan="free") for name, value in said.items() if value is not None]


__all__ = ["Asker", "case", "circumstances", "known", "phi_facts", "ruling", "solution", "verdict"]
