"""An old answer is given again to the last byte, whatever was recorded since: `--as-of T --known-at T`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlmodel import Session, col, select

from catalog.adoption import register
from catalog.consolidation import solutions
from catalog.consolidation.terms import Terms
from catalog.models.evidence import Fact, Run
from catalog.models.register import Department, Person
from catalog.models.tool import Domain, Tool
from catalog.moment import now
from catalog.review import deciding
from catalog.review.deciding import Draft
from catalog.settings import settings
from catalog.store import Store
from tests.catalog.folders import entry, made, release, tool, write
from web.cli import run

QUESTIONS = (
    ("acme", "--industry", "medical", "--data", "phi"),
    ("acme", "--plan", "Standard", "--data", "npi", "--industry", "financial"),
    ("Acme Chat", "--data", "internal"),
    ("https://acme.example/x", "--plan", "pro", "--data", "phi", "--account", "personal"),
    ("other", "--plan", "pro", "--data", "client_confidential", "--industry", "legal"),
    ("newcomer", "--data", "public"),
    ("acmee",),
    ("bygone", "--data", "phi", "--as-of", "2026-06-01"),
)
Change = Callable[["Place"], None]


class Place:
    """A store, the folder that fills it, and its policy."""

    def __init__(self, store: Store, folder: Path, policy: Path) -> None:
        self.store, self.folder, self.policy = store, folder, policy

    def write(self, work: Callable[[Session], Any]) -> None:
        self.store.transact(work)


@pytest.fixture
def place(store: Store, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A small catalog in a store, with a person who decides."""
    acme = tool(aliases=["Acme Chat"], alternatives=["other"], facts=[entry(), *_more("pro")])
    other = tool(slug="other", name="Other", domains=["other.example"], facts=OTHER)
    bygone = tool(slug="bygone", name="Bygone", domains=["bygone.example"], facts=_more("free"))
    folder = made(tmp_path / "data", acme, other, bygone)
    release(folder, "A")
    with store.write() as session:
        session.add(Department(slug="security", name="Security"))
        session.add(Person(slug="bo", name="Bo", roles=["reviewer"]))
    monkeypatch.setenv("BYOT_DATABASE_URL", database)
    monkeypatch.setenv("BYOT_DATA", str(folder))
    settings.cache_clear()
    return Place(store, folder, tmp_path / "policy.yaml")


def _more(plan: str, *names: str) -> list[dict[str, Any]]:
    """Facts that open gates on a plan."""
    told = ("encryption_in_transit", "encryption_at_rest", "audit_log", "gdpr_dpa", "mfa", *names)
    where: dict[str, Any] = {"from": None, "plan": plan, "below": None}
    return [entry(fact=name, **where, source=f"https://acme.example/{name}", says=f"{name} is there.") for name in told]


OTHER = _more("pro", "hipaa_baa")


