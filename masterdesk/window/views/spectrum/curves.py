"""Which curves the spectrum shows, what they are called and how they look."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from masterdesk.engine import resources
from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE

GAIN = "gain"
GAIN_LABEL = "gain applied now"
_SHORT_LABELS = {GAIN: "gain", ORIGINAL: "Orig.", REFERENCE: "Ref."}


@dataclass(frozen=True)
class Curve:
    """One entry of the legend. `key` is the source's, or `GAIN`; `role` stays when another slot is heard."""

    role: str
    key: str
    label: str
    color: QColor
    is_dashed: bool = False
    is_heard: bool = False

    @property
    def short_label(self) -> str:
        """The label for narrow windows."""
        return _SHORT_LABELS.get(self.key, self.label)


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


def source_label(models: Models, key: str) -> str:
    """`Original`, `2 Club` or `Reference`."""
    if key in (ORIGINAL, REFERENCE):
        return key.title()
    letter = models.desk.state.slots[int(key) - 1].profile
    return f"{key} {resources.profile(letter).name}" if letter else key


def _curve(models: Models, key: str, is_heard: bool) -> Curve:
    role = key if key in (ORIGINAL, REFERENCE) else "slot"
    return Curve(role, key, source_label(models, key), theme.source_color(key), key == REFERENCE, is_heard)
