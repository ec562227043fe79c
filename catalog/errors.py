"""Everything that can go wrong on purpose. Each error says what, where, and what mends it.

::

    ByotError                       one line for a person, never a traceback; exit code 2
    ├── BadUse                      the question or the command line cannot be answered as it stands
    │   ├── BadSetting              a BYOT_* variable has a value that it cannot have
    │   ├── UnknownTool             the command needs a known tool and got another name
    │   ├── UnknownPlan             the tool has no plan of that name
    │   ├── UnknownPlugin           no format, exporter, importer or registry of that name
    │   └── NotFound                an adoption, review, decision or file that is not there
    ├── BadData                     a file of data/, a log, an import or a backup says what it must not
    ├── Conflicting                 the world moved: what was asked rests on something that has changed
    ├── NotAllowed                  this person may not do this
    │   └── HasLeft                 this person has left, and does nothing here any more
    ├── FetchFailed                 a page could not be fetched: status, time, size, robots
    │   └── AddressRefused          the address is none that may be visited
    └── StoreProblem                the database is missing, too old, too new, busy or damaged
"""

from collections.abc import Iterable


class ByotError(Exception):
    """Base of all errors that are told to people: what happened, where, and the mend.

    `message` and `mend` are sentences in plain words; `where` is a file and line, an address or a setting.
    """

    def __init__(self, message: str, mend: str, where: str | None = None) -> None:
        super().__init__(message, mend, where)
        self.message = message
        self.mend = mend
        self.where = where

    def one_line(self) -> str:
        """Give the whole error as one line: `where: what. mend.`"""
        start = f"{self.where}: " if self.where else ""
        line = f"{start}{_sentence(self.message)} {_sentence(self.mend[:1].upper() + self.mend[1:])}"
        return " ".join(line.split())

    def __str__(self) -> str:
        return self.one_line()


class BadUse(ByotError):
    """The question or the command line cannot be answered as it stands."""


class BadSetting(BadUse):
    """A BYOT_* variable has a value that it cannot have; `where` names the variable."""


class _Unknown(BadUse):
    """A name that is none of the choices; the mend lists them."""

    kind = "thing"
    nothing = "No {kind} is known yet"

    def __init__(self, name: str, choices: Iterable[str], where: str | None = None) -> None:
        known = ", ".join(choices)
        mend = f"Choose one of: {known}" if known else self.nothing.format(kind=self.kind)
        super().__init__(f"{name!r} is no {self.kind} known here", mend, where)
        self.name = name


class UnknownTool(_Unknown):
    """A command that needs a known tool got another name; the choices are near matches."""

    kind = "tool"
    nothing = "None is spelt like it; the page Tools lists them all"


class UnknownPlan(_Unknown):
    """The tool has no plan of that name; the choices are its plans. `where` names the tool."""

    kind = "plan"


class UnknownPlugin(_Unknown):
    """No plugin (format, exporter, importer, registry) of that name; the choices are those there, the nearest first."""

    def __init__(self, name: str, choices: Iterable[str], kind: str = "plugin") -> None:
        known = list(choices)
        from difflib import get_close_matches  # a check that errs in nothing needs it not

        said = name[:60]
        near = get_close_matches(said, known, n=1)
        self.kind = kind
        super().__init__(said, [*near, *(one for one in known if one not in near)])


class NotFound(BadUse):
    """An adoption, review, decision or file that is not there."""


class BadData(ByotError):
    """A file of data/, a log, an import or a backup says what it must not; `where` is file and line."""


class Conflicting(ByotError):
    """The world moved: what was asked rests on something that has changed since."""


class NotAllowed(ByotError):
    """The person may not do this."""


class HasLeft(NotAllowed):
    """This person has left, and does nothing here any more."""


class FetchFailed(ByotError):
    """A page could not be fetched: status, time, size, robots. `where` is the address.

    `transient` says whether the same request may succeed soon; `status` is the HTTP status, where one came;
    `forbidden` that robots.txt does not want the page fetched.
    """

    def __init__(
        self,
        message: str,
        mend: str,
        where: str | None = None,
        *,
        transient: bool = False,
        status: int | None = None,
        forbidden: bool = False,
    ) -> None:
        super().__init__(message, mend, where)
        self.transient = transient
        self.status = status
        self.forbidden = forbidden


class AddressRefused(FetchFailed):
    """The address is none that may be visited: not public, or of another scheme."""


class StoreProblem(ByotError):
    """The database is missing, too old, too new, busy or damaged."""


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