@pytest.fixture
def asked(place: Place, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Ask as people do; give what was printed."""

    def ask(*words: str) -> str:
        run(["check", *words, "--json"])
        return capsys.readouterr().out

    return ask


def again(asked: Callable[..., str], question: tuple[str, ...], told: str) -> str:
    """Ask once more at the moments that an answer names."""
    answer = yaml.safe_load(told)
    words = question[: question.index("--as-of")] if "--as-of" in question else question
    return asked(*words, "--as-of", answer["as_of"], "--known-at", answer["known_at"])


def crawl(place: Place) -> None:
    """A crawl finds a fact that turns an answer, and another fact's quote is gone."""

    def work(session: Session) -> None:
        old = session.exec(select(Fact).where(Fact.fact == "hipaa_baa", Fact.plan == "free")).first()
        assert old is not None
        crawled = Run(kind="crawl", version="1", started_at=now())
        session.add(crawled)
        session.flush()
        kept = old.model_dump(exclude={"id", "key", "value", "run_id", "observed_at", "valid_from", "recorded_at"})
        session.add(Fact(**kept, key="found", value="yes", run_id=crawled.id or 0, observed_at=now(), valid_from=now(),
                         recorded_at=now()))  # fmt: skip
        for fact in session.exec(select(Fact).where(Fact.fact == "audit_log")):
            fact.unsupported_at = now()
            session.add(fact)

    place.write(work)


def retraction(place: Place) -> None:
    """Facts are taken back."""

    def work(session: Session) -> None:
        for fact in session.exec(select(Fact).where(col(Fact.fact).in_(["mfa", "gdpr_dpa", "encryption_at_rest"]))):
            fact.retracted_at = now()
            session.add(fact)

    place.write(work)


def decisions(place: Place) -> None:
    """Security decides about two tools, and takes one decision back."""
    draft = Draft("acme", "prohibited", "No.", date(2027, 1, 1), "bo")
    place.write(lambda session: deciding.decide(session, draft))
    sanctioned = Draft("other", "sanctioned", "Yes.", date(2027, 1, 1), "bo", scope={"data": ["phi"]})
    place.write(lambda session: deciding.decide(session, sanctioned))
    place.write(lambda session: deciding.undo(session, "acme", "bo"))


def solution(place: Place) -> None:
    """The company says that it has bought a tool, on a day that is over."""
    terms = Terms(seats=5, since=date(2026, 1, 1), deeds={"baa": date(2026, 2, 1)})
    place.write(lambda session: solutions.add(session, "other", "pro", terms, by="bo"))


def policy(place: Place) -> None:
    """The organisation gets a policy of its own."""
    text = "policy: ours\nthresholds: {ask_below: 0.9, allow_from: 0.95}\nwithout: [{gate: phi_audit_log, why: Ours.}]"
    place.policy.write_text(f"{text}\nposture: {{general: {{public: permission, internal: permission}}}}\n")


def named(place: Place) -> None:
    """Somebody uses a tool that nobody knew."""
    said = register.Declaration("newcomer", "anna", data=("public",))
    place.write(lambda session: register.declare(session, said))


def drafted(place: Place) -> None:
    """A crawl finds a tool that nobody has described yet."""

    def work(session: Session) -> None:
        draft = Tool(slug="acmee", name="Acmee", origin="crawl")
        session.add(draft)
        session.flush()
        session.add(Domain(tool_id=draft.id or 0, host="acmee.example", recorded_at=now()))

    place.write(work)


def second_release(place: Place) -> None:
    """A release renames, moves, withdraws and adds all that it may, under a new rubric."""
    plans = [{"slug": "basic", "name": "Basic"}, {"slug": "pro", "name": "Professional", "aliases": ["Max"]}]
    write(place.folder, tool(name="Acme Two", category="meetings", plans=plans, domains=["acme2.example"],
                             traits=["generative_ai"], facts=_more("pro")))  # fmt: skip
    write(place.folder, tool(slug="other", name="Other", domains=["other.example"], facts=[*OTHER, *_more("free")]))
    write(place.folder, tool(slug="newcomer", name="Newcomer", aliases=["acmee"], domains=["acme.example"]))
    (place.folder / "tools" / "bygone.yaml").unlink()
    rubric = place.folder / "rubric" / "rubric.yaml"
    rubric.write_text(rubric.read_text().replace("ask_below: 0.16", "ask_below: 0.39"))
    categories = place.folder / "categories.yaml"
    told = yaml.safe_load(categories.read_text())
    for one in told["categories"]:
        one["traits"] = ["generative_ai"]
    categories.write_text(yaml.safe_dump(told))
    names = yaml.safe_load((place.folder / "releases.yaml").read_text())["releases"]
    (place.folder / "releases.yaml").write_text(
        yaml.safe_dump({"releases": [*names, {"name": "B", "day": now().date()}]})
    )


def same_release(place: Place) -> None:
    """A file is changed within a release."""
    write(place.folder, tool(name="Acme Again", plans=[{"slug": "free", "name": "Gratis"}], facts=[]))


CHANGES = (crawl, retraction, decisions, solution, policy, named, drafted, second_release, same_release)


@pytest.fixture(
    params=[*[(change,) for change in CHANGES], CHANGES], ids=lambda some: "-".join(c.__name__ for c in some)
)
def changes(request: pytest.FixtureRequest) -> tuple[Change, ...]:
    """Each change alone, then all of them."""
    found: tuple[Change, ...] = request.param
    return found


def test_an_old_answer_is_given_again_to_the_last_byte(
    place: Place, asked: Callable[..., str], changes: tuple[Change, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {question: asked(*question) for question in QUESTIONS}
    assert all(before.values())
    assert {question: again(asked, question, told) for question, told in before.items()} == before
    for change in changes:
        change(place)
        if place.policy.exists():
            monkeypatch.setenv("BYOT_POLICY", str(place.policy))
            settings.cache_clear()
        assert {question: again(asked, question, told) for question, told in before.items()} == before


@pytest.mark.parametrize("change", [one for one in CHANGES if one is not named], ids=lambda change: change.__name__)
def test_what_is_recorded_shows_in_the_next_answer(
    place: Place, asked: Callable[..., str], change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answers() -> list[dict[str, Any]]:
        told = [yaml.safe_load(asked(*question)) or {} for question in QUESTIONS]
        return [{key: value for key, value in one.items() if key not in ("as_of", "known_at")} for one in told]

    before = answers()
    change(place)
    if place.policy.exists():
        monkeypatch.setenv("BYOT_POLICY", str(place.policy))
        settings.cache_clear()
    assert answers() != before


def test_a_tool_that_was_not_known_yet_was_not_known_then(place: Place, asked: Callable[..., str]) -> None:
    told = asked("newcomer")
    second_release(place)
    assert yaml.safe_load(asked("newcomer"))["tool"]["name"] == "Newcomer"
    assert again(asked, ("newcomer",), told) == told
    with place.store.session() as session:
        assert session.exec(select(Tool).where(Tool.slug == "newcomer")).one().recorded_at.date() == now().date()


def test_a_contract_that_ended_before_we_knew_was_in_force_then(place: Place, asked: Callable[..., str]) -> None:
    question = QUESTIONS[0]
    asked(*question)
    solution(place)
    told = asked(*question)
    assert "company solution" in told
    place.write(lambda session: solutions.end(session, 1, by="bo", on=date(2026, 3, 1)))
    assert "company solution" not in asked(*question)
    assert again(asked, question, told) == told


def test_a_tool_that_a_release_takes_out_is_unknown_from_then_on(place: Place, asked: Callable[..., str]) -> None:
    told = asked("bygone", "--data", "internal")
    second_release(place)
    after = yaml.safe_load(asked("bygone"))
    assert (after["tool"], after["basis"]) == (None, "unknown_tool")
    assert yaml.safe_load(asked("bygon"))["suggestions"] == []
    assert again(asked, ("bygone", "--data", "internal"), told) == told
