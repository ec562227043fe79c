"""What is not known, as a document: what `byot unknown`, its page and the API share."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from catalog.check.answer import check
from catalog.check.letter import letter
from catalog.check.question import Question
from catalog.check.unknowns import unknowns
from catalog.errors import UnknownTool
from catalog.moment import written


def lacking(session: Session, question: Question, at: datetime | None = None) -> dict[str, Any]:
    """Give what is unknown of a plan, what knowing it would change, where we looked, and a letter to the vendor.

    Raises `UnknownTool`, naming near matches, for a tool that is not known.
    """
    found = check(session, question, at)
    if found.known is None:
        raise UnknownTool(question.query[:60], [near.slug for near in found.suggestions])
    it, unknown = found.known, unknowns(found.known, found.plan, found.asked)
    written_letter = letter(it.tool.name, found.plan.name if found.plan else None, unknown)
    return {
        "tool": {"slug": it.tool.slug, "name": it.tool.name},
        "plan": found.plan.slug if found.plan else None,
        "industry": found.asked.industry,
        "data": list(found.asked.data),
        "account": found.asked.account,
        "as_of": written(found.asked.moment.as_of),
        **unknown.document(),
        "looked_at": sorted({str(fact.url) for facts in it.facts.values() for fact in facts}),
        "letter": {"subject": written_letter.subject, "text": written_letter.text} if written_letter else None,
    }
