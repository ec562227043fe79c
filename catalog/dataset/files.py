"""What the files of `data/tools` may hold. The JSON Schema for editors is made from these models."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from catalog.rubric import Word, as_word

MOST_WORDS = 25
ANSWERS = ("yes", "no", "opt_out", "opt_in", "addon", "in_progress")
CERTIFICATES = (
    "soc1_type2", "soc2", "soc2_type1", "soc2_type2", "soc3", "iso27001", "iso27017", "iso27018", "iso27701",
    "iso42001", "hitrust", "fedramp", "pci_dss", "csa_star", "cyber_essentials", "c5", "tisax",
)  # fmt: skip
NUMBERS = (
    "free_trial_days", "breach_notification_hours", "uptime_sla_percent", "service_since", "user_count",
    "last_breach", "staff_count", "audit_log_days", "deletion_days", "seat_minimum",
)  # fmt: skip
VALUED = ("certification", "excluded_data", "data_residency", "export_format")
RANGES: dict[str, tuple[float, float | None]] = {  # None: this year
    "free_trial_days": (1, 366),
    "breach_notification_hours": (0, 8784),
    "uptime_sla_percent": (50, 100),
    "service_since": (1960, None),
    "last_breach": (1990, None),
    "user_count": (1, 10_000_000_000),
    "staff_count": (1, 10_000_000),
    "audit_log_days": (1, 36_525),
    "deletion_days": (0, 3_660),
    "seat_minimum": (1, 100_000),
}
UNITS = ("user", "count", "second", "minute", "hour", "day", "week", "month", "year", "KB", "MB", "GB", "TB")
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Trait = Literal["generative_ai", "video", "payments", "secrets"]
Strength = Literal["attestation", "contract", "vendor_page", "help_page", "third_party_page", "assertion"]


class Part(BaseModel):
    """Base of the parts of a file: frozen, with no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class VendorPart(Part):
    """Who makes the tool."""

    slug: Slug
    name: str
    homepage: str | None = None


def _as_host(value: object) -> object:
    return {"host": value} if isinstance(value, str) else value


def _as_name(value: object) -> object:
    return {"name": str(value)} if isinstance(value, str | int | float) else value


class DomainPart(Part):
    """A registrable domain, or an API or tenant host below one; `account` where it serves people's own alone."""

    host: Annotated[str, Field(pattern=r"^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)+$")]
    kind: Literal["web", "api", "tenant", "content"] = "web"
    account: Literal["personal"] | None = None


class NamePart(Part):
    """Another name, with the dates between which it was in use."""

    name: str
    kind: Literal["alias", "former_name", "sub_brand"] = "alias"
    since: date | None = None
    until: date | None = None


ShortDomain = Annotated[DomainPart, BeforeValidator(_as_host, json_schema_input_type=str | DomainPart)]
ShortName = Annotated[NamePart, BeforeValidator(_as_name, json_schema_input_type=str | NamePart)]


class StatePart(Part):
    """Whether the tool is still there, and what it became."""

    state: Literal["active", "renamed", "merged", "discontinued"] = Field("active", alias="is")
    to: Slug | None = None
    since: date | None = None


class PlanPart(Part):
    """A priced edition; the order in the file is the rank order."""

    slug: Slug
    name: Annotated[str, BeforeValidator(str)]
    family: Literal["team", "personal", "government", "education"] = "team"
    aliases: tuple[ShortName, ...] = ()
    since: date | None = None
    until: date | None = None


class PriceValue(Part):
    """A list price; an amount of null is one that only sales tell."""

    amount: Annotated[float, Field(gt=0)] | None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    per: Literal["user", "workspace", "host", "flat"] | None = None
    period: Literal["month", "year"] | None = None
    billed: Literal["monthly", "annually"] | None = None
    contact: bool | None = None

    @model_validator(mode="after")
    def complete(self) -> Self:
        """Hold an amount to a currency and a period, and a missing one to `contact`."""
        if self.amount is None and not self.contact:
            raise ValueError("a price without an amount says `contact: true`")
        if self.amount is not None and not (self.currency and self.per and self.period):
            raise ValueError("a price has currency, per and period")
        return self


class LimitValue(Part):
    """What a free tier allows at most."""

    what: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
    amount: Annotated[float, Field(ge=0)]
    unit: Annotated[str, Field(pattern=r"^[A-Za-z_]+$")]


