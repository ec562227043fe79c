"""The rubric's versions in the store: each is kept whole, the one recorded last holds."""

import hashlib
import json
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from catalog.models.tool import RubricVersion
from catalog.moment import Moment
from catalog.rubric import Rubric

NEWEST = (col(RubricVersion.recorded_at).desc(), col(RubricVersion.id).desc())


def newest(session: Session) -> RubricVersion | None:
    """Give the version that holds; None in an empty store."""
    return session.exec(select(RubricVersion).order_by(*NEWEST).limit(1)).first()


def newest_release(session: Session, moment: Moment) -> Rubric:
    """Give the rubric of the last release that was known at a moment, without the organisation's policy."""
    known = _released().where(col(RubricVersion.recorded_at) <= moment.known_at)
    return Rubric.model_validate(session.exec(known.order_by(*NEWEST).limit(1)).one().content)


def record_rubric(session: Session, rubric: Rubric, recorded_at: datetime) -> bool:
    """Record a rubric as what holds from a moment on, unless it is what holds; say whether it was recorded."""
    return _record(session, rubric, recorded_at, newest(session))


def record_release(session: Session, rubric: Rubric, recorded_at: datetime) -> None:
    """Record the rubric of a release of `data/`, unless it is the last release's."""
    _record(session, rubric, recorded_at, session.exec(_released().order_by(*NEWEST).limit(1)).first())


def _released() -> SelectOfScalar[RubricVersion]:
    """Give the versions that releases brought: a policy's have a plus sign in their name."""
    return select(RubricVersion).where(~col(RubricVersion.version).contains("+"))


def _record(session: Session, rubric: Rubric, recorded_at: datetime, last: RubricVersion | None) -> bool:
    content = rubric.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    sha256 = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    if last is not None and last.sha256 == sha256:
        return False
    session.add(RubricVersion(version=rubric.version, sha256=sha256, recorded_at=recorded_at, content=content))
    session.flush()
    return True
