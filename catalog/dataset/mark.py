"""Whether the files of a data folder changed since they were loaded, told by their stats alone."""

from pathlib import Path


def fingerprint(folder: Path) -> str:
    """Give a mark that changes when a file of the folder does: count, newest change, total size."""
    stats = [path.stat() for path in folder.rglob("*.yaml")]
    return f"{len(stats)}-{max((one.st_mtime_ns for one in stats), default=0)}-{sum(one.st_size for one in stats)}"
