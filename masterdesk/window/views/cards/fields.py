"""The rows of a slot's card, each bound to one of its settings."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from masterdesk.engine.types.settings import Settings
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import SLOT_KEYS
from masterdesk.window.models.slot_match import PARTS, largest
from masterdesk.window.theme import metrics
from masterdesk.window.views.cards.level_popup import LevelPopup
from masterdesk.window.views.cards.words import (
    loudness_text,
    matched_parts,
    matches_loudness,
    source_titles,
    target_text,
)
from masterdesk.window.views.controls.bar_slider import BarSlider
from masterdesk.window.views.controls.buttons import RowButton, draw_label_and_value
from masterdesk.window.views.match.words import no_width, state_text
from masterdesk.window.views.painting import safely
from masterdesk.window.views.texts import figure

ROW_PX, DENSE_ROW_PX, WORDS_PX = 21, 19, 17
INTENSITY, AMOUNT = "Intensity", "Amount"
INTENSITY_HELP = "How much of the profile's tonal adjustment"
AMOUNT_HELP = "How far the match goes: all amounts that are not locked, together"


class IntensityField(QWidget):
    """How much of the profile, or of a match without a profile, by a slider in the slot's color."""

    def __init__(self, models: Models, actions: Actions, slot: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions, self._slot = models, actions, slot
        self._label, self._value = INTENSITY, ""
        self._is_match = False
        self.slider = BarSlider(0, 100, source=SLOT_KEYS[slot])
        self.slider.chosen.connect(self._choose)
        self.slider.let_go.connect(actions.slots.end_drag)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, WORDS_PX, 0, 0)
        column.addWidget(self.slider)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Who just misses the slider does not want to hear the card."""
        event.accept()

    def set_roomy(self, roomy: bool) -> None:
        """Always there."""

    def set_dense(self, dense: bool) -> None:
        """Take less room."""
        self.slider.setFixedHeight(metrics.KNOB_SIZE + (2 if dense else 5))

    def show_settings(self, settings: Settings) -> None:
        """Show what is set; without a profile and a reference there is nothing to scale."""
        locks = self._models.desk.state.matches[self._slot].locks
        self._is_match = settings.has_reference and settings.profile is None
        percent = largest(settings.match, locks) if self._is_match else settings.intensity
        self.slider.show_value(percent)
        self._label, self._value = AMOUNT if self._is_match else INTENSITY, f"{percent:.0f} %"
        self.slider.setAccessibleName(f"{self._label} of card {SLOT_KEYS[self._slot]}, percent")
        self.slider.setToolTip(f"{AMOUNT_HELP if self._is_match else INTENSITY_HELP} (arrow keys, Page Up and Down)")
        self.setEnabled(self._is_free(settings, len(locks)))
        self.update()

    def _is_free(self, settings: Settings, locks: int) -> bool:
        return locks < len(PARTS) if self._is_match else settings.profile is not None

    def _choose(self, percent: float) -> None:
        if self._is_match:
            self._actions.match.set_all(self._slot, percent)
        else:
            self._actions.slots.set_intensity(self._slot, percent)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        """The words are painted, since a label would have the window laid out anew at each step of a drag."""
        painter, room = QPainter(self), QRect(0, 0, self.width(), WORDS_PX)
        draw_label_and_value(painter, room, self._label, self._value, "text", self.isEnabled())


class Row(RowButton):
    """A row that opens or switches something."""

    def __init__(self, label_text: str, models: Models, actions: Actions, slot: int, parent: QWidget | None) -> None:
        super().__init__(label_text, parent)
        self._roomy, self._wanted = True, True
        self._models, self._actions, self._slot = models, actions, slot
        self.setAccessibleName(f"{label_text} of card {SLOT_KEYS[slot]}")
        self.clicked.connect(self.choose)

    def choose(self) -> None:
        """What a click does."""
        raise NotImplementedError

    def set_dense(self, dense: bool) -> None:
        """Take less room."""
        self.set_row_height(DENSE_ROW_PX if dense else ROW_PX)

    def set_roomy(self, roomy: bool) -> None:
        """Give way to a message when there is no room."""
        self._roomy = roomy
        self.setVisible(roomy and self._wanted)

    def set_wanted(self, wanted: bool) -> None:
        """Be there, as far as there is room."""
        self._wanted = wanted
        self.setVisible(self._roomy and wanted)

    @property
    def _settings(self) -> Settings:
        return self._models.desk.state.slots[self._slot]


class LoudnessField(Row):
    """The loudness target; a click opens targets of platforms, a level of one's own, and the ceiling."""

    def __init__(self, models: Models, actions: Actions, slot: int, parent: QWidget | None = None) -> None:
        super().__init__("Loudness", models, actions, slot, parent)

    def set_roomy(self, roomy: bool) -> None:
        """Always there."""

    def choose(self) -> None:
        """Open the chooser."""
        LevelPopup(self._models, self._actions, self._slot, self.window()).open_at(self)

    def show_settings(self, settings: Settings) -> None:
        """Show the target."""
        text, is_set = target_text(settings), settings.loudness_lufs is not None or matches_loudness(settings)
        self.show_value(text, "text" if is_set else "text_faint")
        ceiling = f"Ceiling {figure(settings.ceiling_dbtp)} dBTP"
        own = "" if text == loudness_text(settings) else f", by the match; its own is {loudness_text(settings)}"
        self.setToolTip(f"Loudness target: {text}{own}\n{ceiling}\nClick to choose")


