"""A child process for what strangers wrote: no settings, no store, so much memory; whoever starts it watches the time.

What a foreign file does to a library ends there. The child is Python itself, told to import a module and to call its
function `serve` with some numbers; it hears on standard input and answers on standard output.
"""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence

_CODE = "import sys; sys.path[:] = {path!r}; from {module} import serve; serve({numbers})"


def start(module: str, *numbers: int, passed: Sequence[int] = ()) -> "subprocess.Popen[bytes]":
    """Start a child that calls `serve` of a module; open files that are `passed` have the same numbers there."""
    code = _CODE.format(path=sys.path, module=module, numbers=", ".join(map(str, numbers)))
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
        pass_fds=passed,
    )


def limit(memory: int) -> None:
    """Hold the process that calls this to so many bytes of memory."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def alarm(seconds: int) -> None:
    """End the process that calls this in so many seconds, unless it calls again; 0 calls it off."""
    signal.alarm(seconds)
