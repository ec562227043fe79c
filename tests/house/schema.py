"""The JSON Schema of the files of `data/tools`, made from the models that load them. `make docs` writes it."""

import json
from typing import Any

from catalog.dataset.files import ToolFile
from tests.house.code import ROOT

FILE = ROOT / "data" / "schema" / "tool.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> str:
    """Give the schema as it lies in the file. Editors read `yes` and `no` as words, so both forms are allowed."""
    made: dict[str, Any] = ToolFile.model_json_schema(by_alias=True)
    told = {"$schema": DIALECT, "title": "A tool of the catalog", **{k: v for k, v in made.items() if k != "title"}}
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
