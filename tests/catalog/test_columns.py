"""Objects that an export took apart into columns are read by their product's own format."""

from pathlib import Path

import pytest

from catalog.discovery.reading import Log, read

SIGN_IN = (
    "published,eventType,outcome.result,actor.alternateId,actor.type,client.ipAddress,{target}\n"
    "2026-11-24T08:00:00.000Z,user.authentication.sso,SUCCESS,kim@corp.example,User,203.0.113.4,{value}\n"
    "2026-11-24T08:00:01.000Z,user.authentication.sso,FAILURE,li@corp.example,User,203.0.113.5,{value}\n"
)


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("target.0.type,target.0.alternateId", "AppInstance,Board"),
        ("target{}.type,target{}.alternateId", '"User\nAppInstance","kim\nBoard"'),
        ("target", '"[{""type"": ""AppInstance"", ""alternateId"": ""Board""}]"'),
    ],
)
def test_lists_are_put_together_however_they_were_taken_apart(tmp_path: Path, target: str, value: str) -> None:
    path, log = tmp_path / "export.csv", Log("export.csv")
    path.write_text(SIGN_IN.format(target=target, value=value), encoding="utf-8")
    found = [(one.user, one.app, one.action) for _, one in read(path, log)]
    assert (log.format, found) == (
        "okta",
        [("kim@corp.example", "Board", "allowed"), ("li@corp.example", "Board", "blocked")],
    )


def test_words_of_truth_and_empty_columns_are_what_they_were(tmp_path: Path) -> None:
    path, log = tmp_path / "export.csv", Log("export.csv")
    path.write_text(
        "event_type,initiated_by.username,sso_token_success,application.display_label,client_ip,timestamp\n"
        "sso_auth,kim,True,Board,203.0.113.4,2026-11-24T08:00:00Z\n"
        "sso_auth,li,false,,203.0.113.5,2026-11-24T08:00:01Z\n",
        encoding="utf-8",
    )
    found = [(one.user, one.app, one.action) for _, one in read(path, log)]
    assert (log.format, found) == ("jumpcloud", [("kim", "Board", "allowed"), ("li", None, "blocked")])


def test_a_row_with_columns_too_many_is_rejected(tmp_path: Path) -> None:
    path, log = tmp_path / "export.csv", Log("export.csv")
    path.write_text(SIGN_IN.format(target="target", value="x") + "a,b,c,d,e,f,g,h,i\n", encoding="utf-8")
    assert (len(list(read(path, log))), log.rejected, log.skipped) == (2, 1, 1)


def test_who_is_named_counts_before_a_number_for_them(tmp_path: Path) -> None:
    path, log = tmp_path / "export.csv", Log("export.csv")
    path.write_text(
        "Time,User ID,Email,Domain,Action\n"
        "2026-11-24T08:00:00Z,0f9e15aa-0000-4000-8000-00000000000f,kim@corp.example,board.example,allow\n",
        encoding="utf-8",
    )
    assert [(one.user, one.host) for _, one in read(path, log)] == [("kim@corp.example", "board.example")]


def test_objects_whose_keys_are_paths_are_read_as_deep_ones(tmp_path: Path) -> None:
    path, log = tmp_path / "export.jsonl", Log("export.jsonl")
    path.write_text(
        '{"published": "2026-11-24T08:00:00.000Z", "eventType": "user.authentication.sso", "outcome.result": '
        '"SUCCESS", "actor.alternateId": "kim@corp.example", "actor.type": "User", "target.0.type": "AppInstance", '
        '"target.0.alternateId": "Board"}\n' * 2,
        encoding="utf-8",
    )
    found = [(one.user, one.app, one.action) for _, one in read(path, log)]
    assert (log.format, found) == ("okta", [("kim@corp.example", "Board", "allowed")] * 2)
