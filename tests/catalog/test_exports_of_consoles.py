"""What consoles export and APIs give of a product's log is read as the log itself."""

import json
from pathlib import Path

import pytest

from tests.catalog.test_discovery import told

BLOCKED = ("kim", "mega.nz", "2026-11-24T08:00:00Z", "blocked")
PAIRS = {
    "date": "2026-11-24", "time": "09:00:00", "tz": "+0100", "logid": "0316013056", "type": "utm",
    "subtype": "webfilter", "user": "kim", "srcip": "10.20.1.14", "hostname": "mega.nz", "action": "blocked",
}  # fmt: skip
SIGN_IN = (
    "timestamp,event_type,outcome.result,actor.alternate_id,actor.type,client.ip_address,target0.type,"
    "target0.alternate_id\n"
    "2026-11-24T08:00:00.000Z,user.authentication.sso,{result},kim@corp.example,User,203.0.113.4,AppInstance,Board\n"
)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PAIRS),
        json.dumps({f"_{name}": value for name, value in PAIRS.items()}),
        json.dumps({"result": PAIRS}),
        ",".join(f'"{name}={value}"' for name, value in PAIRS.items()),
        ",".join(PAIRS) + "\n" + ",".join(PAIRS.values()),
    ],
    ids=["objects", "keys with a stroke", "in an envelope", "pairs in cells", "columns"],
)
def test_pairs_are_read_however_an_export_puts_them(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a"
    path.write_text(f"{text}\n")
    log, (record,) = told(path)
    assert (log.format, tuple(record[name] for name in ("user", "host", "time", "action"))) == ("fortigate", BLOCKED)


@pytest.mark.parametrize(("result", "action"), [("SUCCESS", "allowed"), ("FAILURE", "blocked")])
def test_keys_in_small_letters_are_those_of_the_api(tmp_path: Path, result: str, action: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(SIGN_IN.format(result=result))
    log, (record,) = told(path)
    assert (log.format, record["user"], record["app"], record["action"]) == (
        "okta", "kim@corp.example", "Board", action,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told_by", "status", "action"),
    [("Status", "Success", "allowed"), ("Status", "Failure", "blocked"), ("ResultType", "0", "allowed"),
     ("ResultType", "50126", "blocked")],
)  # fmt: skip
def test_a_table_of_sign_ins_tells_apps_and_what_failed(tmp_path: Path, told_by: str, status: str, action: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"Date (UTC),User,Username,Application,IP address,{told_by}\n"
        f"2026-11-24T08:00:00Z,Kim Roe,kim@corp.example,Board,203.0.113.4,{status}\n"
    )
    _, (record,) = told(path)
    assert (record["user"], record["app"], record["action"]) == ("kim@corp.example", "Board", action)


@pytest.mark.parametrize(("kind", "user"), [("AD Users", "kim@corp.example"), ("Roaming Computers", None)])
def test_an_identity_is_a_person_only_by_its_type(tmp_path: Path, kind: str, user: str | None) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Time,Policy Identity,Policy Identity Type,Destination,Action\n"
        f"2026-11-24T08:00:00Z,kim@corp.example,{kind},mega.nz,Blocked\n"
    )
    _, (record,) = told(path)
    assert (record["user"], record["host"], record["action"]) == (user, "mega.nz", "blocked")


@pytest.mark.parametrize("indent", [None, 1], ids=["on one line", "on many"])
@pytest.mark.parametrize("count", [2, 2_000], ids=["short", "longer than is held"])
def test_a_list_in_an_object_is_given_object_by_object(tmp_path: Path, count: int, indent: int | None) -> None:
    visit = {"title": "Board", "url": "https://board.example/", "time_usec": 1795507200000000}
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"Browser History": [visit] * count}, indent=indent))
    log, records = told(path)
    assert (len(records), log.rejected, records[-1]["time"]) == (count, 0, "2026-11-24T08:00:00Z")


def test_lines_in_the_objects_of_an_array_are_read_by_their_own_format(tmp_path: Path) -> None:
    line = " ".join(f'{name}="{value}"' for name, value in PAIRS.items())
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"_raw": line, "source": "https://collector.example/a"}] * 2))
    log, records = told(path)
    assert (log.format, [(one["user"], one["host"]) for one in records]) == ("fortigate", [("kim", "mega.nz")] * 2)


@pytest.mark.parametrize(
    ("around", "count"), [({"meta": {"page": 1}}, 2), ({"time": "2026-11-24T08:00:00Z", "host": "a.example"}, 1)]
)
def test_a_list_of_data_is_taken_out_where_nothing_before_it_tells_of_an_event(
    tmp_path: Path, around: dict[str, object], count: int
) -> None:
    visit = {"timestamp": "2026-11-24T08:00:00Z", "url": "https://board.example/", "user": "kim"}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(around | {"data": [visit] * 2}))
    assert len(told(path, "json_lines")[1]) == count


def test_an_account_that_is_displayed_counts_after_a_login_and_what_was_changed_is_no_host(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Date (UTC),Activity,Result,ActorDisplayName,ActorUserPrincipalName,IPAddress,Target1DisplayName\n"
        "2026-11-24T08:00:00Z,Consent to application,success,Kim Roe,kim@corp.example,203.0.113.4,Board\n"
    )
    _, (record,) = told(path)
    assert (record["user"], record["host"], record["action"]) == ("kim@corp.example", None, "allowed")


def test_nobody_signed_in_is_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text(
        "#Fields: date time c-ip cs-username cs-host\n2026-11-24 08:00:00 10.20.1.14 anonymous board.example\n"
    )
    _, (record,) = told(path)
    assert (record["user"], record["host"]) == (None, "board.example")


@pytest.mark.parametrize(
    "text",
    [
        "Zeit;Benutzer;Quell-IP;Ziel;Aktion\n2026-11-24T08:00:00Z;kim;10.20.1.14;mega.nz;gesperrt\n",
        (
            '"@timestamp","source.user.name","url.domain","event.action","acme.firewall.action"\n'
            '"Nov 24, 2026 @ 08:00:00.000 GMT",kim,mega.nz,ftgd_blk,blocked\n'
        ),
    ],
    ids=["in German", "by a search"],
)
def test_a_table_tells_what_was_done_in_words_of_its_own(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    _, (record,) = told(path)
    assert tuple(record[name] for name in ("user", "host", "time", "action")) == BLOCKED


def test_an_address_that_was_reached_is_no_host(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Time,User,Destination,Action\n2026-11-24T08:00:00Z,kim,192.0.2.7,Drop\n")
    assert [(one["user"], one["host"]) for one in told(path)[1]] == [("kim", None)]


def test_a_list_beside_an_empty_one_and_a_history_beside_its_making_are_taken_out(tmp_path: Path) -> None:
    visit = {"url": "https://board.example/", "time_usec": 1795507200000000}
    for page in ({"events": [visit] * 2, "searched": []}, {"metadata": {"made": 1}, "history": [visit] * 2}):
        path = tmp_path / "a.json"
        path.write_text(json.dumps(page, indent=2))
        assert [one["host"] for one in told(path)[1]] == ["board.example"] * 2
