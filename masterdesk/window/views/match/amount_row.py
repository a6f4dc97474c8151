"""One amount of a match: its lock, its name, a slider in the slot's color, and how much it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.bar_slider import BarSlider
from masterdesk.window.views.controls.buttons import GlyphButton
from masterdesk.window.views.controls.labels import label

LOCK_PX, VALUE_PX = 14, 46
#: Heights of a row, with room and without.
ROW_PX, LOW_ROW_PX = 24, 19
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LockButton(GlyphButton):
    """Checked while the amount is locked."""

    def __init__(self, title: str) -> None:
        super().__init__("unlocked", f"Lock {title.lower()}", "quiet", LOCK_PX)
        self._title = title.lower()
        self.setCheckable(True)
        self.setFixedWidth(LOCK_PX + metrics.GAP)
        self.show_lock(False)

    def show_lock(self, on: bool) -> None:
        """Show whether it is locked."""
        self.setChecked(on)
        self.set_glyph("locked" if on else "unlocked")
        self.setAccessibleName(f"{'Unlock' if on else 'Lock'} {self._title}")
        stays = "Locked: suggestions, copies, resets and the slider of all amounts leave it alone"
        self.setToolTip(f"{stays}. Click to unlock" if on else f"Lock {self._title} at this amount")


class AmountRow(QObject):
    """A row of a grid. `chosen(percent)` and `let_go` of the slider; `locked(on)` of the lock, if it has one."""

    chosen = Signal(float)
    let_go = Signal()
    locked = Signal(bool)

    def __init__(self, title: str, what: str, has_lock: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.lock = LockButton(title) if has_lock else None
        self.name, self.value = label(title), label("", "number")
        self.value.setFixedWidth(VALUE_PX)
        self.value.setAlignment(_RIGHT)
        self.slider = BarSlider(0, 100)
        self.slider.chosen.connect(self.chosen)
        self.slider.let_go.connect(self.let_go)
        if self.lock is not None:
            self.lock.clicked.connect(self.locked)
        self.set_title(title, what)

    def add_to(self, grid: QGridLayout, row: int) -> None:
        """Take a row of the grid."""
        for column, widget in enumerate((self.lock, self.name, self.slider, self.value)):
            if widget is not None:
                grid.addWidget(widget, row, column)
        self.set_height(grid, row, ROW_PX)

    def set_height(self, grid: QGridLayout, row: int, height: int) -> None:
        """Be so high, in pixels, in a row of the grid."""
        grid.setRowMinimumHeight(row, height)
        if self.lock is not None:
            self.lock.setFixedHeight(height)

    def set_title(self, title: str, what: str) -> None:
        """Call it something else."""
        self._what = what
        self.name.setText(title)
        self.name.setToolTip(what)
        self.slider.setAccessibleName(f"{title}, percent")

    def show_amount(self, percent: float, source: str, is_locked: bool, is_on: bool, reason: str = "") -> None:
        """Show `percent` in the color of `source`; a `reason` says why it has nothing to work on."""
        self.slider.set_source(source)
        self.slider.show_value(percent)
        self.slider.setEnabled(is_on and not is_locked and not reason)
        self.value.setText(f"{percent:.0f} %")
        self.slider.setToolTip(reason or f"{self.name.text()}: {self._what} (arrow keys, Page Up and Down)")
        for widget in (self.name, self.value):
            widget.setEnabled(is_on and not reason)
        if self.lock is not None:
            self.lock.show_lock(is_locked)
