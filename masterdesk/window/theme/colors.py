"""The colors of the dark and the light theme, by what they are for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True, eq=False)
class Theme:
    """Named colors. Every text color reads on `background`, `panel` and `raised` with a ratio of 4.5 or more.

    `accent` fills the one primary button and progress, `highlight` marks what is switched on or has
    the focus. `sources` gives each key of `SOURCE_KEYS` the color of its card and its curves.
    """

    name: str
    is_dark: bool
    background: QColor
    panel: QColor
    panel_border: QColor
    raised: QColor
    raised_hover: QColor
    field: QColor
    text: QColor
    text_dim: QColor
    text_faint: QColor
    text_disabled: QColor
    accent: QColor
    accent_hover: QColor
    on_accent: QColor
    highlight: QColor
    highlight_fill: QColor
    heard_fill: QColor
    ok: QColor
    warning: QColor
    warning_fill: QColor
    danger: QColor
    danger_fill: QColor
    slider_groove: QColor
    slider_value: QColor
    knob: QColor
    knob_edge: QColor
    track_wave: QColor
    track_wave_peak: QColor
    reference_wave: QColor
    reference_wave_peak: QColor
    grid: QColor
    grid_strong: QColor
    playhead: QColor
    meter_low: QColor
    meter_high: QColor
    meter_groove: QColor
    shadow: QColor
    sources: dict[str, QColor]


def _sources(*colors: str) -> dict[str, QColor]:
    return dict(zip(("original", "1", "2", "3", "4", "5", "reference"), map(QColor, colors), strict=True))


DARK = Theme(
    name="dark",
    is_dark=True,
    background=QColor("#14161a"),
    panel=QColor("#1b1e24"),
    panel_border=QColor("#2c313b"),
    raised=QColor("#21252d"),
    raised_hover=QColor("#2a2f39"),
    field=QColor("#15181d"),
    text=QColor("#e8eaee"),
    text_dim=QColor("#9aa3b2"),
    text_faint=QColor("#8e96a4"),
    text_disabled=QColor("#5b626e"),
    accent=QColor("#2b68e4"),
    accent_hover=QColor("#376fe2"),
    on_accent=QColor("#ffffff"),
    highlight=QColor("#4cc2ff"),
    highlight_fill=QColor("#1b2c3a"),
    heard_fill=QColor("#1d2530"),
    ok=QColor("#62e08a"),
    warning=QColor("#ffb454"),
    warning_fill=QColor("#2b261f"),
    danger=QColor("#ff7b72"),
    danger_fill=QColor("#2e2123"),
    slider_groove=QColor("#323843"),
    slider_value=QColor("#9aa3b2"),
    knob=QColor("#e8eaee"),
    knob_edge=QColor("#14161a"),
    track_wave=QColor("#687081"),
    track_wave_peak=QColor("#3e444f"),
    reference_wave=QColor("#53565d"),
    reference_wave_peak=QColor("#34383e"),
    grid=QColor("#23272f"),
    grid_strong=QColor("#343a45"),
    playhead=QColor("#ffffff"),
    meter_low=QColor("#2f7a4b"),
    meter_high=QColor("#7be89c"),
    meter_groove=QColor("#262a32"),
    shadow=QColor(0, 0, 0, 120),
    sources=_sources("#9aa3b2", "#4cc2ff", "#ffb454", "#62e08a", "#e08aff", "#ff7b72", "#ffffff"),
)

LIGHT = Theme(
    name="light",
    is_dark=False,
    background=QColor("#e9ebef"),
    panel=QColor("#fbfcfd"),
    panel_border=QColor("#c9ced7"),
    raised=QColor("#f1f3f6"),
    raised_hover=QColor("#e3e7ed"),
    field=QColor("#ffffff"),
    text=QColor("#181b21"),
    text_dim=QColor("#4a515d"),
    text_faint=QColor("#5f6672"),
    text_disabled=QColor("#979eaa"),
    accent=QColor("#1f5bd8"),
    accent_hover=QColor("#174fc4"),
    on_accent=QColor("#ffffff"),
    highlight=QColor("#0a69a5"),
    highlight_fill=QColor("#dceefa"),
    heard_fill=QColor("#eef5fb"),
    ok=QColor("#14703a"),
    warning=QColor("#8f4a00"),
    warning_fill=QColor("#fcf0dc"),
    danger=QColor("#b3261e"),
    danger_fill=QColor("#fde9e7"),
    slider_groove=QColor("#cdd3dc"),
    slider_value=QColor("#6b7482"),
    knob=QColor("#ffffff"),
    knob_edge=QColor("#6b7482"),
    track_wave=QColor("#737c8c"),
    track_wave_peak=QColor("#aab1bd"),
    reference_wave=QColor("#858b96"),
    reference_wave_peak=QColor("#b9bec7"),
    grid=QColor("#e4e7ec"),
    grid_strong=QColor("#c3c9d2"),
    playhead=QColor("#0c0e12"),
    meter_low=QColor("#1c7a42"),
    meter_high=QColor("#35a862"),
    meter_groove=QColor("#dfe3e9"),
    shadow=QColor(20, 24, 32, 60),
    sources=_sources("#626a78", "#0a6fae", "#a35200", "#177a3e", "#8a35b0", "#c2362d", "#1d2129"),
)

THEMES = {"dark": DARK, "light": LIGHT}


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """`first` with `share` (0 to 1) of `second` in it, opaque."""
    pairs = zip(first.getRgb()[:3], second.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + (b - a) * share) for a, b in pairs))


def with_alpha(color: QColor, alpha: float) -> QColor:
    """`color` at the opacity `alpha` (0 to 1)."""
    result = QColor(color)
    result.setAlphaF(alpha)
    return result


def contrast(first: QColor, second: QColor) -> float:
    """Contrast ratio of two opaque colors, 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance")."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
