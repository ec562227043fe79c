"""Logs behind URLs: stores that open no socket, objects over HTTP by the gate alone."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from catalog.discovery.reading import Log, read
from catalog.discovery.sources import Source
from catalog.errors import AddressRefused, BadSetting, BadUse, FetchFailed, NotFound
from catalog.settings import read as settings
from scrapers.storage import Storage
from tests.catalog.entries import entry
from tests.vendor import VendorSite

LINE = entry("slack.com").encode()


@pytest.fixture
def site() -> Iterator[VendorSite]:
    with VendorSite() as site:
        yield site


def storage(*allowed: str) -> Storage:
    return Storage(settings({"BYOT_FETCH_ALLOW": ",".join(allowed)}))


def records(source: Source) -> int:
    return sum(1 for _ in read(source, Log(source.name)))


def test_objects_of_a_store_in_memory_are_read_by_name_folder_and_pattern() -> None:
    store = fsspec.filesystem("memory")
    store.pipe("/bucket/a.log", LINE)
    store.pipe("/bucket/2026/b.log.gz", gzip.compress(LINE * 2))
    assert [records(one) for one in storage().find("memory://bucket/a.log")] == [1]
    assert [records(one) for one in storage().find("memory://bucket")] == [2, 1]
    assert [one.name for one in storage().find("memory://bucket/*.log")] == ["memory:///bucket/a.log"]
    (missing,) = storage().find("memory://bucket/none.log")
    with pytest.raises(NotFound):
        missing.open()


def test_a_file_is_read_by_its_url(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(LINE * 3)
    (source,) = storage().find(f"file://{tmp_path}/a.log")
    assert records(source) == 3
    assert source.written().tzinfo is not None


def test_an_object_is_read_through_the_gate_again_and_again(site: VendorSite) -> None:
    site.put("/logs/a.log.gz", gzip.compress(LINE * 5000), "application/gzip")
    (source,) = storage(site.address).find(site.url("/logs/a.log.gz?signature=secret"))
    assert [records(source), records(source)] == [5000, 5000]
    assert source.name == site.url("/logs/a.log.gz")
    assert site.asked[-1].path == "/logs/a.log.gz?signature=secret"


def test_the_gate_refuses_what_is_not_public_also_behind_a_redirect(site: VendorSite) -> None:
    with pytest.raises(AddressRefused):
        storage().find(site.url("/a.log"))
    site.put("/a.log", b"", status=302, headers={"Location": "http://127.0.0.1:9/secret"})
    (source,) = storage(site.address).find(site.url("/a.log"))
    with pytest.raises(AddressRefused):
        source.open()


def test_what_a_server_does_not_give_is_told(site: VendorSite) -> None:
    (missing,) = storage(site.address).find(site.url("/none.log"))
    with pytest.raises(NotFound):
        missing.open()
    site.put("/broken.log", b"", status=403)
    (broken,) = storage(site.address).find(site.url("/broken.log"))
    with pytest.raises(FetchFailed, match="403"):
        broken.open()


def test_a_store_whose_library_would_pass_the_gate_by_is_refused_with_a_way_out() -> None:
    with pytest.raises(BadUse, match="signed https address"):
        storage().find("gs://bucket/a.log")


def test_s3_is_asked_with_a_key_of_ours_at_an_endpoint_that_may_be_visited() -> None:
    with pytest.raises(BadSetting, match="BYOT_S3_KEY"):
        storage().find("s3://bucket/a.log")
    with pytest.raises(AddressRefused):
        Storage(
            settings(
                {
                    "BYOT_S3_KEY": "k",
                    "BYOT_S3_SECRET": "s",
                    "BYOT_S3_ENDPOINT": "http://127.0.0.1:9000",
                }
            )
        ).find("s3://bucket/a.log")
