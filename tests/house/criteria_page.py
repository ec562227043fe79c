"""The reference page of the criteria, made from their files: what each asks, why, and what it counts for."""

from collections.abc import Iterator, Sequence

from catalog.dataset.mapping import Checklist, Mappings, mappings
from catalog.rubric import INDUSTRIES, Criterion
from tests.house.code import ROOT
from tests.house.readers import criteria, reader
from web.words import GROUPS

WEIGHT_WORDS = {0: "ignored", 1: "low", 2: "medium", 4: "high", 8: "very high"}
PEOPLE = "a person who reviews"
READERS = {"extractor": "an extractor", "registry": "a registry", "observation": "an observation", "reviewer": PEOPLE}


def criteria_page() -> Iterator[str]:
    """Give the page of the rubric's questions."""
    found = criteria()
    yield "# Criteria"
    yield (
        f"The {len(found)} questions of the rubric, by group. A weight is 0 (ignored), 1 (low), 2 (medium), 4 (high) "
        "or 8 (very high); the four stand for general, legal, financial and medical work. Half-lives are in months: "
        "an answer counts for twice as long. To add one, write one file in `data/rubric/criteria`."
    )
    yield from _without_reader(found)
    for group, title in GROUPS.items():
        own = [one for one in found if one.group == group]
        yield f"## {title}"
        head = ("criterion", "title", "holds for", "needs", "weights", "half-life", "read by")
        yield table(head, [_row(one) for one in own])
        for one in own:
            yield from _criterion(one)
    yield from _others()


def _without_reader(found: Sequence[Criterion]) -> Iterator[str]:
    yield "## Still without a reader"
    yield "Their questions are asked, and people may answer them; nothing of ours reads the answer off the world yet."
    for kind in ("extractor", "registry", "observation"):
        waiting = [link(one) for one in found if one.read_by == kind and reader(one) is None]
        yield f"- For {READERS[kind]}: {', '.join(waiting) or 'none'}."
    by_people = [link(one) for one in found if one.read_by == "reviewer"]
    yield f"- Read by people on purpose: {', '.join(by_people)}."


def _row(one: Criterion) -> tuple[str, ...]:
    weights = ", ".join(f"{one.weights[industry].weight:g}" for industry in INDUSTRIES)  # type: ignore[index]
    return link(one), one.title, one.holds_for, one.needs, weights, _age(one), one.read_by


def _criterion(one: Criterion) -> Iterator[str]:
    yield f"### {one.criterion}"
    yield f"**{one.question}** {one.why}"
    told = [
        f"Where: {', '.join(kind.replace('_', ' ') for kind in one.where)}. {one.look}",
        f"Holds for the {one.holds_for}; needs {_needs(one)}.",
        f"Good: {_good(one)}.",
        f"Half-life: {_age(one)}{' months' if one.half_life_months else ''}.",
        f"If it is bad: {one.remedy}",
        *(f"To do ({answer}): {text}" for answer, text in one.to_do.items()),
        f"Read by {_reader(one)}.",
        *(f"{checklist.title} asks it as {listed(names)}." for checklist, names in mapped().names_of(one.criterion)),
        "Sources: " + ", ".join(f"[{source.title}]({source.url})" for source in one.sources) + ".",
    ]
    yield "\n".join(f"- {line}" for line in told)
    yield from _weights(one)


def _weights(one: Criterion) -> Iterator[str]:
    weights = [(industry, one.weights[industry]) for industry in INDUSTRIES]  # type: ignore[index]
    if len({(weight.weight, weight.why) for _, weight in weights}) == 1:
        first = weights[0][1]
        yield f"Weight {first.weight:g} ({WEIGHT_WORDS[int(first.weight)]}) in all kinds of work: {first.why}"
        return
    rows = [(name, f"{weight.weight:g}", WEIGHT_WORDS[int(weight.weight)], weight.why) for name, weight in weights]
    yield table(("work", "weight", "", "why"), rows)


def _needs(one: Criterion) -> str:
    return {"contract": "a contract with the organisation", "administrator": "an administrator"}.get(
        one.needs, "nothing"
    )


def _good(one: Criterion) -> str:
    if one.line:
        points = ", ".join(f"{x:.12g} counts {y:g}" for x, y in one.line)
        unit = "years since" if one.type == "year" else "the number"
        return f"from a share of {one.good_from:g} on, {unit}: {points}"
    shares = {word: share for word, share in one.values.items() if share not in (0, 1)}
    part = "".join(f", {word} counts {share:g}" for word, share in shares.items())
    return (", ".join(one.good) or "shown, not judged") + part


def _age(one: Criterion) -> str:
    return f"{one.half_life_months:g}" if one.half_life_months else "never ages out"


def _reader(one: Criterion) -> str:
    found = reader(one)
    if found is not None:
        return f"`{found}`, with {len(one.examples)} examples" if one.examples else f"`{found}`"
    return PEOPLE if one.read_by == "reviewer" else f"{READERS[one.read_by]}, once there is one"


def _others() -> Iterator[str]:
    """Give the lists of others: how much of them our questions answer, and what is left out, with its reason."""
    yield "## Other people's lists"
    yield "Which of their questions ours answer; the names stand beside each question above. The rest is left out."
    rows = [(f"[{one.title}]({one.source.url})", one.what, str(_answered(one)), str(one.count)) for one in lists()]
    yield table(("list", "what", "answered", "of"), rows)
    for name, why in mapped().reasons.items():
        out = [f"{one.title}: {listed(names)}" for one in lists() if (names := one.left_out().get(name))]
        yield f"- {why} {'; '.join(out)}."


def _answered(one: Checklist) -> int:
    return one.count - sum(map(len, one.left_out().values()))


def lists() -> tuple[Checklist, ...]:
    """Give other people's lists."""
    return mapped().checklists


def mapped() -> Mappings:
    """Give what `data/` maps."""
    return mappings(ROOT / "data")


def listed(names: Sequence[str]) -> str:
    """Give names in a row."""
    return ", ".join(names)


def link(one: Criterion) -> str:
    """Give a link to a criterion's part of the page."""
    return f"[{one.criterion}](#{one.criterion})"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Give a table; a bar in a cell is escaped."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )
