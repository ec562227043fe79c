"""Whether the files of a data folder, or the policy over it, changed since they were loaded, told by their stats."""

from pathlib import Path

from catalog.errors import BadSetting


def fingerprint(folder: Path, policy: Path | None = None) -> str:
    """Give a mark that changes when a file does: count, newest change, total size; the same of the policy.

    Raises `BadSetting` where the policy is no file.
    """
    stats = [path.stat() for path in folder.rglob("*.yaml")]
    mark = f"{len(stats)}-{max((one.st_mtime_ns for one in stats), default=0)}-{sum(one.st_size for one in stats)}"
    if policy is None:
        return mark
    if not policy.is_file():
        raise BadSetting(f"there is no file {policy}", mend="name the policy's file, or unset it", where="BYOT_POLICY")
    there = policy.stat()
    return f"{mark}+{policy.resolve()}-{there.st_mtime_ns}-{there.st_size}"
