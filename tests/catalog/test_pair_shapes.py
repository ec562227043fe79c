"""Lines of pairs that are known again give just what their format's reader gives line by line."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from catalog.discovery.sightings import Counting
from tests.campaigns import Campaign
from tests.catalog.test_familiar import SIZES, USERS, pick, way

EPOCHS = ["1795507207", "1795507259", "1795593600", "179550720", "-", "1795507207.5", "99999999999", "0"]
DATES = ["2026-11-24", "2026-02-31", "2026-11-25", "-", "24/11/2026"]
CLOCKS = ["09:00:07", "23:59:59", "24:00:00", "09:00:60", "9:00:07", "09:00:07.5"]
SITES = ["https://acme.slack.com/a?b=1", "/a", "https://trello.com", "-", "http://u@trello.com/x", "/a?b=http://c/",
         "http://x.io\\y/", "https://x.io/a b", "https://x.io/a out=7", "slack.com/x", ""]  # fmt: skip
HOSTS = ["acme.slack.com", "trello.com", "newtool.io", "-", "", "[2001:db8::7]:443", "a b"]
ANY = ["plain", "two words", "a=b", "x key=value", "jörg", "tab\there", "", "-", "semi;colon", "com,ma", "a\\b", "#011"]
QUOTED_ANY = [*ANY, 'a \\" b', 'a "b" c', 'x" action="blocked']
CLIENTS = ["10.20.1.14", "10.20.1.15", "2001:db8::1", "-", "pc 1"]
FORTIGATE = {
    "devid": ["FG1", "FG2"], "eventtime": [*EPOCHS, "1795507207250000000", "1795507207250"],
    "tz": ["+0000", "+0100", "x"], "type": ["utm", "traffic", "event"], "user": USERS, "srcip": CLIENTS,
    "hostname": HOSTS, "action": ["passthrough", "blocked", "deny", "redirect"], "url": SITES, "sentbyte": SIZES,
    "rcvdbyte": SIZES, "qname": HOSTS, "msg": QUOTED_ANY, "utmaction": ["allow", "block"], "app": ["Slack", "Dropbox"],
}  # fmt: skip
WITHOUT_EPOCH = {"date": DATES, "time": CLOCKS} | {key: FORTIGATE[key] for key in FORTIGATE if key != "eventtime"}
SOPHOS = {
    "date": DATES, "time": CLOCKS, "timezone": ["GMT", "CET", "+0100", "?"], "log_type": ["Content Filtering", "Event"],
    "log_subtype": ["Allowed", "Denied"], "user_name": USERS, "url": SITES, "src_ip": CLIENTS, "sent_bytes": SIZES,
    "recv_bytes": SIZES, "domain": HOSTS, "httpresponsecode": ["200", "407", ""], "category": QUOTED_ANY,
}  # fmt: skip
STAMPED = {"timestamp": ["2026-11-24T09:00:07+0100", "2026-11-24 09:00:59Z", "2026-11-24T09:00:07", "x"]} | {
    key: SOPHOS[key] for key in SOPHOS if key not in ("date", "time", "timezone")
}
CEF = {
    "rt": [*(f"{one}000" for one in EPOCHS), "1795507207250", "Nov 24 2026 09:00:07"], "src": CLIENTS, "suser": USERS,
    "request": SITES, "act": ["Allowed", "Denied", "challenge"], "in": SIZES, "out": SIZES,
    "cs1Label": ["Policy", "URL"], "cs1": [*ANY, *HOSTS], "dhost": HOSTS, "cs2": HOSTS,
    "cs2Label": ["DNS Query", "Query", "Rule"], "cn1": ["7", "407"], "msg": ANY,
    "destinationServiceName": ["Slack", "-"],
}  # fmt: skip
LEEF = {
    "devTime": [*(f"{one}000" for one in EPOCHS), "24-11-2026 09:00:07"], "src": CLIENTS, "usrName": USERS,
    "url": SITES, "srcBytes": SIZES, "dstBytes": SIZES, "action": ["permitted", "blocked"], "policy": ANY,
    "status": ["200", "407"],
}  # fmt: skip
HEADERS = ["{0}|Acme|Proxy|1.0|{1}|", "{0}|Acme|Proxy|2.0|{1}|", "{0}|Ac\\|me|Proxy|1.0|{1}|", "{0}|Acme|Proxy|{1}"]
Pairs = Mapping[str, list[str]]


def values(chance: random.Random, pairs: Pairs, odd: float) -> list[tuple[str, str]]:
    """Give pairs, some of odd values; now and then one too few, one twice or two in another order."""
    found = [(key, pick(chance, several, odd)) for key, several in pairs.items()]
    if chance.random() < odd / 2:
        place, other = chance.randrange(len(found)), chance.randrange(len(found))
        way = chance.random()
        if way < 0.4:
            del found[place]
        elif way < 0.7:
            found.insert(place, found[other])
        else:
            found[place], found[other] = found[other], found[place]
    return found


def quoted(chance: random.Random, pairs: Pairs, odd: float) -> str:
    """Give a line whose values stand in quotes, but for those of some keys."""
    plain = ("time", "ip", "byte", "bytes", "tz", "date")
    put = [
        f"{key}={value}" if key.endswith(plain) != (chance.random() < odd / 8) else f'{key}="{value}"'
        for key, value in values(chance, pairs, odd)
    ]
    return pick(chance, [" ", ","], odd / 8).join(put) + pick(chance, ["", " ", " x"], odd)


def cef(chance: random.Random, pairs: Pairs, odd: float) -> str:
    header = pick(chance, HEADERS, odd / 2).format("CEF:0", pick(chance, ["100|Web", "200|Denied"], odd) + "|3")
    return header + " ".join(f"{key}={value}" for key, value in values(chance, pairs, odd))


def leef(chance: random.Random, pairs: Pairs, odd: float) -> str:
    header = pick(chance, HEADERS, odd / 2).format("LEEF:1.0", pick(chance, ["permit", "transaction:blocked"], odd))
    return header + "\t".join(f"{key}={value}" for key, value in values(chance, pairs, odd))


CASES = {
    "fortigate": ("fortigate", quoted, FORTIGATE),
    "fortigate without an epoch": ("fortigate", quoted, WITHOUT_EPOCH),
    "sophos": ("sophos", quoted, SOPHOS),
    "sophos by its stamp": ("sophos", quoted, STAMPED),
    "cef": ("cef", cef, CEF),
    "leef": ("leef", leef, LEEF),
}
CARRIERS = ["<134>Nov 24 09:00:00 gw ", "<134>Nov 24 09:00:01 gw2 ", "<13>", "", "Nov 24 09:00:02 gw app[7]: ",
            "<134>1 2026-11-24T09:00:00Z gw app 7 - - ", "? "]  # fmt: skip


def lines(case: str, count: int, seed: int, carried: bool) -> str:
    chance = random.Random(seed)
    _, make, pairs = CASES[case]
    return "\n".join(
        (pick(chance, CARRIERS, 0.2) if carried else "") + make(chance, pairs, chance.choice((0.0, 0.03, 0.1, 0.3)))
        for _ in range(count)
    )


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("case", sorted(CASES))
@pytest.mark.soak("lines of pairs known again")
def test_lines_of_pairs_known_again_give_what_the_reader_gives(
    case: str, carried: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, campaign: Campaign
) -> None:
    path = tmp_path / "a.log"
    for number in campaign.runs(1, 100):
        path.write_text(lines(case, 2_000, number, carried))
        one, other = (way(path, CASES[case][0], familiar=known, monkeypatch=monkeypatch) for known in (True, False))
        assert one == other
        assert one["log"].records > 300
        campaign.tell(records=one["log"].records, rejected=one["log"].rejected)


def test_where_a_line_has_no_time_of_its_own_each_carriers_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.log"
    path.write_text(lines("sophos", 2_000, 23, carried=True))  # 24:00:00 behind carriers with a year and without
    one, other = (way(path, "sophos", familiar=known, monkeypatch=monkeypatch) for known in (True, False))
    assert one == other


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("case", sorted(CASES))
def test_a_line_of_pairs_like_one_before_it_is_not_read_again(
    case: str, carried: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, make, pairs = CASES[case]
    if carried and pairs in (WITHOUT_EPOCH, SOPHOS, STAMPED):
        return  # where a time cannot be read the carrier's counts
    read: list[int] = []
    one = Counting._one

    def counted(self: Counting, record: object) -> None:
        read.append(1)
        one(self, record)  # type: ignore[arg-type]

    monkeypatch.setattr(Counting, "_one", counted)
    path = tmp_path / "a.log"
    usual = (CARRIERS[0] if carried else "") + make(random.Random(1), pairs, 0)
    path.write_text("\n".join(usual.replace("512", str(size)) for size in range(500, 600)))
    found = way(path, wanted, familiar=True, monkeypatch=monkeypatch)
    assert (found["log"].records, found["log"].rejected, len(read)) == (100, 0, 1)
