"""Settings: from the environment, once, and wrong ones are named with their mend."""

from pathlib import Path

import pytest

from catalog.errors import BadSetting
from catalog.settings import PREFIX, Settings, read, settings


def test_without_an_environment_everything_has_a_default() -> None:
    made = read({})
    assert made.database_url.startswith("sqlite:///")
    assert made.host == "127.0.0.1"
    assert (made.data / "categories.yaml").is_file()


def test_a_persons_data_lie_where_xdg_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert read({}).snapshots == tmp_path / "byot" / "snapshots"


@pytest.mark.parametrize("said", ["", "not/absolute"])
def test_a_useless_xdg_folder_is_passed_over(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", said)
    assert read({}).snapshots == Path.home() / ".local/share/byot/snapshots"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read({"BYOT_PORT": ""}).port == read({}).port


def test_addresses_are_a_list_with_commas() -> None:
    allowed = read({"BYOT_FETCH_ALLOW": "127.0.0.1:8000, [::1]:80,"}).fetch_allow
    assert allowed == ("127.0.0.1:8000", "[::1]:80")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("PORT", "99999"),
        ("PORT", "eighty"),
        ("FETCH_ALLOW", "nowhere"),
        ("FETCH_ALLOW", "http://a:1"),
        ("DEBUG", "perhaps"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_means(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as told:
        read({PREFIX + name: value})
    line = told.value.one_line()
    assert line.startswith(f"{PREFIX}{name}: ")
    assert str(Settings.model_fields[name.lower()].description) in line


def test_the_environment_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = settings()
    monkeypatch.setenv("BYOT_PORT", "1234")
    assert settings() is first
    settings.cache_clear()
    assert settings().port == 1234


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
