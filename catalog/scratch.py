"""Folders for the time of some work: gone with it, or, where its process was killed, once the next one begins.

Whoever works in a folder holds a lock on a file in it, which the system lets go of with the process. A folder of our
own whose lock nobody holds is left over.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PREFIX: Final = "byot-"
LOCK: Final = ".lock"


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder of one's own, empty but for its lock, after those that are left over are gone."""
    clear()
    place = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with (place / f"{LOCK}.new").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            (place / f"{LOCK}.new").rename(place / LOCK)  # a lock that stands there is held from the first moment on
            yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def clear() -> None:
    """Remove the folders of processes that are no more; never another user's, nor one that somebody works in."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as there:
        for one in there:
            with suppress(OSError):
                if one.name.startswith(PREFIX) and one.is_dir(follow_symlinks=False) and _left(one):
                    shutil.rmtree(one.path, ignore_errors=True)


def _left(place: "os.DirEntry[str]") -> bool:
    if place.stat(follow_symlinks=False).st_uid != os.geteuid():
        return False
    with Path(place.path, LOCK).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
