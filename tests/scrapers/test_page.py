"""A saved page read: text with places, headings, marks, tables of every make, its kind."""

import pytest

from scrapers.page import LARGEST_TEXT, Page, Unreadable, read
from scrapers.page.kind import guess
from tests import processor


def html(body: str) -> Page:
    """Read a piece of HTML."""
    return read(body.encode(), kind="pricing", file_name="page.html")


def markdown(body: str) -> Page:
    """Read a piece of Markdown."""
    return read(body.encode(), kind="pricing", file_name="page.md")


def texts(page: Page) -> list[str]:
    """Give what a person reads, block by block."""
    return [block.text for block in page.blocks if block.text]


def grid(page: Page) -> list[list[tuple[str, str | None]]]:
    """Give the only table as texts and marks."""
    (table,) = page.tables
    return [[(cell.text, cell.mark) for cell in row] for row in table.rows]


def test_scripts_styles_and_comments_are_no_text() -> None:
    page = html("<style>p{}</style><p>One <b>two</b></p><!-- three --><script>four()</script>")
    assert texts(page) == ["One two"]


def test_a_price_that_is_crossed_out_is_no_text() -> None:
    assert texts(html("<p><del>$12</del> $8</p>")) == ["$8"]


def test_navigation_stays_in_the_text_with_its_links_and_is_not_read() -> None:
    page = html("<nav><p>SOC 2 <a href=/sub>Sub-processors</a></p></nav><p>Here</p>")
    assert (texts(page), page.text) == (["Here"], "SOC 2 Sub-processors\nHere\n")
    assert [(link.text, link.target) for link in page.links] == [("Sub-processors", "/sub")]


def test_a_side_bar_of_links_is_navigation_and_one_that_tells_is_read() -> None:
    page = html("<ul class='toc nav'><li><a href=/scim>Using SCIM</a></li></ul><aside class=sidebar>SCIM</aside>")
    assert (texts(page), page.text) == (["SCIM"], "Using SCIM\nSCIM\n")


@pytest.mark.parametrize("worthy", [0, 1, 6, 13, 39])
def test_of_parts_passed_over_together_each_keeps_its_line_and_the_one_with_a_fact_is_read(worthy: int) -> None:
    idle = (
        "People choose a colour and a font, then the picture moves to where it was put by those who came back later on."
    )
    said = [f"Part {number}. {'Data is encrypted at rest. ' if number == worthy else ''}{idle}" for number in range(40)]
    page = read("".join(f"<section><h2>Head</h2>{text}</section>" for text in said).encode(), file_name="a.html")
    assert [block.text for block in page.blocks if block.role != "heading"] == [said[worthy]]
    assert all(text in page.text for text in said)


@pytest.mark.parametrize(
    "text",
    [
        "En cas de violation de sécurité, nous écrivons à chaque client dans les deux jours qui suivent, par courriel.",
        "Aucun des textes que vous écrivez chez nous ne sert à entraîner quoi que ce soit, ni ici ni ailleurs.",
        "Bei einer Datenschutzverletzung schreiben wir allen Kunden binnen zweier Tage und sagen, was geschehen ist.",
    ],
)
def test_a_part_in_another_language_is_read_too(text: str) -> None:
    page = read(f"<main><h2>Titre</h2><p>{text}</p></main>".encode(), file_name="a.html")
    assert text in texts(page)


def test_markup_is_left_out_and_every_letter_keeps_its_place() -> None:
    source = "We **sign** a [BAA](https://a.example/b) &amp; `more`.\n"
    page = markdown(source)
    (block,) = page.blocks
    assert block.text == "We sign a BAA & more."
    start = block.text.index("BAA")
    assert source[slice(*block.passage.where(start, start + 3))] == "BAA"
    whole = block.passage.where(0, len(block.text))
    assert page.text[slice(*whole)] == source.rstrip()


def test_front_matter_fences_and_imports_are_no_text() -> None:
    page = markdown("---\ntitle: Plans\n---\nimport A from 'b'\n\n```\nSAML SSO\n```\n\nText\n")
    assert (texts(page), page.title) == (["Text"], "Plans")


def test_a_line_under_a_line_makes_a_heading_not_a_fence() -> None:
    page = read(b"Plans\n~~~~~~\n\nText\n\nMore\n~~~~\n", kind="help", file_name="page.txt")
    assert [(block.role, block.text) for block in page.blocks] == [
        ("heading", "Plans"),
        ("paragraph", "Text"),
        ("heading", "More"),
    ]


def test_a_block_knows_the_headings_that_it_stands_under() -> None:
    page = markdown("# One\n\n## Two\n\n# Three\n\n## Four\n\nText\n")
    assert page.headings(len(page.blocks) - 1) == ["Three", "Four"]


