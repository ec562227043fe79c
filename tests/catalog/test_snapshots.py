"""Snapshots: the same bytes once, whole or not at all, and never something else."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import fsspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import BadSetting, BadUse, StoreProblem
from catalog.settings import read
from catalog.snapshots import LARGEST, Snapshots
from tests.campaigns import Campaign

PAGE = b"<p>Pro costs 8.75 dollars.</p>" * 500


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "snapshots")


def files(snapshots: Snapshots) -> list[Path]:
    return sorted(path for path in snapshots.folder.rglob("*") if path.is_file())


def test_what_is_stored_is_read_under_its_hash(snapshots: Snapshots) -> None:
    name = snapshots.store(PAGE)
    assert name == sha256(PAGE).hexdigest()
    assert snapshots.read(name) == PAGE
    assert snapshots.has(name)


@given(st.binary(max_size=5000))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    snapshots = Snapshots(tmp_path_factory.mktemp("any"))
    assert snapshots.read(snapshots.store(body)) == body


def test_the_same_bytes_are_kept_once_and_compressed(snapshots: Snapshots) -> None:
    snapshots.store(PAGE)
    (first,) = files(snapshots)
    written = first.stat().st_mtime_ns
    snapshots.store(PAGE)
    assert files(snapshots) == [first]
    assert first.stat().st_mtime_ns == written
    assert first.stat().st_size < len(PAGE) / 10


def test_many_writers_of_the_same_bytes_do_not_disturb_each_other(snapshots: Snapshots) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(snapshots.store, [PAGE] * 64))
    assert len(files(snapshots)) == 1
    assert snapshots.read(names.pop()) == PAGE


@pytest.mark.parametrize("damage", [b"", b"no zstd at all", zstandard.compress(b"another page")])
def test_damage_is_noticed(snapshots: Snapshots, damage: bytes) -> None:
    name = snapshots.store(PAGE)
    files(snapshots)[0].write_bytes(damage)
    with pytest.raises(StoreProblem, match="The snapshot"):
        snapshots.read(name)
    assert snapshots.read(snapshots.store(PAGE)) == PAGE, "fetching it again mends it"


def test_a_bit_that_flipped_is_noticed(snapshots: Snapshots) -> None:
    name = snapshots.store(os.urandom(2000))
    (file,) = files(snapshots)
    body = bytearray(file.read_bytes())
    body[len(body) // 2] ^= 1
    file.write_bytes(bytes(body))
    with pytest.raises(StoreProblem):
        snapshots.read(name)


def test_a_file_that_grows_without_end_is_not_read_whole(snapshots: Snapshots) -> None:
    name = snapshots.store(PAGE)
    files(snapshots)[0].write_bytes(zstandard.compress(bytes(LARGEST + 1)))
    with pytest.raises(StoreProblem, match="not what was stored"):
        snapshots.read(name)


def test_what_is_gone_says_so(snapshots: Snapshots) -> None:
    with pytest.raises(StoreProblem, match="is not there"):
        snapshots.read("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 63, "0" * 64 + "/", "Z" * 64])
def test_what_is_no_hash_names_no_file(snapshots: Snapshots, name: str) -> None:
    with pytest.raises(BadUse):
        snapshots.read(name)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreProblem, match="BYOT_SNAPSHOTS"):
        Snapshots(tmp_path / "file" / "below").store(PAGE)


# In a store that a URL names


def test_a_store_that_a_url_names_keeps_them_by_the_same_hashes(tmp_path: Path) -> None:
    there, here = Snapshots(f"memory://{tmp_path.name}/pages/"), Snapshots(tmp_path)
    name = there.store(PAGE)
    assert name == here.store(PAGE)
    assert (there.read(name), there.has(name), there.has("0" * 64)) == (PAGE, True, False)
    kept = fsspec.filesystem("memory").cat(f"/{tmp_path.name}/pages/{name[:2]}/{name[2:]}.zst")
    assert kept == files(here)[0].read_bytes()


def test_damage_in_a_store_is_noticed_and_mended(tmp_path: Path) -> None:
    snapshots = Snapshots(f"memory://{tmp_path.name}")
    name = snapshots.store(PAGE)
    memory = fsspec.filesystem("memory")
    memory.pipe(f"/{tmp_path.name}/{name[:2]}/{name[2:]}.zst", zstandard.compress(b"another page"))
    with pytest.raises(StoreProblem, match="not what was stored"):
        snapshots.read(name)
    assert snapshots.read(snapshots.store(PAGE)) == PAGE
    memory.rm(f"/{tmp_path.name}", recursive=True)
    with pytest.raises(StoreProblem, match="is not there"):
        snapshots.read(name)


def test_a_store_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreProblem, match="BYOT_SNAPSHOTS"):
        Snapshots(f"file://{tmp_path}/file/below").store(PAGE)


def test_a_url_that_nobody_speaks_is_told() -> None:
    with pytest.raises(BadSetting, match="nonsense:// is not spoken here"):
        Snapshots("nonsense://bucket")
    assert read({"BYOT_SNAPSHOTS": "memory://pages"}).snapshots == "memory://pages"
    assert read({"BYOT_SNAPSHOTS": "/var/pages"}).snapshots == Path("/var/pages")


WRITER = """
import os, sys
from pathlib import Path
from catalog.snapshots import Snapshots
snapshots = Snapshots(Path(sys.argv[1]))
print("ready", flush=True)
number = 0
while True:
    snapshots.store(b"%d " % number * 20_000)
    number += 1
"""


@pytest.mark.soak("killed writers of snapshots")
def test_a_writer_that_is_killed_leaves_nothing_half_written(tmp_path: Path, campaign: Campaign) -> None:
    for number in campaign.runs(5, 50):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            writer.wait(0.05 + 0.03 * number % 0.15)
        except subprocess.TimeoutExpired:
            writer.send_signal(signal.SIGKILL)
        campaign.tell(killed=int(writer.wait() == -signal.SIGKILL))
        writer.stdout.close()
    snapshots = Snapshots(tmp_path)
    kept = [file for file in files(snapshots) if file.suffix == ".zst"]
    assert kept
    for file in kept:
        snapshots.read(file.parent.name + file.stem)
