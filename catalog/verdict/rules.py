"""The six rules of a check, in order: the first that applies gives the verdict, and exactly one does. Pure.

Rule 1 (unknown tool) is `unknown_tool`; the others need a case. docs/way.md, "Check", states them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from catalog.evidence.resolve import Resolution
from catalog.rubric import ExceptionRule, RecordItem
from catalog.verdict import reasons as why
from catalog.verdict.case import STRICTNESS, Case, Outcome, Reason, Ruling, ToDo, Verdict, Word
from catalog.verdict.gates import outcomes
from catalog.verdict.rulings import covering


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules look at: how the gates came out, what is known to be bad, the decision that covers the case."""

    gates: tuple[Outcome, ...]
    exception: ExceptionRule | None
    known_bad: tuple[Reason, ...]
    ruling: tuple[Ruling, Word] | None

    def lifted(self, name: str) -> bool:
        """Say whether the decision names a gate or a known-bad criterion as overridden."""
        return self.ruling is not None and name in self.ruling[0].overrides

    @property
    def failed(self) -> list[Outcome]:
        """Give the failed gates that no decision lifts."""
        return [one for one in self.gates if one.state == "failed" and not self.lifted(one.gate.gate)]

    @property
    def bad(self) -> list[Reason]:
        """Give what is known to be bad and no decision lifts."""
        return [reason for reason in self.known_bad if not self.lifted(reason.criterion)]

    @property
    def unknown(self) -> list[Outcome]:
        """Give the gates that are unknown."""
        return [one for one in self.gates if one.state == "unknown"]


def unknown_tool() -> Verdict:
    """Rule 1: a tool that nobody knows is asked about."""
    text = "We do not know this tool yet. Until we do, use it for public things only."
    return Verdict("ask", "unknown_tool", (Reason("tool", None, "gate_unknown", text),))


def decide(case: Case) -> Verdict:
    """Give the verdict on a case by the first of rules 2 to 6 that applies."""
    gates, exception = outcomes(case)
    findings = Findings(tuple(gates), exception, tuple(_known_bad(case)), covering(case))
    verdict = (
        _by_decision(case, findings)
        or _by_something_bad(case, findings)
        or _by_unknown_gate(case, findings)
        or _by_posture(case, findings)
        or _by_rating(case, findings)
    )
    to_do = _to_do(findings.gates)
    return replace(verdict, to_do=to_do, exception=exception) if to_do or exception else verdict


def _by_decision(case: Case, findings: Findings) -> Verdict | None:
    """Rule 2: a decision in force; it lifts unknown gates, and failed ones only where it names them."""
    if findings.ruling is None:
        return None
    ruling, word = findings.ruling
    if word != "denied" and (findings.failed or findings.bad):
        return None
    told = [why.of_ruling(ruling, case), *why.of_gates((one for one in findings.gates if one.state != "good"), case)]
    conditions = [*_until(ruling), *ruling.conditions] if word == "conditions" else []
    return Verdict(word, "decision", tuple(told), tuple(conditions), ruling=ruling)


def _until(ruling: Ruling) -> Iterable[str]:
    if ruling.status == "tolerated" and ruling.valid_to is not None:
        yield f"until {(ruling.valid_to - timedelta(microseconds=1)).date().isoformat()}"


def _by_something_bad(case: Case, findings: Findings) -> Verdict | None:
    """Rule 3: something known to be bad, or a gate that failed; the strictest."""
    ruled = [why.of_ruling(findings.ruling[0], case)] if findings.ruling else []
    if findings.bad:
        told = [*findings.bad, *why.of_gates(findings.failed, case), *ruled]
        return Verdict("denied", "posture", tuple(told))
    if not findings.failed:
        return None
    word = max((one.gate.if_failed for one in findings.failed), key=STRICTNESS.__getitem__)
    strictest_first = sorted(findings.failed, key=lambda one: -STRICTNESS[one.gate.if_failed])
    told = [*why.of_gates([*strictest_first, *findings.unknown], case), *ruled]
    return Verdict(word, "gate", tuple(told))


