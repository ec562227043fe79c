"""Kinds of logs and exports are called what people call them."""

import pytest

from web.titles import title


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("squid", "Squid, native"),
        ("defender_cloud_apps", "Defender for Cloud Apps discovery"),
        ("our own gateway", "our own gateway"),
    ],
)
def test_a_format_is_told_by_its_title_and_one_of_our_own_by_its_name(name: str, called: str) -> None:
    assert title(name) == called
