"""Where snapshots are kept: a folder or a store by its URL, and nothing that would connect past the gate."""

from pathlib import Path

import pytest

from catalog.errors import AddressRefused, BadSetting
from catalog.settings import read
from scrapers.archive import snapshots_of

S3 = {"BYOT_SNAPSHOTS": "s3://pages/byot", "BYOT_S3_KEY": "k", "BYOT_S3_SECRET": "s"}


def test_a_folder_and_a_store_without_sockets_are_opened(tmp_path: Path) -> None:
    for place in (str(tmp_path), f"memory://{tmp_path.name}"):
        snapshots = snapshots_of(read({"BYOT_SNAPSHOTS": place}))
        assert snapshots.read(snapshots.store(b"a page")) == b"a page"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"BYOT_SNAPSHOTS": "gs://pages"}, "its library would connect past the gate"),
        ({"BYOT_SNAPSHOTS": "http://pages.example/"}, "its library would connect past the gate"),
        ({"BYOT_SNAPSHOTS": "s3://pages"}, "needs a key of its own"),
        ({**S3, "BYOT_S3_ENDPOINT": "http://169.254.169.254"}, "is not public"),
        ({**S3, "BYOT_S3_ENDPOINT": "http://127.0.0.1:9000"}, "neither 80 nor 443"),
    ],
    ids=["other cloud", "web", "no key", "metadata", "loopback"],
)
def test_what_would_go_past_the_gate_is_refused(environment: dict[str, str], words: str) -> None:
    with pytest.raises((BadSetting, AddressRefused), match=words):
        snapshots_of(read(environment))
