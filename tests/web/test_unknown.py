"""What is not known of a tool: whether it would change the answer, and the letter that asks the vendor."""

import re
from html import unescape
from urllib.parse import unquote

from tests.web.asking import get
from tests.web.test_check import text_of

QUESTION = {"q": "zulip", "industry": "medical", "data": "phi"}


def test_the_page_says_the_same_as_the_api(served: str) -> None:
    told = get(f"{served}/api/v1/unknown", params=QUESTION).json()
    text = unescape(text_of(get(f"{served}/unknown", params=QUESTION).text))
    assert told["unknown"]
    for each in told["unknown"]:
        assert each["question"] in text


def test_the_letter_opens_in_ones_own_mail_as_it_is_shown(served_once: str) -> None:
    html = get(f"{served_once}/unknown", params=QUESTION).text
    letter = get(f"{served_once}/api/v1/unknown", params=QUESTION).json()["letter"]
    [link] = re.findall(r'href="mailto:\?([^"]+)"', html)
    subject, body = link.replace("&amp;", "&").split("&")
    assert unquote(subject.removeprefix("subject=")) == letter["subject"]
    assert unquote(body.removeprefix("body=")) == letter["text"]


def test_the_answer_leads_there(served_once: str) -> None:
    html = get(f"{served_once}/check", params=QUESTION).text
    [link] = re.findall(r'href="(/unknown\?[^"]+)"', html)
    assert get(served_once + link.replace("&amp;", "&")).status_code == 200


def test_a_tool_that_is_not_known_is_told_with_near_ones(served_once: str) -> None:
    told = get(f"{served_once}/unknown", params={"q": "trelo"})
    assert 400 <= told.status_code < 500
    assert "trello" in told.text.lower()
