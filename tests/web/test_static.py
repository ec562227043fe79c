"""What the browser is given: small, ours, and nothing inline."""

import gzip
import re
from pathlib import Path

import pytest

from web.render import STATIC, STYLES, templates

TEMPLATES = sorted((STATIC.parent / "templates").rglob("*.html"))
FORBIDDEN = re.compile(
    r"\sstyle=|<style|\son\w+=|\shx-on|javascript:|js:|<script(?![^>]*\bsrc=)|https?://(?!…)[\w.]+[^\"' ]*\.(?:js|css)|"
    r"hx-trigger=\"[^\"]*\[",
    re.IGNORECASE,
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_holds_anything_inline(template: Path) -> None:
    found = FORBIDDEN.findall(template.read_text(encoding="utf-8"))
    assert found == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_compiles(template: Path) -> None:
    name = str(template.relative_to(STATIC.parent / "templates"))
    assert templates.env.get_template(name).name == name


def test_our_style_sheets_are_small_together() -> None:
    sizes = [len(gzip.compress((STATIC / f"{name}.css").read_bytes())) for name in STYLES]
    assert sum(sizes) <= 14_000
    assert {f"{name}.css" for name in STYLES} == {path.name for path in STATIC.glob("*.css")}


def test_the_keyboard_script_is_small() -> None:
    assert (STATIC / "keys.js").stat().st_size <= 4_096


def test_the_icons_are_small_and_each_one_named_is_there() -> None:
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")
    assert len(gzip.compress(sprite.encode())) <= 3_000
    there = set(re.findall(r'id="(\w+)"', sprite))
    named = {name for path in TEMPLATES for name in re.findall(r'icon\("(\w+)"\)', path.read_text(encoding="utf-8"))}
    assert named <= there
    assert {"allowed", "conditions", "ask", "denied", "unknown"} <= there


def test_verdict_colours_stand_in_the_tokens_and_the_components_only() -> None:
    users = {
        path.name
        for path in STATIC.glob("*.css")
        if re.search(r"--(allowed|ask|denied|conditions)\b", path.read_text(encoding="utf-8"))
    }
    assert users <= {"tokens.css", "components.css"}
