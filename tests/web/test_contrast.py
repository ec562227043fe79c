"""The contrast of every token, recomputed from the style sheet on 8-bit sRGB, in both themes."""

import math
import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "web" / "static" / "tokens.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\);")
THEMES = ("light", "dark")
GROUNDS = ("page", "surface", "sunken")
VERDICTS = {  # least contrast on its own ground and on the surface: light, dark
    "allowed": ((6.6, 7.4), (9.6, 11.4)),
    "conditions": ((6.5, 7.3), (8.5, 10.1)),
    "ask": ((5.5, 6.1), (8.5, 10.3)),
    "denied": ((8.3, 9.5), (6.1, 7.3)),
    "unknown": ((6.4, 7.4), (7.0, 8.2)),
}
Colour = tuple[int, int, int]


def linear_srgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def eight_bit(channel: float) -> int:
    shown = 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
    return round(min(max(shown, 0), 1) * 255)


def luminance(colour: Colour) -> float:
    parts = [each / 255 for each in colour]
    red, green, blue = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def linear_tokens() -> dict[str, dict[str, tuple[float, float, float]]]:
    found: dict[str, dict[str, tuple[float, float, float]]] = {theme: {} for theme in THEMES}
    for name, light, dark in PAIR.findall(TOKENS):
        for theme, text in zip(THEMES, (light, dark), strict=True):
            lightness, chroma, hue = (float(part) for part in [*text.split(), "0"][:3])
            found[theme][name] = linear_srgb(lightness, chroma, hue)
    return found


LINEAR = linear_tokens()
COLOURS: dict[str, dict[str, Colour]] = {
    theme: {name: (eight_bit(r), eight_bit(g), eight_bit(b)) for name, (r, g, b) in named.items()}
    for theme, named in LINEAR.items()
}


def test_every_token_has_both_themes() -> None:
    assert len(COLOURS["light"]) == len(COLOURS["dark"]) == 22
    assert TOKENS.count("oklch(") == 2 * 22


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_lies_inside_srgb(theme: str) -> None:
    outside = {name: rgb for name, rgb in LINEAR[theme].items() if min(rgb) < -0.002 or max(rgb) > 1.002}
    assert outside == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize(
    ("token", "least"), [("ink", 12), ("ink-2", 6.4), ("accent", 5.8), ("edge", 3.25), ("focus", 5.5)]
)
def test_ink_reads_on_every_ground(theme: str, ground: str, token: str, least: float) -> None:
    assert contrast(COLOURS[theme][token], COLOURS[theme][ground]) >= least


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["accent", "hover"])
def test_text_on_the_first_button_reads(theme: str, ground: str) -> None:
    assert contrast(COLOURS[theme]["on-accent"], COLOURS[theme][ground]) >= 6.6


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", ["ink", "ink-2", "accent"])
def test_text_on_the_accent_ground_reads(theme: str, ink: str) -> None:
    assert contrast(COLOURS[theme][ink], COLOURS[theme]["accent-bg"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdicts_ink_reads_on_its_ground_and_on_the_surface(theme: str, verdict: str) -> None:
    colours, least = COLOURS[theme], VERDICTS[verdict][THEMES.index(theme)]
    found = contrast(colours[verdict], colours[f"{verdict}-bg"]), contrast(colours[verdict], colours["surface"])
    assert found[0] >= least[0] - 0.06
    assert found[1] >= least[1] - 0.06
    assert contrast(colours["ink"], colours[f"{verdict}-bg"]) >= 10
    assert contrast(colours["ink-2"], colours[f"{verdict}-bg"]) >= 5
