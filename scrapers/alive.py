"""Which run of the program is that, and does it still go on? What one that was killed has left, others take up."""

import os
import socket
from functools import cache
from pathlib import Path


def name() -> str:
    """Give the name of this run: its machine, the number of its process, and when that began."""
    return _name(os.getpid())


def gone(run: str) -> bool:
    """Tell whether a run of this machine has ended; one of another machine cannot be seen from here."""
    host, number, began = (*run.split(":"), "", "")[:3]
    if host != socket.gethostname() or not number.isdigit():
        return False
    began_now = _began(int(number))
    return not _runs(int(number)) or bool(began and began_now and began != began_now)


@cache
def _name(process: int) -> str:
    return f"{socket.gethostname()}:{process}:{_began(process)}"


def _began(process: int) -> str:
    """Give the tick at which a process began, so that a number that came again is told apart; empty where unknown."""
    told = _told(process)
    return told[19] if told else ""


def _runs(process: int) -> bool:
    told = _told(process)
    if told:
        return told[0] not in ("Z", "X")  # ended, and nobody has asked how
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _told(process: int) -> list[str]:
    """Give what the system says of a process after its command: state, parent, ... (proc(5)); empty where nothing."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
