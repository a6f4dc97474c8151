"""Chooses loudness and ceiling: a platform's target, levels of one's own, or none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QWidget

from masterdesk.engine.resources import platforms
from masterdesk.engine.types.settings import CEILING_RANGE_DBTP, Settings
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import SLOT_KEYS
from masterdesk.window.views.cards.platform_delegate import FIGURES_ROLE, PlatformDelegate
from masterdesk.window.views.cards.words import AS_THE_REFERENCE, matches_loudness, platform_facts, target_text
from masterdesk.window.views.controls.bar_slider import BarSlider
from masterdesk.window.views.controls.keys import PRESS_KEYS, STEP_KEYS, KeyClaim
from masterdesk.window.views.controls.labels import label
from masterdesk.window.views.controls.level_spin import LevelSpin
from masterdesk.window.views.controls.popup import Popup
from masterdesk.window.views.texts import figure

#: What masters are wanted at; quieter targets come from a session or a platform.
SLIDER_RANGE_LUFS = (-24.0, -5.0)
WIDTH_PX, LIST_HEIGHT_PX, SPIN_WIDTH_PX = 380, 292, 96
OFF, OWN, MATCHED = "off", "own", "matched"
_NAME_ROLE = Qt.ItemDataRole.UserRole


class LevelPopup(Popup):
    """What is chosen is heard at once; the list shows which platform the levels come from."""

    def __init__(self, models: Models, actions: Actions, slot: int, parent: QWidget) -> None:
        super().__init__(f"Loudness and ceiling of card {SLOT_KEYS[slot]}", parent)
        self.setFixedWidth(WIDTH_PX)
        self._models, self._actions, self._slot = models, actions, slot
        self.loudness = LevelSpin("Loudness target", SLIDER_RANGE_LUFS, "LUFS")
        self.ceiling = LevelSpin("Ceiling, the true peak that is never passed", CEILING_RANGE_DBTP, "dBTP")
        self.slider = BarSlider(*SLIDER_RANGE_LUFS, 0.1, SLOT_KEYS[slot])
        self.slider.setAccessibleName("Loudness target, LUFS")
        self.ceiling_slider = BarSlider(*CEILING_RANGE_DBTP, 0.1, SLOT_KEYS[slot])
        self.ceiling_slider.setAccessibleName("Ceiling, dBTP")
        self.list = _target_list()
        self._lay_out()
        self._connect()
        self._show()
        self.list.setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(10)
        for spin in (self.loudness, self.ceiling):
            spin.setFixedWidth(SPIN_WIDTH_PX)
        rows = (("Loudness", self.slider, self.loudness), ("Ceiling", self.ceiling_slider, self.ceiling))
        for row, (title, slider, spin) in enumerate(rows):
            for column, widget in enumerate((label(title, tone="dim"), slider, spin)):
                grid.addWidget(widget, row, column)
        self.body.addLayout(grid)
        self.body.addWidget(self.list)

    def _connect(self) -> None:
        slots = self._actions.slots
        for control in (self.slider.chosen, self.loudness.valueChanged):
            control.connect(lambda lufs: slots.set_loudness(self._slot, round(lufs, 1)))
        for control in (self.ceiling_slider.chosen, self.ceiling.valueChanged):
            control.connect(lambda dbtp: slots.set_ceiling(self._slot, round(dbtp, 1)))
        for slider in (self.slider, self.ceiling_slider):
            slider.let_go.connect(slots.end_drag)
        for spin in (self.loudness, self.ceiling):
            spin.editingFinished.connect(slots.end_drag)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self._models.desk.slot_changed.connect(self._changed)

    def _choose(self, item: QListWidgetItem) -> None:
        name = item.data(_NAME_ROLE)
        if name == OWN:
            pass  # it is what is set
        elif name == MATCHED:
            self._actions.slots.set_match(self._slot, "loudness", 100.0)
        elif name == OFF:
            self._actions.slots.set_loudness(self._slot, None)
        else:
            self._actions.slots.set_platform(self._slot, name)
        self._actions.slots.end_drag()
        self.close()

    def _changed(self, slot: int) -> None:
        if slot == self._slot:
            self._show()

    def _show(self) -> None:
        settings = self._models.desk.state.slots[self._slot]
        lufs = -14.0 if settings.loudness_lufs is None else settings.loudness_lufs
        for control, value in (
            *((control, lufs) for control in (self.loudness, self.slider)),
            *((control, settings.ceiling_dbtp) for control in (self.ceiling, self.ceiling_slider)),
        ):
            control.show_value(value)
        known = [target.name for target in platforms()]
        is_own = settings.loudness_lufs is not None and settings.platform not in known
        self._show_own(settings, is_own)
        self._show_matched(settings)
        name = OFF if settings.loudness_lufs is None else OWN if is_own else settings.platform
        self._mark(MATCHED if matches_loudness(settings) else name)

    def _show_matched(self, settings: Settings) -> None:
        """What is matched can be the target, too."""
        self._take_away(MATCHED)
        if settings.has_reference:
            text = target_text(settings) if matches_loudness(settings) else AS_THE_REFERENCE
            item = self._put(MATCHED, text[0].upper() + text[1:])
            item.setToolTip("The integrated loudness of what the card matches; any other target ends that")

    def _put(self, name: str, text: str) -> QListWidgetItem:
        """An entry that is there for a while, below the one that switches the target off."""
        item = QListWidgetItem(text)
        item.setData(_NAME_ROLE, name)
        self.list.insertItem(1, item)
        return item

    def _take_away(self, name: str) -> None:
        if (row := self._row(name)) is not None:
            self.list.takeItem(row)

    def _show_own(self, settings: Settings, is_own: bool) -> None:
        """A level of one's own stands in the list while it is set, so that Return does not choose another."""
        self._take_away(OWN)
        if is_own:
            item = self._put(OWN, "Your own level")
            item.setData(FIGURES_ROLE, (figure(settings.loudness_lufs), f"{figure(settings.ceiling_dbtp)} dBTP", ""))

    def _mark(self, name: str | None) -> None:
        row = self._row(name)
        if row is not None:
            self.list.setCurrentRow(row)
            self.list.scrollToItem(self.list.item(row))

    def _row(self, name: str | None) -> int | None:
        rows = range(self.list.count())
        return next((row for row in rows if self.list.item(row).data(_NAME_ROLE) == name), None)


def _target_list() -> QListWidget:
    widget = QListWidget()
    widget.setAccessibleName("Targets")
    widget.setItemDelegate(PlatformDelegate(widget))
    widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setFixedHeight(LIST_HEIGHT_PX)
    KeyClaim(widget, STEP_KEYS | PRESS_KEYS)
    off = QListWidgetItem("Off: leave the level alone", widget)
    off.setData(_NAME_ROLE, OFF)
    off.setToolTip("Only the ceiling is kept")
    for target in platforms():
        item = QListWidgetItem(target.title, widget)
        item.setData(_NAME_ROLE, target.name)
        figures = (figure(target.integrated_lufs, 0), f"{figure(target.true_peak_dbtp)} dBTP", target.basis)
        item.setData(FIGURES_ROLE, figures)
        item.setToolTip(platform_facts(target))
    return widget
