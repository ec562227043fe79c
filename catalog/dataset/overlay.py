"""The organisation's policy file into the store: read, held against the rubric, recorded as what holds from now on."""

from pathlib import Path

from sqlmodel import Session, select

from catalog import audit
from catalog.dataset.reading import Dataset, Problem, line_of, one_file
from catalog.dataset.versions import newest, newest_release, record_rubric
from catalog.errors import BadData
from catalog.models.register import Department
from catalog.moment import Moment, now
from catalog.policy import Policy, applied, problems
from catalog.rubric import Rubric

WHO = "policy"


def read_policy(file: Path, rubric: Rubric) -> Policy:
    """Give the policy of a file; raise `BadData` naming its line where it is none, or the rubric cannot carry it."""
    read = Dataset(file.parent)
    policy = one_file(read, file, Policy)
    if policy is not None:
        read.problems += [
            Problem(file.name, line_of(read, file.name, *at), what) for at, what in problems(policy, rubric)
        ]
    if policy is None or read.problems:
        first = (
            read.problems[0] if read.problems else Problem(file.name, 1, "the file says nothing", "give it a policy")
        )
        more = f" (and {len(read.problems) - 1} more)" if len(read.problems) > 1 else ""
        raise BadData(f"{first.what}{more}", mend=first.mend, where=f"{file}:{first.line}")
    return policy


def policy_now(session: Session, file: Path) -> Policy:
    """Give the policy of a file as it reads now, held against the last release's rubric; raise as `read_policy`."""
    present = now()
    return read_policy(file, newest_release(session, Moment(present, present)))


def record_policy(session: Session, rubric: Rubric, file: Path | None) -> None:
    """Record the rubric as the policy of `file` changes it, or as it stands without one, where another holds so far."""
    policy = read_policy(file, rubric) if file else None
    last = newest(session)
    before = last.version if last else rubric.version
    changed = record_rubric(session, applied(policy, rubric) if policy else rubric, now())
    if not changed or (policy is None and "+" not in before):
        return
    for slug, rules in policy.departments.items() if policy else ():
        row = session.exec(select(Department).where(Department.slug == slug)).first()
        row = row or Department(slug=slug, name=rules.name or slug)
        row.name, row.industry, row.posture = rules.name or row.name, rules.industry, rules.posture
        session.add(row)
    what = "policy recorded" if policy else "policy withdrawn"
    content = {"before": before, "policy": policy.model_dump(mode="json", by_alias=True) if policy else None}
    audit.append(session, who=WHO, what=what, subject="policy", content=content)
