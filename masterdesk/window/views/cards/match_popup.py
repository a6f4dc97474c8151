"""How far a slot goes to the reference."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import SLOT_KEYS
from masterdesk.window.views.controls.bar_slider import BarSlider
from masterdesk.window.views.controls.choosers import Check
from masterdesk.window.views.controls.labels import label, wrapped
from masterdesk.window.views.controls.popup import Popup

PARTS = {
    "tone": ("Tone", "the balance of low, middle and high"),
    "dynamics": ("Dynamics", "how far loud and soft lie apart"),
    "width": ("Width", "the stereo image, band by band"),
    "loudness": ("Loudness", "the integrated loudness, instead of the target"),
}
WIDTH_PX = 320


class MatchPopup(Popup):
    """A switch and an amount for each part; what is set is heard at once."""

    def __init__(self, models: Models, actions: Actions, slot: int, parent: QWidget) -> None:
        super().__init__(f"Match of card {SLOT_KEYS[slot]}", parent)
        self.setFixedWidth(WIDTH_PX)
        self._models, self._actions, self._slot = models, actions, slot
        self.switch = Check("Match the reference")
        self.switch.toggled.connect(lambda on: actions.slots.use_reference(slot, on))
        self.body.addWidget(self.switch)
        self.body.addWidget(
            wrapped("With a profile these balance the two: at 100 % the reference decides.", "small", "dim")
        )
        self.sliders = {part: BarSlider(0, 100, source=SLOT_KEYS[slot]) for part in PARTS}
        self._values = {part: label("", "number") for part in PARTS}
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        for row, part in enumerate(PARTS):
            self._add(row, part)
        self.body.addLayout(self._grid)
        models.desk.slot_changed.connect(self._changed)
        self._show()

    def _add(self, row: int, part: str) -> None:
        title, what = PARTS[part]
        slider, name = self.sliders[part], QLabel(title)
        slider.setAccessibleName(f"{title}, percent")
        slider.setToolTip(f"{title}: {what}")
        name.setToolTip(what)
        slider.chosen.connect(lambda amount: self._actions.slots.set_match(self._slot, part, amount))
        slider.let_go.connect(self._actions.slots.end_drag)
        self._values[part].setMinimumWidth(46)
        for column, widget in enumerate((name, slider, self._values[part])):
            self._grid.addWidget(widget, row, column)

    def _changed(self, slot: int) -> None:
        if slot == self._slot:
            self._show()

    def _show(self) -> None:
        settings = self._models.desk.state.slots[self._slot]
        self.switch.blockSignals(True)
        self.switch.setChecked(settings.has_reference)
        self.switch.blockSignals(False)
        for part, slider in self.sliders.items():
            amount = getattr(settings.match, part)
            slider.show_value(amount)
            slider.setEnabled(settings.has_reference)
            self._values[part].setText(f"{amount:.0f} %")
