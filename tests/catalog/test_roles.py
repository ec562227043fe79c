"""Roles: given by a reviewer, taken back, told by the trail; one reviewer stays."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select

from catalog import people
from catalog.adoption import roles
from catalog.errors import BadUse, ByotError, Conflicting, NotAllowed, NotFound
from catalog.models.review import Event
from catalog.store import Store


def test_a_reviewer_makes_another_who_may_then_review(store: Store) -> None:
    store.transact(people.settle)
    told = store.transact(lambda session: roles.give(session, "Cy", "reviewer", "bo"))
    assert told == {"person": "cy", "roles": ["employee", "planner", "reviewer"]}
    told = store.transact(lambda session: roles.take(session, "bo", "reviewer", "cy"))
    assert told == {"person": "bo", "roles": ["employee"]}
    with store.session() as session:
        events = session.exec(select(Event).order_by(col(Event.id))).all()
    assert [(one.who, one.what, one.subject) for one in events] == [
        ("bo", "role given", "person:cy"), ("cy", "role taken back", "person:bo"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("deed", "said", "kind"),
    [
        (roles.take, ("bo", "reviewer", "bo"), Conflicting),
        (roles.take, ("anna", "reviewer", "bo"), Conflicting),
        (roles.give, ("bo", "reviewer", "bo"), Conflicting),
        (roles.give, ("anna", "reviewer", "anna"), NotAllowed),
        (roles.give, ("nobody", "reviewer", "bo"), NotFound),
        (roles.give, ("anna", "emperor", "bo"), BadUse),
    ],
)
def test_what_cannot_be_given_or_taken_is_refused(
    store: Store, deed: Callable[..., object], said: tuple[str, str, str], kind: type[ByotError]
) -> None:
    store.transact(people.settle)
    with pytest.raises(kind), store.write() as session:
        deed(session, *said)
