"""A cold `byot check` beside the import of FastAPI alone."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from beside import compare

BYOT = Path(sys.executable).parent / "byot"


def main() -> None:
    """Compare over 21 rounds on a database that is filled already."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BYOT_DATABASE_URL": f"sqlite:///{folder}/byot.sqlite"}

        def run(*command: str) -> None:
            subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)

        compare(
            ("byot check", "import fastapi"),
            lambda: run(str(BYOT), "check", "trello", "--industry", "general", "--data", "internal"),
            lambda: run(sys.executable, "-c", "import fastapi"),
            rounds=21,
        )


if __name__ == "__main__":
    main()