class CeilingField(Row):
    """The true peak that is never passed; low windows keep it in the loudness chooser."""

    def __init__(self, models: Models, actions: Actions, slot: int, parent: QWidget | None = None) -> None:
        super().__init__("Ceiling", models, actions, slot, parent)
        self.setToolTip("True peak that is never passed")

    def choose(self) -> None:
        """Open the chooser."""
        popup = LevelPopup(self._models, self._actions, self._slot, self.window())
        popup.open_at(self)
        popup.ceiling.setFocus()

    def set_dense(self, dense: bool) -> None:
        """Leave the card to the other rows."""
        super().set_dense(dense)
        self.set_wanted(not dense)

    def show_settings(self, settings: Settings) -> None:
        """Show the ceiling."""
        self.show_value(f"{figure(settings.ceiling_dbtp)} dBTP")


class StereoField(Row):
    """Whether the stereo image is shaped."""

    def __init__(self, models: Models, actions: Actions, slot: int, parent: QWidget | None = None) -> None:
        super().__init__("Stereo image", models, actions, slot, parent)
        self.setToolTip("Widen or tighten the bands to a better balance; click to switch")

    def choose(self) -> None:
        """Switch it."""
        self._actions.slots.set_stereo_image(self._slot, not self._settings.stereo_image)

    def show_settings(self, settings: Settings) -> None:
        """Show whether it is on."""
        self.show_value("on" if settings.stereo_image else "off", "ok" if settings.stereo_image else "text_faint")


class MatchField(Row):
    """What is matched and what that moves; a click opens it for work."""

    def __init__(self, models: Models, actions: Actions, slot: int, parent: QWidget | None = None) -> None:
        super().__init__("Match", models, actions, slot, parent)
        self._is_dense = False

    def set_dense(self, dense: bool) -> None:
        """Take less room, also in width."""
        super().set_dense(dense)
        self._is_dense = dense
        self.show_settings(self._settings)

    def choose(self) -> None:
        """Open the match, or close it if it is open."""
        if self._models.match_panel.slot == self._slot:
            self._actions.match.close_panel()
        else:
            self._actions.match.show_panel(self._slot)

    def show_settings(self, settings: Settings) -> None:
        """Show what is matched, or what it waits for."""
        waits = any(self._models.references.is_reading(one.path) for one in settings.references)
        has_width = not no_width(self._models, settings)
        text = "reading…" if waits else matched_parts(settings, self._is_dense, has_width)
        self.show_value(text, "text" if settings.has_reference else "text_faint")
        state, _ = state_text(self._models, self._slot)
        files = ", ".join(source_titles(settings))
        lines = (f"Match {files}" if files else "Match a finished track", state, "Click for amounts, locks and files")
        self.setToolTip("\n".join(lines))
