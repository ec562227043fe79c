"""Decisions: which one in force covers a question, and what it says. The narrowest scope, then the strictest."""

from collections.abc import Iterable

from catalog.verdict.case import STRICTNESS, Case, Ruling, Word

NARROWNESS = {"person": 16, "team": 8, "department": 4, "plan": 1, "account": 1, "industry": 1, "data": 1}


def covering(case: Case) -> tuple[Ruling, Word] | None:
    """Give the decision that covers the case and the verdict it speaks, None where none does."""
    found = [(ruling, covered) for ruling in case.rulings if (covered := _covers(ruling, case)) is not None]
    if not found:
        return None
    ruling, covered = max(found, key=lambda one: (_narrowness(one), STRICTNESS[_word(*one)]))
    return ruling, _word(ruling, covered)


def _covers(ruling: Ruling, case: Case) -> bool | None:
    """True inside the scope, False outside a restriction's (which speaks there too), None where it says nothing."""
    if inside(ruling, case):
        return True
    return False if ruling.status == "restricted" else None


def inside(ruling: Ruling, case: Case) -> bool:
    """Say whether a case lies in the scope of a decision."""
    scope = ruling.scope
    asked = {
        "plan": case.plan.slug if case.plan else None,
        "account": case.account,
        "industry": case.industry,
        "department": case.asker.department,
        "team": case.asker.team,
        "person": case.asker.person,
    }
    if any(scope.get(key) not in (None, value) for key, value in asked.items()):
        return False
    return _data_inside(scope.get("data") or (), ruling, case)


def _data_inside(named: Iterable[str], ruling: Ruling, case: Case) -> bool:
    """A prohibition covers a question that touches its data; all else must hold every class of the question."""
    classes = set(named)
    if not classes:
        return True
    asked = set(case.data)
    return bool(asked & classes) if ruling.status == "prohibited" else asked <= classes


def _narrowness(found: tuple[Ruling, bool]) -> int:
    ruling, covered = found
    return sum(weight for key, weight in NARROWNESS.items() if ruling.scope.get(key)) if covered else 0


def _word(ruling: Ruling, covered: bool) -> Word:
    if ruling.status == "prohibited" or not covered:
        return "denied"
    if ruling.status == "sanctioned" and not ruling.conditions:
        return "allowed"
    return "conditions"