SHAPES: dict[str, type[Part]] = {"plan_price": PriceValue, "free_limit": LimitValue}


class FactPart(Part):
    """One fact with its evidence. Where it applies: plan, plans, from (with below), all_plans, or tool-wide."""

    fact: str
    plan: Slug | None = None
    plans: tuple[Slug, ...] = ()
    from_plan: Slug | None = Field(None, alias="from")
    below: Word | None = None
    all_plans: Literal[True] | None = None
    value: Any
    status: Word | None = None
    subject: Literal["vendor", "infrastructure", "subprocessor"] = "vendor"
    set_by: Literal["administrator", "person"] | None = None
    data: tuple[str, ...] = ()
    to_do: tuple[str, ...] = ()
    source: str
    strength: Strength
    as_of: date
    since: date | None = None
    until: date | None = None
    says: str
    recorded: Annotated[str, BeforeValidator(str)] | None = None
    retracted: Annotated[str, BeforeValidator(str)] | None = None

    @field_validator("source")
    @classmethod
    def names_a_page(cls, source: str) -> str:
        """Refuse what is no web address, and a home page, which states nothing that can be found again."""
        parts = urlsplit(source)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{source!r} is no web address")
        if parts.path in ("", "/") and not parts.query:
            raise ValueError(f"{source!r} is a home page; name the page that states the fact")
        return source

    @field_validator("says")
    @classmethod
    def is_short(cls, says: str) -> str:
        """Hold our own words to a few."""
        if not says.strip() or len(says.split()) > MOST_WORDS:
            raise ValueError(f"`says` has 1 to {MOST_WORDS} words, this has {len(says.split())}")
        return says

    @model_validator(mode="after")
    def is_whole(self) -> Self:
        """Hold the fact to one place, right dates, and a value of its kind."""
        places = [self.plan is not None, bool(self.plans), self.from_plan is not None, bool(self.all_plans)]
        if sum(places) > 1:
            raise ValueError("a fact applies to one of: plan, plans, from, all_plans")
        if self.below is not None and self.from_plan is None:
            raise ValueError("`below` goes with `from`")
        if self.since and self.until and self.until <= self.since:
            raise ValueError("`until` lies before `since`")
        if self.since is None and self.until and self.until <= self.as_of:
            raise ValueError("a fact that ended before it was seen needs `since`")
        _fits(self.fact, self.value)
        for word in (self.status, self.below):
            if word is not None and word not in ANSWERS:
                raise ValueError(f"{word!r} is none of: {', '.join(ANSWERS)}")
        return self


def _fits(fact: str, value: Any) -> None:
    """Raise `ValueError` where a value is not of the kind that its fact has."""
    if fact in SHAPES:
        SHAPES[fact].model_validate(value)
        return
    right, kind = _kind(fact, value)
    if not right:
        raise ValueError(f"{fact} is {kind}, not {value!r}")


def _kind(fact: str, value: Any) -> tuple[bool, str]:
    """Say whether a plain value is of its fact's kind, and what that kind is."""
    if fact == "free_plan":
        return isinstance(value, bool), "true or false"
    if fact in NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool), "a number"
    if fact == "certification":
        return value in CERTIFICATES, f"one of {', '.join(CERTIFICATES)}"
    if fact in VALUED:
        return isinstance(value, str), "the name of what it is about"
    return as_word(value) in ANSWERS, f"one of {', '.join(ANSWERS)}"


class ToolFile(Part):
    """One tool: vendor, category, names, domains, plans in rank order, facts."""

    slug: Slug
    name: Annotated[str, BeforeValidator(str)]
    vendor: VendorPart
    category: Slug
    description: str = ""
    domains: tuple[ShortDomain, ...] = ()
    aliases: tuple[ShortName, ...] = ()
    oauth_clients: tuple[str, ...] = ()
    state: StatePart = StatePart()
    alternatives: tuple[Slug, ...] = ()
    capabilities: tuple[str, ...] = ()
    traits: tuple[Trait, ...] = ()
    plans: tuple[PlanPart, ...] = ()
    facts: tuple[FactPart, ...] = ()


class CategoryPart(Part):
    """A kind of tool."""

    slug: Slug
    name: str
    noun: str
    traits: tuple[Trait, ...] = ()
    capabilities: tuple[dict[str, str], ...] = ()


class ReleasePart(Part):
    """A release of `data/` and its day."""

    name: Annotated[str, BeforeValidator(str)]
    day: date
