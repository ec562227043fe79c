"""A made-up organisation, drawn from a seed: departments, teams, people and what they might use. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

TEAM_SIZE = 9
DEPARTMENTS = (  # slug, name, industry, share of the people
    ("clinic", "Clinic", "medical", 0.20),
    ("finance", "Finance", "financial", 0.14),
    ("engineering", "Engineering", "general", 0.18),
    ("legal", "Legal", "legal", 0.10),
    ("sales", "Sales", "general", 0.18),
    ("marketing", "Marketing", "general", 0.12),
    ("office", "Office and people", "general", 0.08),
)
HOMES = ("clinic", "engineering", "finance")  # where the three people of local mode work
DATA = {  # what a department may put into a tool besides ordinary work, the likeliest first
    "clinic": ("phi", "pii", "special_category"),
    "finance": ("npi", "books_and_records", "mnpi"),
    "engineering": ("source_code", "credentials"),
    "legal": ("client_confidential", "privileged"),
    "sales": ("pii", "confidential"),
    "marketing": ("pii",),
    "office": ("pii", "confidential"),
}
WANTS = {  # how likely somebody uses a tool for this work
    "team-chat": 0.75, "meetings": 0.70, "files": 0.45, "tasks": 0.40, "ai-assistant": 0.40, "office-suite": 0.35,
    "consumer-messaging": 0.25, "passwords": 0.15, "notes": 0.15, "whiteboard": 0.10, "wiki": 0.10, "signatures": 0.10,
    "design": 0.08, "forms": 0.08, "translation": 0.08, "meeting-notes": 0.08, "file-transfer": 0.08,
}  # fmt: skip
RHYTHMS = (2, 7, 14, 30)  # days between two uses
FIRST = (
    "Ada Ben Cleo Dario Edda Finn Greta Hugo Ines Jonas Kaya Leo Mara Nils Olga Paul Quinn Rosa Sami Tilda Udo Vera "
    "Wim Xenia Yara Zeno Alba Bruno Clara Dana Emil Flora Gino Hanna Ivo Jana Karl Lotte Milo Nora"
).split()
LAST = (
    "Abel Brook Carver Dunn Ebner Falk Grove Hale Ivens Jarvis Keller Lund Marsh Noll Orton Pell Quist Reed Stone "
    "Thorn Ulmer Voss Wells Yates Zell Ames Birk Cole Dorn Esch Frost Gale Hurst Ilg Joss Kern Lowe Moss Nash Oaks"
).split()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A person of the made-up organisation."""

    number: int
    slug: str
    name: str
    department: str
    team: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A tool that could be drawn for some work, with its plans: free ones, paid ones, personal ones."""

    slug: str
    free: tuple[str, ...]
    paid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """One use that was drawn: what is said of it, whether it is said at all, and whether a log shows it.

    It began `days_ago`, and is there every `rhythm` days.
    """

    tool: str
    plan: str | None
    account: str
    data: tuple[str, ...]
    declared: bool
    detected: bool
    days_ago: int
    rhythm: int


def people(count: int, seed: int, first: Sequence[tuple[str, str]]) -> Iterator[Drawn]:
    """Draw people; the first ones have names given (slug, name). More people never change those drawn before."""
    sizes = dict.fromkeys((slug for slug, *_ in DEPARTMENTS), 0)
    for number in range(count):
        chance = Random(f"{seed} person {number}")  # noqa: S311 (made-up people, no secrets)
        names, weights = [row[0] for row in DEPARTMENTS], [row[3] for row in DEPARTMENTS]
        department = HOMES[number] if number < len(first) else chance.choices(names, weights)[0]
        team = sizes[department] // TEAM_SIZE + 1
        sizes[department] += 1
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        slug, shown = first[number] if number < len(first) else (f"{name.lower().replace(' ', '-')}-{number}", name)
        yield Drawn(number, slug, shown, department, team)


def habits(person: Drawn, seed: int, market: Mapping[str, Sequence[Choice]]) -> Iterator[Habit]:
    """Draw what a person uses: in each line of work the well-known tools far more often than the others (Zipf)."""
    chance = Random(f"{seed} habits {person.number}")  # noqa: S311 (made-up people, no secrets)
    for work, likely in WANTS.items():
        choices = market.get(work, ())
        if chance.random() < likely and choices:
            weights = [1.0 / rank for rank in range(1, len(choices) + 1)]
            wanted = 2 if chance.random() < 0.15 else 1
            for choice in dict.fromkeys(chance.choices(choices, weights, k=wanted)):
                yield _habit(choice, person.department, chance)


def _habit(choice: Choice, department: str, chance: Random) -> Habit:
    plan, account = _plan(choice, chance)
    sensitive = DATA[department]
    data = ["internal"]
    if chance.random() < 0.3:
        data.append(chance.choices(sensitive, [1.0 / rank for rank in range(1, len(sensitive) + 1)])[0])
    source = chance.random()
    began = 5 + int(395 * chance.random() ** 1.5)
    rhythm = chance.choices(RHYTHMS, (1, 4, 5, 4))[0]
    return Habit(choice.slug, plan, account, tuple(data), source < 0.7, source > 0.5, began, min(rhythm, began))


def _plan(choice: Choice, chance: Random) -> tuple[str | None, str]:
    """The free plan most often; sometimes a paid one; sometimes nobody knows."""
    luck = chance.random()
    if luck < 0.6 and choice.free:
        return choice.free[0], "personal" if chance.random() < 0.5 else "company"
    if luck < 0.85 and choice.paid:
        weights = [1.0 / rank for rank in range(1, len(choice.paid) + 1)]
        return chance.choices(choice.paid, weights)[0], "company"
    return None, "personal" if chance.random() < 0.3 else "company"
