"""A planner's rules as they stand in an address: said in words, each with the address without it, or with one more."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from web.adoptions import Names
from web.render import address
from web.words import many

RULES = ("most", "pin", "forbid", "only")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words, and the address of the page without it."""

    text: str
    without: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules in a page's address: in words, as the fields of a form, and how to add one."""

    rules: tuple[Rule, ...]
    fields: tuple[tuple[str, str], ...]
    and_rule: Callable[[str, str], str]


def ruling(request: Request, named: Names, categories: Mapping[str, str]) -> Ruling:
    """Give the rules of a request; tools and kinds of work by the names that people know."""
    said = {name: _parts(request, name) for name in RULES}

    def and_rule(name: str, part: str) -> str:
        """Give the page's address with one rule more; the opposite rule for the same tool goes."""
        other = {"pin": "forbid", "forbid": "pin"}.get(name, "")
        left = ",".join(one for one in said.get(other, ()) if one != part)
        changes = {other: left or None} if other else {}
        kept = [one for one in said[name] if not (name == "most" and _kind(one) == _kind(part))]
        return address(request, **changes, **{name: ",".join(dict.fromkeys([*kept, part]))})

    def each() -> Iterator[Rule]:
        for name, parts in said.items():
            for part in parts:
                left = ",".join(one for one in parts if one != part)
                yield Rule(_text(name, part, named, categories), address(request, **{name: left or None}))

    return Ruling(tuple(each()), tuple((name, ",".join(parts)) for name, parts in said.items() if parts), and_rule)


def tools_of(request: Request) -> set[str]:
    """Give the tools that the rules name."""
    return {part.partition(":")[0] for name in ("pin", "forbid", "only") for part in _parts(request, name)}


def _parts(request: Request, name: str) -> list[str]:
    parts = (part.strip() for part in request.query_params.get(name, "").split(","))
    return [part for part in parts if part]


def _kind(part: str) -> str:
    return part.rpartition("=")[0]


def _text(name: str, part: str, named: Names, categories: Mapping[str, str]) -> str:
    if name == "most":
        kind, number = _kind(part), part.rpartition("=")[2]
        whose = categories.get(kind, kind) if kind else "Each kind of work"
        return f"{whose}: {many(int(number), 'tool')} at the most"
    tool, _, plan = part.partition(":")
    told = f"{named.tool(tool)} {named.plan(tool, plan)}".strip()
    return {"pin": f"{told} must be there", "forbid": f"Without {told}", "only": f"Only {told}"}[name]