def _by_unknown_gate(case: Case, findings: Findings) -> Verdict | None:
    """Rule 4: a gate is unknown."""
    if not findings.unknown:
        return None
    return Verdict("ask", "gate", tuple(why.of_gates(findings.unknown, case)))


def _by_posture(case: Case, findings: Findings) -> Verdict | None:
    """Rule 5: nothing sensitive."""
    if any(one.sensitive for one in case.classes):
        return None
    postures: set[str] = {_posture(name, case) for name in case.data}
    if postures == {"forgiveness"}:
        return Verdict("allowed", "posture", (why.of_posture("forgiveness", case), *track_record(case)))
    record = track_record(case)
    if len(record) >= case.rubric.track_record.needs:
        return Verdict("allowed", "posture", tuple(record))
    if case.rating.low >= case.rubric.thresholds.ask_below:
        return Verdict("allowed", "posture", tuple(why.raising(case)))
    return Verdict("ask", "posture", (why.of_posture("permission", case), *why.lacking(case)))


def _posture(data_class: str, case: Case) -> str:
    """Give the posture towards a data class; a department's own is about what is internal."""
    own = case.posture if data_class == "internal" else None
    return own or case.rules.posture.get(data_class, "permission")


def _by_rating(case: Case, findings: Findings) -> Verdict:
    """Rule 6: sensitive, and all gates good."""
    met = why.of_gates(findings.gates, case)
    sensitive = {one.data_class for one in case.classes if one.sensitive}
    if findings.exception is not None and sensitive == {findings.exception.data_class}:
        rule = findings.exception
        told = Reason(rule.exception, rule.title, "raises", rule.reason)
        return Verdict("allowed", "gate", (told, *met))
    low, thresholds = case.rating.low, case.rubric.thresholds
    if low < thresholds.ask_below:
        return Verdict("ask", "rating", (*why.lacking(case), *met))
    if any(one.done is None for one in _to_do(findings.gates)):
        return Verdict("conditions", "gate", tuple(met))
    if low < thresholds.allow_from:
        short = why.lacking(case)
        remedies = dict.fromkeys(case.criterion(reason.criterion).remedy or reason.text for reason in short)
        return Verdict("conditions", "rating", (*short, *met), tuple(remedies))
    named = {reason.criterion for reason in met}
    raising = [reason for reason in why.raising(case) if reason.criterion not in named]
    return Verdict("allowed", "rating", (*met, *raising))


def _to_do(gates: Iterable[Outcome]) -> tuple[ToDo, ...]:
    """Give what is to be done for the good gates, each text once, open ones first."""
    found: dict[str, ToDo] = {}
    for to_do in (to_do for one in gates if one.state == "good" for to_do in one.to_do):
        known = found.get(to_do.text)
        if known is None or known.done is None:
            found[to_do.text] = to_do
    return tuple(sorted(found.values(), key=lambda to_do: to_do.done is not None))


def _known_bad(case: Case) -> Iterable[Reason]:
    for resolution in case.known_bad:
        if resolution.good is False:
            yield why.of_resolution(resolution, "known_bad", case)


def track_record(case: Case) -> list[Reason]:
    """Give what speaks for a track record, each item once: years, users, a certificate, a public status page."""
    found = [_record(item, case) for item in case.rubric.track_record.of]
    return [why.of_resolution(resolution, "track_record", case) for resolution in found if resolution is not None]


def _record(item: RecordItem, case: Case) -> Resolution | None:
    resolutions = [case.resolutions[name] for name in item.criteria]
    return next((one for one in resolutions if one.known and _speaks(item, one, case)), None)


def _speaks(item: RecordItem, resolution: Resolution, case: Case) -> bool:
    if item.years is not None:
        return case.moment.as_of.year - float(resolution.answer) >= item.years
    if item.at_least is not None:
        return float(resolution.answer) >= item.at_least
    return (resolution.credit or 0.0) > 0