def test_a_tab_is_a_heading_of_what_is_in_it() -> None:
    page = markdown('<Tabs>\n<Tab value="Cloud">\n\nA DPA\n\n</Tab>\n</Tabs>\n')
    assert page.headings(1) == ["Cloud"]


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ('<i class="fa fa-check"></i>', "yes"),
        ('<i class="fa fa-times"></i>', "no"),
        ('<img src="/i/check-circle.svg">', "yes"),
        ('<img src="/i/cross.png" alt="">', "no"),
        ('<svg><use href="#icon-tick"></use></svg>', "yes"),
        ('<span class="nocheck"></span>', "no"),
        ('<svg aria-label="Not included"></svg>', "no"),
        ("", None),
    ],
)
def test_an_icon_says_what_its_cell_says(cell: str, mark: str | None) -> None:
    page = html(f"<table><tr><td>Plan</td><td>Pro</td></tr><tr><td>SSO</td><td>{cell}</td></tr></table>")
    assert grid(page)[1] == [("SSO", None), ("", mark)]


def test_a_table_in_markdown_is_read_in_pipes_and_in_tags() -> None:
    expected = [[("a", None), ("b", None)], [("c", None), ("", None)]]
    assert grid(markdown("| a | b |\n|---|---|\n| **c** | |\n")) == expected
    assert (
        grid(markdown("<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>c</td><td></td></tr>\n</table>\n")) == expected
    )


def test_columns_of_lines_are_a_table() -> None:
    labels = "".join(f"<div class=line>{name}</div>" for name in ("Chat", "Calls", "SSO", "Logs", "Hold"))
    columns = "".join(
        f"<div class=col><div class=line>{plan}</div>{'<div class=line><span class=check></span></div>' * 4}"
        "<div class=line><span class=cross></span></div></div>"
        for plan in ("Basic", "Pro")
    )
    rows = grid(html(f"<div class=col>{labels}</div><div>{columns}</div>"))
    assert rows[0] == [("", None), ("Basic", None), ("Pro", None)]
    assert rows[3] == [("SSO", None), ("", "yes"), ("", "yes")]
    assert rows[5] == [("Hold", None), ("", "no"), ("", "no")]


def test_lines_of_cells_are_a_table() -> None:
    def line(*cells: str) -> str:
        return "<div class=row>" + "".join(f"<div>{cell}</div>" for cell in cells) + "</div>"

    yes, no = '<i class="icon-check"></i>', '<i class="icon-x"></i>'
    lines = [line("Features", "Free", "Pro"), *(line(name, no, yes) for name in ("SSO", "SCIM", "Logs", "Hold"))]
    rows = grid(html("".join(lines)))
    assert rows[0] == [("Features", None), ("Free", None), ("Pro", None)]
    assert rows[1] == [("SSO", None), ("", "no"), ("", "yes")]


@pytest.mark.parametrize(
    ("url", "name", "kind"),
    [
        ("https://a.example/pricing", "x.html", "pricing"),
        ("https://a.example/legal/dpa", "pricing.html", "dpa"),
        ("https://a.example/legal/subprocessors", "", "subprocessors"),
        ("https://trust.a.example/", "", "trust_center"),
        (None, "acme--terms.md", "terms"),
        (None, "acme--security.txt", "security.txt"),
        (None, "notes.html", "other"),
    ],
)
def test_the_kind_is_guessed(url: str | None, name: str, kind: str) -> None:
    assert guess(url, name) == kind


@pytest.mark.parametrize("body", ["é".encode("latin-1") + b"t\xe9", "été".encode("utf-16"), "\ufeffété".encode()])
def test_other_charsets_are_read(body: bytes) -> None:
    assert "ét" in read(body, kind="help", file_name="a.txt").text


def test_links_are_read_with_their_words() -> None:
    for page in (html('<p><a href="/sub">Our <b>list</b></a></p>'), markdown("See [Our list](/sub).\n")):
        assert [(link.text, link.target) for link in page.links] == [("Our list", "/sub")]


def test_the_title_is_the_heads_own_else_the_one_shown_to_others() -> None:
    shown = '<meta property="og:title" content="Plans for teams">'
    assert html(f"<head>{shown}<title>Plans</title></head><body>x").title == "Plans"
    assert html(f"<head>{shown}</head><body><svg><title>An icon</title></svg>x").title == "Plans for teams"


def test_structured_data_is_read_wherever_it_stands_and_bad_data_left_out() -> None:
    data = '<script type="application/ld+json">{"@type": "Offer"}</script>'
    bad = '<script type="application/ld+json">{oops</script>'
    assert html(f"<body><p>x</p>{bad}{data}").structured == ({"@type": "Offer"},)


def test_what_nests_deeper_than_in_a_browser_keeps_its_words_and_takes_no_time() -> None:
    deep = "<div><span>Pro " * 40_000 + "</span></div>" * 40_000 + "<h2>After</h2>"
    assert processor.seconds(lambda: html(deep), enough=10) < 10
    page = html(deep)
    assert page.text.count("Pro") == 40_000
    assert [block.text for block in page.blocks if block.role == "heading"] == ["After"]


def test_text_has_a_smaller_limit_than_html_and_both_are_named() -> None:
    body = b"word " * (LARGEST_TEXT // 5 + 1)
    with pytest.raises(Unreadable, match="4 MB"):
        read(body, kind="terms", file_name="a.md")
    assert read(b"<p>" + body, kind="terms", file_name="a.html").text
