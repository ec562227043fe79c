"""Waves: everybody moves once, IT is never asked for more than it has, the riskiest use goes first."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from catalog.consolidation.waves import Step, WaveOfSteps, schedule
from catalog.verdict.case import STRICTNESS

START = date(2026, 11, 25)
STEPS = st.lists(
    st.builds(
        Step,
        from_tool=st.sampled_from(["acme", "brew", "coil"]),
        to_tool=st.just("suite"),
        team=st.sampled_from([None, "red", "blue"]),
        people=st.integers(1, 60),
        why=st.just("because"),
        word=st.sampled_from(sorted(STRICTNESS)),
        leave_by=st.none() | st.dates(START, date(2027, 12, 31)),
    ),
    max_size=12,
)
CAPACITIES = st.integers(1, 40)


@given(STEPS, CAPACITIES)
def test_everybody_moves_once(steps: list[Step], capacity: int) -> None:
    waves = schedule(steps, START, capacity)
    for tool in ("acme", "brew", "coil"):
        moving = sum(step.people for wave in waves for step in wave.steps if step.from_tool == tool)
        assert moving == sum(step.people for step in steps if step.from_tool == tool)


@given(STEPS, CAPACITIES)
def test_no_wave_asks_for_more_than_its_weeks_give(steps: list[Step], capacity: int) -> None:
    assert all(0 < wave.people <= capacity * 2 for wave in schedule(steps, START, capacity))


@given(STEPS, CAPACITIES)
def test_waves_are_two_weeks_long_and_follow_each_other(steps: list[Step], capacity: int) -> None:
    for number, wave in enumerate(schedule(steps, START, capacity)):
        assert wave.number == number + 1
        assert wave.starts_on == START + timedelta(days=14 * number)
        assert wave.ends_on == wave.starts_on + timedelta(days=13)


@given(STEPS, CAPACITIES)
def test_a_riskier_bundle_waits_only_where_nothing_less_risky_could_make_room(steps: list[Step], capacity: int) -> None:
    waves = schedule(steps, START, capacity)
    for wave in waves:
        for risk, people in _bundles(wave):
            for earlier in waves[: wave.number - 1]:
                riskier = sum(size for other, size in _bundles(earlier) if other >= risk)
                assert riskier + people > capacity * 2


@given(STEPS, CAPACITIES)
def test_who_leaves_for_one_solution_with_their_team_goes_with_it_where_a_wave_has_room(
    steps: list[Step], capacity: int
) -> None:
    placed: dict[tuple[str | None, str], set[int]] = {}
    for wave in schedule(steps, START, capacity):
        for step in wave.steps:
            placed.setdefault((step.team, step.to_tool), set()).add(wave.number)
    for (team, to_tool), waves in placed.items():
        people = sum(step.people for step in steps if (step.team, step.to_tool) == (team, to_tool))
        assert team is None or people > capacity * 2 or len(waves) == 1


def _bundles(wave: WaveOfSteps) -> list[tuple[int, int]]:
    """The risk and the people of each bundle in a wave: a team's steps, or a step of no team."""
    found: dict[tuple[str, ...], list[Step]] = {}
    for step in wave.steps:
        found.setdefault((step.team or "", step.to_tool, *(() if step.team else (step.from_tool,))), []).append(step)
    return [(max(STRICTNESS[one.word] for one in some), sum(one.people for one in some)) for some in found.values()]


def test_a_team_that_fits_into_a_wave_moves_together() -> None:
    waves = schedule([_step("red", 15), _step("blue", 15)], START, 10)
    assert [[(step.team, step.people) for step in wave.steps] for wave in waves] == [[("blue", 15)], [("red", 15)]]


def test_a_team_larger_than_a_wave_is_divided() -> None:
    assert [wave.people for wave in schedule([_step("red", 45)], START, 10)] == [20, 20, 5]


def test_of_the_same_risk_the_next_renewal_goes_first() -> None:
    late, soon, never = (_step(team, 20, day) for team, day in (("a", 300), ("b", 30), ("c", None)))
    assert [_team(wave) for wave in schedule([never, late, soon], START, 10)] == ["b", "a", "c"]


def _step(team: str, people: int, renews_in: int | None = None) -> Step:
    leave_by = None if renews_in is None else START + timedelta(days=renews_in)
    return Step("acme", "suite", team, people, "because", leave_by=leave_by)


def _team(wave: WaveOfSteps) -> str | None:
    return wave.steps[0].team
