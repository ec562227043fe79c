"""Where an export goes: a file that is there whole or not at all, or standard output."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from catalog.errors import BadUse

TEXTS = ("csv", "json", "ocsf.jsonl", "cef", "acl", "edl.txt", "fortigate.txt", "zscaler.txt", "rpz.zone", "hosts")


@contextmanager
def onto(file: Path, suffix: str) -> Iterator[BinaryIO]:
    """Give what to write into; raise `BadUse` where it cannot be written, or a terminal would get bytes."""
    if str(file) == "-":
        if sys.stdout.isatty() and suffix not in TEXTS:
            raise BadUse("this is no text for a terminal", mend="name a file")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".byot-", delete=False) as part:
            try:
                yield part  # type: ignore[misc]
                part.flush()
                os.fsync(part.fileno())
                Path(part.name).chmod(0o640)
                Path(part.name).replace(file)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise BadUse(f"cannot be written: {error.strerror}", mend="name a file to write", where=str(file)) from None
