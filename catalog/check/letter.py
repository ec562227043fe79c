"""A letter to the vendor that asks for what we do not know: ready to send. Pure."""

from dataclasses import dataclass

from catalog.check.unknowns import Unknowns

MOST = 10


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and a text, in plain words."""

    subject: str
    text: str


def letter(tool: str, plan: str | None, unknown: Unknowns) -> Letter | None:
    """Give the letter about a tool on a plan, the questions that count most first; None where nothing is unknown."""
    asked = [one.criterion.question for one in unknown.criteria[:MOST]]
    if not asked:
        return None
    named = f"{tool}, plan {plan}" if plan else tool
    questions = "\n".join(f"{number}. {question}" for number, question in enumerate(asked, 1))
    text = (
        f"Hello,\n\nwe look at {named}, and could not find the answers to these questions on your pages:\n\n"
        f"{questions}\n\n"
        "Please tell us for each the page or the document that says so, and the plans that it holds for.\n\n"
        "Thank you and kind regards\n"
    )
    return Letter(f"Questions about {named}", text)
