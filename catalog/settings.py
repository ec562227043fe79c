"""BYOT_* settings; the only reader of the environment.

A plain pydantic model rather than pydantic-settings, which adds 50 ms to every command (docs/decisions/0005).
"""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from catalog.errors import BadSetting

PREFIX = "BYOT_"


def _state_folder() -> Path:
    """Give the folder where a person's own data lives: `byot` under $XDG_DATA_HOME or ~/.local/share."""
    home = os.environ.get("XDG_DATA_HOME", "")
    base = Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "share"
    return base / "byot"


def _data_folder() -> Path:
    """Give the folder data/ that was installed beside the package `catalog`."""
    return Path(__file__).resolve().parent.parent / "data"


def _database_url() -> str:
    return f"sqlite:///{_state_folder() / 'byot.sqlite'}"


def _contact() -> str:
    return f"mailto:postmaster@{os.uname().nodename or 'localhost'}"


def _addresses(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _words(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


def _place(value: object) -> object:
    """Give a folder's path, or a URL of a store as it stands."""
    return value if isinstance(value, str) and "://" in value else Path(str(value))


HostPort = Annotated[str, Field(pattern=r"^(\[[0-9a-fA-F:]+\]|[^\s:/@]+):\d{1,5}$")]


class Settings(BaseModel):
    """All settings, each from the variable of its name in capitals after `BYOT_`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str = Field(
        default_factory=_database_url,
        pattern=r"^(sqlite:///.+|postgresql(\+psycopg)?://.*)",
        description="Where everything is stored: sqlite:///FILE or postgresql://USER@HOST/NAME.",
        json_schema_extra={"default": "sqlite file byot.sqlite in the person's data folder"},
    )
    data: Path = Field(
        default_factory=_data_folder,
        description="The folder with tools, rubric and categories.",
        json_schema_extra={"default": "the folder that was installed with byot"},
    )
    policy: Path | None = Field(
        default=None,
        description="The organisation's policy: a YAML file with its own weights, gates, thresholds and postures.",
    )
    snapshots: Annotated[Path | str, BeforeValidator(_place)] = Field(
        default_factory=lambda: _state_folder() / "snapshots",
        description="The folder that keeps fetched pages by the hash of their bytes, or a URL of fsspec's (s3://...).",
        json_schema_extra={"default": "folder snapshots in the person's data folder"},
    )
    engine: str = Field(
        default="duckdb",
        repr=False,
        description="What counts long logs: duckdb here, or where they lie: spark://HOST:7077, clickhouse://HOST:8123.",
    )
    s3_endpoint: str | None = Field(
        default=None, pattern=r"^https?://[!-~]+$", description="Where an s3:// store is, if it is not Amazon's."
    )
    s3_key: str | None = Field(default=None, description="The access key of an s3:// store.")
    s3_secret: str | None = Field(default=None, repr=False, description="The secret of that key.")
    pseudonym_key: str | None = Field(
        default=None,
        repr=False,
        description="The key of pseudonyms in exports, or the absolute path of a file that holds it.",
    )
    log: Path = Field(
        default_factory=lambda: _state_folder() / "byot.log",
        description="The file that takes the traceback of an unexpected error.",
        json_schema_extra={"default": "file byot.log in the person's data folder"},
    )
    fetch_allow: Annotated[tuple[HostPort, ...], BeforeValidator(_addresses)] = Field(
        default=(),
        description="Non-public addresses that may be visited all the same, as HOST:PORT, with commas between.",
    )
    fetch_pause: float = Field(
        default=0.5,
        ge=0,
        le=60,
        description="The seconds between two requests to the same host, by all runs of the program together.",
    )
    render: bool = Field(
        default=True,
        description="Render pages that JavaScript writes, where the extra `render` and a Chromium are installed.",
    )
    watch_days: int = Field(
        default=7, ge=1, le=3650, description="After how many days `byot worker` crawls a tool again."
    )
    watch_schedule: str = Field(
        default="*/15 * * * *",
        pattern=r"^[0-9*/,-]+( [0-9*/,-]+){4}$",
        description="When `byot worker` looks for what is due, as cron writes it.",
    )
    nightly_schedule: str = Field(
        default="15 2 * * *",
        pattern=r"^[0-9*/,-]+( [0-9*/,-]+){4}$",
        description="When `byot worker` folds what is past its keeping and tells what ends soon, as cron writes it.",
    )
    notices: Annotated[tuple[str, ...], BeforeValidator(_words)] = Field(
        default=(),
        repr=False,
        description="Who is told of changes: URLs of apprise (json://, slack://, mailto://), blanks between.",
    )
    lookups_per_person: int = Field(
        default=10, ge=0, le=10_000, description="How many unknown tools one person may look up in a day on the pages."
    )
    lookups_per_day: int = Field(
        default=100, ge=0, le=100_000, description="How many unknown tools all people together may look up in a day."
    )
    llm_url: str | None = Field(
        default=None,
        max_length=300,
        pattern=r"^https?://[!-~]+$",
        description="Where a language model is asked what else a page states, as https://HOST/v1; off without it.",
    )
    llm_model: str | None = Field(
        default=None, max_length=100, pattern=r"^[!-~]+$", description="The name of that model, as its server knows it."
    )
    llm_key: str | None = Field(
        default=None, repr=False, pattern=r"^[!-~]+$", description="The key that its server wants, if it wants one."
    )
    llm_calls: int = Field(
        default=8, ge=1, le=1000, description="How many pages of a tool a language model is asked about in one crawl."
    )
    llm_seconds: float = Field(
        default=30.0, gt=0, le=600, description="How many seconds a language model may take for one page."
    )
    contact: str = Field(
        default_factory=_contact,
        max_length=200,
        pattern=r"^(https?://|mailto:)[!-~]+$",
        description="Whom vendors can write to about our requests; it stands in the user agent: a URL or mailto:.",
        json_schema_extra={"default": "the postmaster of this machine"},
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="The address that `byot serve` listens on.")
    port: int = Field(default=8765, ge=0, le=65535, description="The port that `byot serve` listens on; 0: any.")
    debug: bool = Field(default=False, description="Show tracebacks on standard error.")


@cache
def settings() -> Settings:
    """Give the settings of this process, read once; raise `BadSetting` naming the variable and the mend.

    Tests that change the environment call `settings.cache_clear()`.
    """
    return read(os.environ)


def read(environment: Mapping[str, str]) -> Settings:
    """Read the settings from an environment. An empty variable counts as not set."""
    known = Settings.model_fields
    said = {name: value for name in known if (value := environment.get(PREFIX + name.upper(), ""))}
    try:
        return Settings.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        raise BadSetting(
            f"{said.get(name, '')!r} cannot be used ({first['msg']})",
            f"It means: {known[name].description} Set it so, or unset it",
            where=PREFIX + name.upper(),
        ) from None
