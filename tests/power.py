"""What a disk holds when the power goes: a run's system calls are watched, and of its writes only the fsynced replayed.

A run is watched by ptrace, so nothing of it is rebuilt, preloaded or installed for this. Of each file in a folder its
writes are kept in order with what was flushed; `after` gives the files as a disk may hold them after a cut at some
call. The strictest disk keeps nothing that was not fsynced, and no name of a file that its folder's fsync did not
follow; another keeps any part of the rest, each sector of a write by itself.
"""

import ctypes
import os
import platform
import signal
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, Literal

from tests.running import Run

SECTOR = 512
CALLS = {
    "x86_64": {
        1: "write", 18: "pwrite64", 20: "writev", 74: "fsync", 75: "fdatasync", 77: "ftruncate", 82: "rename",
        87: "unlink", 257: "openat", 263: "unlinkat", 264: "renameat", 285: "fallocate", 296: "pwritev",
        316: "renameat2",
    },
    "aarch64": {
        38: "renameat", 46: "ftruncate", 47: "fallocate", 56: "openat", 64: "write", 66: "writev", 68: "pwrite64",
        70: "pwritev", 82: "fsync", 83: "fdatasync", 35: "unlinkat", 276: "renameat2",
    },
}.get(platform.machine(), {})  # fmt: skip
UNKNOWN = {"writev", "pwritev", "fallocate", "rename", "renameat", "renameat2"}  # SQLite does without them
SEIZE, INTERRUPT, GO_ON, TO_THE_END, INFORMATION = 0x4206, 0x4207, 7, 24, 0x420E
NO_NEW_RIGHTS, SECCOMP, FILTER, GO, STOP = 38, 22, 2, 0x7FFF0000, 0x7FF00000
SYSTEM_CALLS_MARKED, FILTERED, DIES_WITH_US, ANY_CHILD = 0x1, 0x80, 0x100000, 0x40000000
EXIT, BEGINS, MARKED, BY_FILTER = 2, 3, signal.SIGTRAP | 0x80, 7
_library = ctypes.CDLL(None, use_errno=True)
_library.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
_library.ptrace.restype = ctypes.c_long
Kind = Literal["write", "cut", "sync", "name", "gone", "told"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a run asked of the system: of a file (by its number), a name in the folder, or standard output."""

    kind: Kind
    file: int = 0
    place: int = 0
    data: bytes = b""
    name: str = ""


@dataclass(slots=True)
class Watched:
    """A run as the system saw it: the files at its beginning, and its steps."""

    before: dict[str, tuple[int, bytes]]
    steps: list[Step] = field(default_factory=list)

    def told(self, cut: int) -> bytes:
        """Give what had been told on standard output by a step."""
        return b"".join(step.data for step in self.steps[:cut] if step.kind == "told")

    def after(self, cut: int, chance: Random | None = None) -> dict[str, bytes]:
        """Give the files on a disk whose power went before a step; with `chance`, with some of what was not fsynced."""
        kept = list(_kept(self.steps[:cut], chance))
        bodies = {number: bytearray(body) for number, body in self.before.values()}
        names = {name: number for name, (number, _) in self.before.items()}
        for step in kept:
            body = bodies.setdefault(step.file, bytearray())
            if step.kind == "write":
                body.extend(bytes(max(0, step.place - len(body))))
                body[step.place : step.place + len(step.data)] = step.data
            elif step.kind == "cut":
                body.extend(bytes(max(0, step.place - len(body))))
                del body[step.place :]
            elif step.kind == "name":
                names[step.name] = step.file
            elif step.kind == "gone":
                names.pop(step.name, None)
        return {name: bytes(bodies.get(number, b"")) for name, number in names.items()}


def watch(folder: Path, does: Callable[..., Any], *arguments: Any, environment: Mapping[str, str]) -> Watched:
    """Run something to its end in a process of its own, and give what it asked of the files in a folder."""
    gate, prints = folder.parent / "gate", folder.parent / "printed"
    os.mkfifo(gate)
    seen = Watched({file.name: (file.stat().st_ino, file.read_bytes()) for file in folder.iterdir()})
    run = Run(_waits, str(gate), does, arguments, environment=dict(environment), prints=prints)
    _seize(run.process)
    with gate.open("r+b", buffering=0) as opened:  # for both, so that it need not wait for the other end
        opened.write(b"go\n")
        _follow(run.process, _Eye(run.process, folder.resolve(), seen.steps))
    run.ends()
    gate.unlink()
    held = {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.endswith("-shm")}
    assert _everything(seen) == held, "the steps do not add up to what is on the disk"
    return seen


def _waits(gate: str, does: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Begin when somebody watches."""
    with Path(gate).open() as opened:
        opened.readline()
    _stop_only_at(sorted(CALLS))
    does(*arguments)


def _stop_only_at(numbers: Sequence[int]) -> None:
    """Let this process stop for its watcher at some system calls alone (seccomp): at all of them it would crawl."""
    load, equal, give = 0x20, 0x15, 0x06
    steps = [(load, 0, 0, 0)]
    steps += [(equal, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    steps += [(give, 0, 0, GO), (give, 0, 0, STOP)]
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    kept = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(steps), ctypes.addressof(kept))
    held = ctypes.create_string_buffer(program, len(program))
    for option, *values in ((NO_NEW_RIGHTS, 1, 0), (SECCOMP, FILTER, ctypes.addressof(held))):
        if _library.prctl(option, *map(ctypes.c_void_p, values), None, None) == -1:
            raise OSError(ctypes.get_errno(), f"prctl: {os.strerror(ctypes.get_errno())}")


def _everything(seen: Watched) -> dict[str, bytes]:
    """Give what the steps make of the files where the power never goes."""
    flushed = [Step("sync", step.file) for step in seen.steps if step.kind in ("write", "cut")]
    whole = Watched(seen.before, [*seen.steps, *flushed, Step("sync")])
    return whole.after(len(whole.steps))


def _kept(steps: list[Step], chance: Random | None) -> Iterator[Step]:
    """Give the steps that a disk keeps, in their order: what was fsynced, and by chance some of the rest."""
    last = {step.file: at for at, step in enumerate(steps) if step.kind == "sync"}
    names = [at for at, step in enumerate(steps) if step.kind in ("name", "gone") and at > last.get(0, -1)]
    lost = set(names[chance.randrange(len(names) + 1) :] if chance else names)  # a folder's changes keep their order
    for at, step in enumerate(steps):
        if step.kind in ("name", "gone"):
            if at not in lost:
                yield step
        elif step.kind in ("write", "cut"):
            if at < last.get(step.file, -1):
                yield step
            elif chance is not None and chance.random() < 0.5:
                yield from _sectors(step, chance)


def _sectors(step: Step, chance: Random) -> Iterator[Step]:
    """Give a write that had not to be kept as a disk may have kept it: whole, or some of its sectors."""
    if step.kind == "cut" or chance.random() < 0.5:
        yield step
        return
    for start in range(0, len(step.data), SECTOR):
        if chance.random() < 0.5:
            yield Step("write", step.file, step.place + start, step.data[start : start + SECTOR])


class _Eye:
    """Reads a stopped process: what it asks for, and of which file."""

    def __init__(self, process: int, folder: Path, steps: list[Step]) -> None:
        self._process, self._folder, self._steps = process, folder, steps
        self._memory = os.open(f"/proc/{process}/mem", os.O_RDONLY)
        self._asked: tuple[str, tuple[int, ...]] | None = None
        self._names: dict[str, int] = {file.name: file.stat().st_ino for file in folder.iterdir()}
        self._numbers = {number: number for number in self._names.values()}
        self._fresh = count(1 << 62)

    def stopped(self) -> None:
        """Look at a process that stopped before or after a system call."""
        told = ctypes.create_string_buffer(88)
        _ptrace(INFORMATION, self._process, len(told), ctypes.addressof(told))
        kind = told.raw[0]
        if kind == BEGINS:
            number, *arguments = struct.unpack_from("=Q6Q", told.raw, 24)
            name = CALLS.get(number)
            self._asked = (name, tuple(arguments)) if name else None
        elif kind == EXIT and self._asked is not None:
            result, failed = struct.unpack_from("=qB", told.raw, 24)
            if not failed:
                self._done(*self._asked, result)
            self._asked = None

    def _done(self, name: str, arguments: tuple[int, ...], result: int) -> None:
        if name == "openat":
            self._named(result)
        elif name in ("unlink", "unlinkat"):
            self._gone(arguments[0 if name == "unlink" else 1])
        else:
            self._changed(name, arguments, result)

    def _changed(self, name: str, arguments: tuple[int, ...], result: int) -> None:
        descriptor = arguments[0]
        if name == "write" and descriptor == 1:
            self._steps.append(Step("told", data=self._read(arguments[1], result)))
            return
        file = self._file(descriptor)
        if file is None:
            return
        assert name not in UNKNOWN, f"{name} is not followed"
        assert name != "write", "a file of the folder is written without a place"
        if name == "pwrite64":
            self._steps.append(Step("write", file, arguments[3], self._read(arguments[1], result)))
        elif name == "ftruncate":
            self._steps.append(Step("cut", file, arguments[1]))
        else:
            self._steps.append(Step("sync", file))

    def _named(self, descriptor: int) -> None:
        """Note a new file of the folder under the name by which it was opened."""
        file = self._file(descriptor)
        if file and file not in self._names.values():
            name = Path(self._path(descriptor)).name
            self._names[name] = file
            self._steps.append(Step("name", file, name=name))

    def _gone(self, address: int) -> None:
        """Note that a name went; a later file may get the number of this one from the system, but not from us."""
        path = Path(os.fsdecode(self._read(address, 4096, short=True).split(b"\0", 1)[0]))
        file = self._names.pop(path.name, None) if path.parent == self._folder else None
        if file is not None:
            self._numbers = {given: ours for given, ours in self._numbers.items() if ours != file}
            self._steps.append(Step("gone", name=path.name))

    def _file(self, descriptor: int) -> int | None:
        """Give the number of a file in the folder, 0 for the folder itself, None for any other."""
        path = self._path(descriptor)
        if path == str(self._folder):
            return 0
        if not path.startswith(f"{self._folder}/") or path.endswith(("-shm", "-shm (deleted)")):
            return None
        given = Path(f"/proc/{self._process}/fd/{descriptor}").stat().st_ino
        if given not in self._numbers:
            self._numbers[given] = next(self._fresh)
        return self._numbers[given]

    def _path(self, descriptor: int) -> str:
        try:
            return str(Path(f"/proc/{self._process}/fd/{descriptor}").readlink())
        except OSError:
            return ""

    def _read(self, address: int, size: int, short: bool = False) -> bytes:
        data = os.pread(self._memory, size, address)
        assert short or len(data) == size
        return data

    def close(self) -> None:
        """Look no more."""
        os.close(self._memory)


def _seize(process: int) -> None:
    _ptrace(SEIZE, process, 0, SYSTEM_CALLS_MARKED | FILTERED | DIES_WITH_US)
    _ptrace(INTERRUPT, process, 0, 0)
    os.waitpid(process, ANY_CHILD)
    _ptrace(GO_ON, process, 0, 0)


def _follow(process: int, eye: _Eye) -> None:
    """Look at a process at each of its system calls, until it ends."""
    while True:
        _, status = os.waitpid(process, ANY_CHILD)
        if not os.WIFSTOPPED(status):
            eye.close()
            return
        stop, event = os.WSTOPSIG(status), status >> 16
        if event == BY_FILTER or stop == MARKED:
            eye.stopped()
        passed_on = stop if event == 0 and stop != MARKED else 0
        _ptrace(TO_THE_END if event == BY_FILTER else GO_ON, process, 0, passed_on)


def _ptrace(request: int, process: int, address: int, data: int) -> None:
    if _library.ptrace(request, process, address, data) == -1:
        code = ctypes.get_errno()
        raise OSError(code, f"ptrace: {os.strerror(code)}")
