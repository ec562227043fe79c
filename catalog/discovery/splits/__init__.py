"""How DuckDB's CSV reader splits the lines of a format (a file's name), and what the columns mean, as expressions.

A module here has a function `split(head)` that gives a `Split` for a log that begins with
some bytes, or None. What its expressions accept, the format's own reader must read in just the same way; what they do
not accept goes to that reader.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from catalog.discovery.alike import Shape


class Split(Protocol):
    """How the lines of a log are split into columns, and what the columns say."""

    @property
    def shape(self) -> Shape:
        """Give how the usual lines are written, and what of them matters to the expressions and to the reader."""
        ...

    @property
    def results(self) -> dict[str, int]:
        """Give the words that the expressions look up, each with a number."""
        ...

    def ends(self, lines: Iterable[bytes]) -> bool:
        """Say whether one of some lines that were not accepted changes what all later ones mean."""
        ...

    def columns(self, lines: Any, results: Any) -> Any:
        """Give a table with the columns of `lines` (`line` among them) and these, for each line that is usual.

        `accepted`: the expressions can say all that was done; `action` 0 allowed, 1 blocked, 2 neither; `asked` and
        `kind` (0 to 9), of which `asked()` gives the host; `sent` and `received`, whether bytes are told. `named`: they
        can say who asked; `user` and `client` as written, the user "-" for nobody. The latter three look only at parts
        of the shape that tell who asked, all others only at those that do not. `results` has the columns `word` and
        `number`.
        """
        ...

    def asked(self, kind: int, text: str) -> str | None:
        """Give the host of what was asked for."""
        ...

    def person(self, user: str, client: str | None) -> str | None:
        """Give the user of a name as written, None for nobody."""
        ...
