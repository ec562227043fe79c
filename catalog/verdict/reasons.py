"""Reasons in plain words, each with the facts that show it."""

from collections.abc import Iterable
from datetime import timedelta

from catalog.evidence.resolve import Resolution
from catalog.rating import weights
from catalog.verdict.case import Case, Effect, Outcome, Reason, Ruling

SHOWN = 3
NEEDS = {
    "contract": "{title}: it takes a contract that only the company can sign, and this is a personal account or plan.",
    "administrator": "{title}: only a company's administrator can set it, and this is a personal account or plan.",
}
EFFECTS: dict[str, Effect] = {"good": "gate_met", "failed": "gate_failed", "unknown": "gate_unknown"}


def of_gates(outcomes: Iterable[Outcome], case: Case) -> list[Reason]:
    """Give a reason for each criterion that a gate rests on, the first gate's effect standing for it."""
    reasons: dict[tuple[str, str], Reason] = {}
    for outcome in outcomes:
        effect = EFFECTS[outcome.state]
        if not outcome.resolutions and outcome.state != "good":
            title = outcome.gate.title
            wanted = title if title[:2].isupper() else title[:1].lower() + title[1:]
            text = f"{case.tool} is no place for this, which needs {wanted}."
            reasons.setdefault((outcome.gate.gate, effect), Reason(outcome.gate.gate, None, effect, text))
        for resolution in outcome.resolutions:
            reasons.setdefault((resolution.criterion, effect), of_resolution(resolution, effect, case))
    return list(reasons.values())


def of_resolution(resolution: Resolution, effect: Effect, case: Case) -> Reason:
    """Give the reason that a resolution makes."""
    return Reason(
        resolution.criterion,
        resolution.answer,
        effect,
        _text(resolution, case),
        resolution.facts,
        resolution.state,
    )


def _text(resolution: Resolution, case: Case) -> str:
    criterion = case.criterion(resolution.criterion)
    if resolution.state == "personal":
        return NEEDS[criterion.needs].format(title=criterion.title)
    words = {"tool": case.tool, "plan": case.plan_name, "value": resolution.answer}
    if resolution.state == "conflict":
        return f"Two sources disagree, so we count it as not known: {criterion.question}"
    if resolution.state == "too_old":
        return f"What we saw is too long ago to count on: {criterion.question}"
    if resolution.state == "plan_not_stated":
        return f"The source does not say for which plan: {criterion.question}"
    if resolution.credit is None:
        return criterion.sentences.unknown.format(**words)
    good = resolution.good if resolution.good is not None else resolution.credit > 0
    return (criterion.sentences.good if good else criterion.sentences.bad).format(**words)


def lacking(case: Case) -> list[Reason]:
    """Give the weightiest criteria that keep `low` down: bad answers first, then unknown ones."""
    heavy = sorted(weights(case.rubric, case.industry).items(), key=lambda item: -item[1])
    short = [case.resolutions[name] for name, _ in heavy if (case.resolutions[name].credit or 0.0) < 1.0]
    ranked = sorted(short, key=lambda one: not one.known)
    return [of_resolution(resolution, "lowers", case) for resolution in ranked[:SHOWN]]


def raising(case: Case) -> list[Reason]:
    """Give the weightiest good answers."""
    heavy = sorted(weights(case.rubric, case.industry).items(), key=lambda item: -item[1])
    good = [case.resolutions[name] for name, _ in heavy if case.resolutions[name].good]
    return [of_resolution(resolution, "raises", case) for resolution in good[:SHOWN]]


def of_ruling(ruling: Ruling, case: Case) -> Reason:
    """Give the reason that a decision makes."""
    last = ruling.valid_to - timedelta(microseconds=1) if ruling.valid_to else None
    until = f" until {last.date().isoformat()}" if last else ""
    text = f"Our security team decided: {ruling.status}{until}. {ruling.reason}".strip()
    return Reason("decision", ruling.status, "decision", text)


def of_posture(posture: str, case: Case) -> Reason:
    """Give the reason that stands where nothing else had to decide."""
    nouns = " and ".join(one.noun for one in case.classes)
    if posture == "forgiveness":
        return Reason("posture", posture, "raises", f"Nothing bad is known, and that is enough for {nouns}.")
    text = f"In {case.rules.noun}, {nouns} need a yes from security unless enough good is known of the tool."
    return Reason("posture", posture, "lowers", text)
