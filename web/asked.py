"""A question as the address of a page puts it, and the address of the same question asked otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from catalog.check import Question
from catalog.errors import BadUse, UnknownPlan
from web.errors import in_words

Text = Annotated[str, Query()]
MOST_PEOPLE = 10_000_000
FIELDS = {"--industry": "industry", "--data": "data", "--account": "account"}
WORDS = {
    "industry": "We do not know that kind of work. Choose general, legal, financial or medical.",
    "data": "We do not know that kind of data. Choose from the list.",
    "account": "Choose the company's account or your own.",
    "as_of": "Write the day like 2026-11-24, today or earlier.",
}


@dataclass(frozen=True)
class Asked:
    """What a page was asked. Empty means not said; `of` is the tool whose plan was chosen, `people` for how many."""

    q: str = ""
    plan: str = ""
    industry: str = ""
    data: tuple[str, ...] = ()
    account: str = "company"
    as_of: str = ""
    known_at: str = ""
    of: str = ""
    people: str = ""

    def question(self, person: str | None = None) -> Question:
        """Give the question, as the catalog takes it."""
        return Question(
            self.q,
            plan=self.plan or None,
            industry=self.industry or None,
            data=self.data,
            account=self.account or "company",
            as_of=self.as_of or None,
            known_at=self.known_at or None,
            person=person,
        )

    def address(self, path: str = "/check", **changes: str | Sequence[str]) -> str:
        """Give the address of this question, or of one that differs in some parts."""
        other = replace(self, of="", **changes)  # type: ignore[arg-type]
        said = {
            "q": other.q,
            "plan": other.plan,
            "industry": other.industry,
            "data": list(other.data),
            "account": "" if other.account == "company" else other.account,
            "as_of": other.as_of,
            "known_at": other.known_at,
            "people": other.people,
        }
        kept = {name: value for name, value in said.items() if value}
        return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


async def asked(
    q: Text = "",
    plan: Text = "",
    industry: Text = "",
    data: Annotated[list[str] | None, Query()] = None,
    account: Text = "company",
    as_of: Text = "",
    known_at: Text = "",
    of: Text = "",
    people: Text = "",
) -> Asked:
    """Read a question from the address; a count of people that is none is passed over."""
    counted = people if people.isascii() and people.isdigit() and 0 < int(people[:9]) <= MOST_PEOPLE else ""
    return Asked(q.strip(), plan, industry, tuple(data or ()), account or "company", as_of, known_at, of, counted)


AskedDep = Annotated[Asked, Depends(asked)]


def problem(error: BadUse) -> dict[str, str]:
    """Give the field of the question that an error is about, with words for it."""
    if isinstance(error, UnknownPlan):
        return {"plan": f"{error.where} has no plan {error.name!r}. {error.mend}."}
    field = FIELDS.get(error.where or "")
    if field is None and error.message.startswith(("--as-of", "--known-at")):
        field = "as_of"
    if field is not None:
        return {field: WORDS[field]}
    return {"q": in_words(error)}
