"""The question "may I use it?": `question` reads it, `known` gathers what is known, `answer` gives the document."""

from catalog.check.answer import Answer, check
from catalog.check.question import Question

__all__ = ["Answer", "Question", "check"]
