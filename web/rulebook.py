"""The rubric as its pages show it: criteria with the words that lead to them, and an industry's rules of a day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.check.across import Standing
from catalog.dataset.mapping import Mappings
from catalog.rubric import INDUSTRIES, Criterion, ExceptionRule, Gate, IndustryRules, Rubric, Weight
from web.words import ANSWERS, GROUPS, USUAL, first_up, listed, number

WEIGHTS = {0: "does not count", 1: "counts a little", 2: "counts", 4: "counts much", 8: "counts most"}
READERS = {
    "extractor": "It is read off the vendor's pages.",
    "registry": "It is read from a public list.",
    "observation": "It is seen at the site itself.",
    "reviewer": "People read it.",
}
HOLDS_FOR = {"vendor": "One answer for the vendor, whatever the plan.", "plan": "An answer for each plan."}
NEEDS = {
    "contract": "It takes a contract with the company, so a personal account never has it.",
    "administrator": "It takes a company's administrator, so a personal account never has it.",
    "nothing": "",
}
SHARES = {0.25: "a quarter", 0.5: "half", 0.75: "three quarters"}


@dataclass(frozen=True)
class Place:
    """A gate that rests on a criterion: for which kinds of data, and in which industry where only in one."""

    gate: Gate
    data: tuple[str, ...]
    industry: str | None


@dataclass(frozen=True)
class Standings:
    """How all tools answer a criterion, sorted by how they do. Prices and limits are known or not, never bad."""

    good: list[Standing]
    bad: list[Standing]
    unknown: list[Standing]

    @property
    def count(self) -> int:
        """Give the number of tools."""
        return len(self.good) + len(self.bad) + len(self.unknown)


@dataclass(frozen=True)
class DataRules:
    """The gates of one kind of data on a day, and those that do not hold on it."""

    data_class: str
    usual: bool
    gates: list[Gate]
    others: list[Gate]


def matching(rubric: Rubric, mapped: Mappings, query: str) -> dict[str, list[Criterion]]:
    """Give the criteria by group, those in whose words (or others' words for them) all of the query stands."""
    wanted = query.lower().split()
    groups: dict[str, list[Criterion]] = {group: [] for group in GROUPS}
    for one in rubric.criteria.values():
        text = " ".join(_texts(one, mapped)).lower()
        if all(word in text for word in wanted):
            groups.setdefault(one.group, []).append(one)
    return {group: sorted(found, key=lambda one: one.title.lower()) for group, found in groups.items() if found}


def _texts(one: Criterion, mapped: Mappings) -> Iterator[str]:
    yield from (one.criterion, one.criterion.replace("_", " "), one.title, one.question, one.why, one.look)
    yield from (example.sentence for example in one.examples if example.value is not None)
    for _, names in mapped.names_of(one.criterion):
        yield from names


def judged(criterion: Criterion) -> bool:
    """Say whether a criterion has good and bad answers; prices and limits are only shown."""
    return bool(criterion.good or criterion.line)


def standings(criterion: Criterion, found: Iterable[Standing]) -> Standings:
    """Sort tools by how they answer."""
    sorted_by = Standings([], [], [])
    for one in found:
        word = one.word if judged(criterion) or one.word == "unknown" else "good"
        getattr(sorted_by, word).append(one)
    return sorted_by


def good_answers(criterion: Criterion) -> str:
    """Say in words which answers are good."""
    if criterion.line:
        return _good_number(criterion)
    told = []
    for word in criterion.good:
        share = criterion.values.get(word, 1.0)
        part = f" (counts {SHARES.get(share, f'{share:g}')})" if 0 < share < 1 else ""
        told.append(f"{ANSWERS.get(word, word)}{part}")
    if not told:
        return "It is shown, and no answer is good or bad."
    half = f" {first_up(ANSWERS['opt_out'])} counts half." if "opt_in" in criterion.good and _half(criterion) else ""
    return f"Good: {listed(told, 'or')}.{half}"


def _half(criterion: Criterion) -> bool:
    return criterion.type == "answer" and 0 < criterion.values.get("opt_out", 0.0) < 1


def _good_number(criterion: Criterion) -> str:
    points = sorted(criterion.line)
    rising = points[-1][1] >= points[0][1]
    reaching = [x for x, height in points if height >= criterion.good_from]
    edge = min(reaching) if rising else max(reaching)
    if criterion.type == "year":
        return f"Good: {number(int(edge))} years ago or more."
    text = f"{edge:,.2f}".rstrip("0").rstrip(".").replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"Good: {text} or {'more' if rising else 'less'}."


def lifetime(criterion: Criterion) -> str:
    """Say how long an answer counts after it was seen."""
    months = criterion.half_life_months
    if months is None:
        return "An answer never gets too old."
    return f"After {months:g} months we say that it may have changed, after {2 * months:g} it counts for nothing."


def weights(criterion: Criterion) -> list[tuple[str, Weight]]:
    """Give what a criterion counts for in each industry, in their order."""
    return [(name, criterion.weights[name]) for name in INDUSTRIES if name in criterion.weights]


def places(rubric: Rubric, criterion: str) -> list[Place]:
    """Give the gates that rest on a criterion."""
    found = [Place(gate, gate.data_classes, None) for gate in rubric.gates]
    found += [Place(gate, gate.data_classes, name) for name, one in rubric.industries.items() for gate in one.gates]
    return [place for place in found if criterion in place.gate.expression.criteria]


def gate_named(rubric: Rubric, name: str) -> tuple[str, Gate] | None:
    """Give a gate of a name with an industry in which it holds; None where there is none."""
    own = [(industry, gate) for industry, one in rubric.industries.items() for gate in one.gates]
    everywhere = [("general", gate) for gate in rubric.gates]
    return next((found for found in (*everywhere, *own) if found[1].gate == name), None)


def holds_on(rule: Gate | ExceptionRule, day: date) -> bool:
    """Say whether a rule is in force on a day: a gate's `until` is the day after its last, an exception's its last."""
    if isinstance(rule, ExceptionRule):
        return rule.from_ <= day <= rule.until
    return (rule.from_ is None or rule.from_ <= day) and (rule.until is None or day < rule.until)


def shared(rubric: Rubric) -> list[Gate]:
    """Give the gates that ask the same of every kind of data but published things."""
    every = set(rubric.data_classes) - {"public"}
    return [gate for gate in rubric.gates if set(gate.data_classes) >= every]


def rules_of(rubric: Rubric, industry: str, day: date) -> list[DataRules]:
    """Give the rules of each sensitive kind of data in an industry, its usual kinds first."""
    names = [name for name, one in rubric.data_classes.items() if one.sensitive]
    names.sort(key=lambda name: name not in USUAL.get(industry, ()))
    everywhere = {gate.gate for gate in shared(rubric)}
    found = []
    for name in names:
        gates = [gate for gate in rubric.gates_for(industry, name) if gate.gate not in everywhere]
        held = [gate for gate in gates if holds_on(gate, day)]
        usual = name in USUAL.get(industry, ())
        found.append(DataRules(name, usual, held, [gate for gate in gates if gate not in held]))
    return found


def heaviest(rubric: Rubric, industry: str) -> list[tuple[Criterion, Weight]]:
    """Give the criteria that count in an industry, the heaviest first."""
    found = [(one, weight) for one in rubric.criteria.values() for name, weight in weights(one) if name == industry]
    counting = [(one, weight) for one, weight in found if weight.weight > 0]
    return sorted(counting, key=lambda each: (-each[1].weight, each[0].title.lower()))


def record_titles(rubric: Rubric) -> str:
    """Say what makes a track record."""
    return listed([item.title for item in rubric.track_record.of], "or")


def postures(rules: IndustryRules) -> Sequence[tuple[str, str]]:
    """Give the kinds of data that are not sensitive, each with its posture."""
    return [(name, rules.posture.get(name, "permission")) for name in ("public", "internal")]
