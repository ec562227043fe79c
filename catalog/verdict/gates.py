"""Gates: does a hard condition hold for a data class? Good, failed or unknown, with what is still to be done."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from catalog.evidence.resolve import Resolution
from catalog.rubric import AppliesTo, ExceptionRule, Expression, Gate
from catalog.verdict.case import Case, Outcome, ToDo

Truth = Literal["good", "failed", "unknown"]
Result = tuple[Truth, tuple[str, ...], tuple[Resolution, ...]]
TRAINING = "ai_training_on_customer_data"


def outcomes(case: Case) -> tuple[list[Outcome], ExceptionRule | None]:
    """Give how every gate in force came out, those suspended left out, and the exception that suspended some."""
    exception = _exception(case)
    found = []
    for data_class in case.data:
        suspended = exception.suspends if exception and exception.data_class == data_class else ()
        found += [
            _outcome(gate, data_class, case)
            for gate in case.rubric.gates_for(case.industry, data_class)
            if gate.gate not in suspended and _in_force(gate, case) and _applies(gate.applies_to, case)
        ]
    return found, exception


def _outcome(gate: Gate, data_class: str, case: Case) -> Outcome:
    state, texts, resolutions = evaluate(gate.expression, case, data_class)
    done = case.deeds.get(gate.gate)
    return Outcome(gate, data_class, state, tuple(ToDo(gate.gate, text, done) for text in texts), resolutions)


def evaluate(expression: Expression, case: Case, data_class: str) -> Result:
    """Give whether an expression holds, what is to be done for it, and the resolutions it rests on."""
    if expression.all_of is not None:
        return _all([evaluate(part, case, data_class) for part in expression.all_of])
    if expression.any_of is not None:
        return _any([evaluate(part, case, data_class) for part in expression.any_of])
    if expression.good is not None:
        return _good(expression.good, case)
    if expression.answer is not None:
        resolution = case.resolutions[expression.answer.criterion]
        state = _truth(str(resolution.answer) in expression.answer.values) if resolution.known else "unknown"
        return state, (), (resolution,)
    if expression.ai_training:
        return _ai_training(case)
    if expression.not_excluded:
        return _not_excluded(case, data_class)
    return _of_the_tool(expression, case)


def _of_the_tool(expression: Expression, case: Case) -> Result:
    if expression.deed is not None:
        return "good", (expression.to_do or "",), ()
    if expression.company_account:
        personal = case.account == "personal" or (case.plan is not None and case.plan.family == "personal")
        return _truth(not personal), (), ()
    if case.category is None:
        return "unknown", (), ()
    if expression.category is not None:
        return _truth(case.category in expression.category), (), ()
    wanted = expression.trait if isinstance(expression.trait, tuple) else (expression.trait,)
    return _truth(any(trait in case.traits for trait in wanted)), (), ()


def _truth(holds: bool) -> Truth:
    return "good" if holds else "failed"


def _good(name: str, case: Case) -> Result:
    resolution = case.resolutions[name]
    if resolution.good is None:
        return "unknown", (), (resolution,)
    if not resolution.good:
        return "failed", (), (resolution,)
    return "good", tuple(_to_do(resolution, case)), (resolution,)


def _to_do(resolution: Resolution, case: Case) -> Iterator[str]:
    """What an answer still asks for: the criterion's own words unless the page says them, then the page's."""
    criterion = case.criterion(resolution.criterion)
    asked = resolution.fact.to_do if resolution.fact else []
    text = criterion.to_do.get(str(resolution.answer), criterion.to_do.get("good"))
    if text and not any(criterion.title.lower() in one.lower() for one in asked):
        yield text.format(tool=case.tool, plan=case.plan_name)
    yield from asked


def _ai_training(case: Case) -> Result:
    """Opting out counts where an administrator does it for all; it fails where each person has to."""
    resolution = case.resolutions[TRAINING]
    if resolution.good or not resolution.known or resolution.answer != "opt_out":
        return _good(TRAINING, case)
    set_by = resolution.fact.set_by if resolution.fact else None
    if case.account == "personal" or set_by == "person":
        return "failed", (), (resolution,)
    if set_by != "administrator":
        return "unknown", (), (resolution,)
    return "good", tuple(_to_do(resolution, case)), (resolution,)


def _not_excluded(case: Case, data_class: str) -> Result:
    """What the vendor's own terms forbid; nothing known counts as good, for this gate only."""
    resolution = case.excluded.get(data_class)
    if resolution is None or resolution.state in ("absent", "plan_not_stated", "personal"):
        return "good", (), ()
    if resolution.good is None:
        return "unknown", (), (resolution,)
    return _truth(resolution.good), (), (resolution,)


def _all(results: Sequence[Result]) -> Result:
    lacking_states: tuple[Truth, ...] = ("failed", "unknown")
    for state in lacking_states:
        lacking = [result for result in results if result[0] == state]
        if lacking:
            return state, (), _joined(lacking)
    return "good", tuple(text for result in results for text in result[1]), _joined(results)


def _any(results: Sequence[Result]) -> Result:
    good = [result for result in results if result[0] == "good"]
    if good:
        return min(good, key=lambda result: len(result[1]))
    unknown = [result for result in results if result[0] == "unknown"]
    return ("unknown", (), _joined(unknown)) if unknown else ("failed", (), _joined(results))


def _joined(results: Sequence[Result]) -> tuple[Resolution, ...]:
    seen = {resolution.criterion: resolution for result in results for resolution in result[2]}
    return tuple(seen.values())


def _in_force(gate: Gate, case: Case) -> bool:
    day = case.moment.as_of.date()
    return (gate.from_ is None or gate.from_ <= day) and (gate.until is None or day < gate.until)


def _applies(applies_to: AppliesTo | None, case: Case) -> bool:
    if applies_to is None:
        return True
    return case.category in applies_to.category or any(trait in case.traits for trait in applies_to.trait)


def _exception(case: Case) -> ExceptionRule | None:
    """Give the exception in force for one of the data classes, its predicate being known to hold."""
    day: date = case.moment.as_of.date()
    for rule in case.rules.exceptions:
        in_force = rule.from_ <= day <= rule.until and rule.data_class in case.data
        if in_force and evaluate(rule.when, case, rule.data_class)[0] == "good":
            return rule
    return None
