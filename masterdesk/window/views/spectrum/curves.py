"""Which curves the spectrum shows, what they are called and how they look."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE
from masterdesk.window.models.slot_names import slot_name

GAIN = "gain"
GAIN_LABEL = "gain applied now"
#: Roles of a match's curves: levels, then gains.
TRACK, TARGET, RESULT = "match track", "match target", "match result"
MATCH_GAIN, MATCH_SIDE = "match gain", "side gain"
LEVELS = (TRACK, TARGET, RESULT)
GAINS = (GAIN, MATCH_GAIN, MATCH_SIDE)
#: What is heard lies behind the curves of its match.
NOW_ALPHA = 0.45
#: What curves are called in a narrow window, by their roles.
_SHORT = {GAIN: "gain", ORIGINAL: "Orig.", REFERENCE: "Ref.", MATCH_GAIN: "gain", MATCH_SIDE: "side"}


@dataclass(frozen=True)
class Curve:
    """One entry of the legend. `key` is the source's, or `GAIN`; `role` stays when another slot is heard."""

    role: str
    key: str
    label: str
    color: QColor
    is_dashed: bool = False
    is_heard: bool = False
    is_faint: bool = False

    @property
    def short_label(self) -> str:
        """The label for narrow windows."""
        return "now" if self.is_faint else _SHORT.get(self.role, self.label)

    @property
    def is_gain(self) -> bool:
        """Whether it has its place in the strip of gains."""
        return self.role in GAINS

    @property
    def is_match(self) -> bool:
        """Whether it belongs to a match."""
        return self.role in LEVELS or self.role in (MATCH_GAIN, MATCH_SIDE)


def shown_curves(models: Models) -> list[Curve]:
    """Original, the slot that is heard and the reference, as far as they are there; then the gain."""
    heard = models.desk.state.heard
    keys = [ORIGINAL] if heard in (ORIGINAL, REFERENCE) else [ORIGINAL, heard]
    if models.desk.state.reference is not None:
        keys.append(REFERENCE)
    curves = [_curve(models, key, key == heard) for key in keys]
    if heard not in (ORIGINAL, REFERENCE):
        curves.append(Curve(GAIN, GAIN, GAIN_LABEL, theme.source_color(heard)))
    return curves


def match_curves(models: Models, has_side: bool) -> list[Curve]:
    """Track, target and result of the match of the heard slot, its gains, and what is heard behind them."""
    heard = models.desk.state.heard
    color = theme.source_color(heard)
    return [
        Curve(TRACK, ORIGINAL, "Track", theme.source_color(ORIGINAL)),
        Curve(TARGET, REFERENCE, "Target", theme.source_color(REFERENCE), is_dashed=True),
        Curve(RESULT, heard, "Result", color, is_heard=True),
        Curve(MATCH_GAIN, GAIN, "match gain", color),
        *([Curve(MATCH_SIDE, MATCH_SIDE, "side gain", color, is_dashed=True)] if has_side else []),
        Curve("slot", heard, f"{heard} now", theme.with_alpha(color, NOW_ALPHA), is_faint=True),
    ]


def source_label(models: Models, key: str) -> str:
    """`Original`, `2 Club`, `3 Match reference` or `Reference`."""
    if key in (ORIGINAL, REFERENCE):
        return key.title()
    return f"{key} {slot_name(models.desk.state.slots[int(key) - 1])}"


def _curve(models: Models, key: str, is_heard: bool) -> Curve:
    role = key if key in (ORIGINAL, REFERENCE) else "slot"
    return Curve(role, key, source_label(models, key), theme.source_color(key), key == REFERENCE, is_heard)
