"""How the desk is listened to: loudness match, blind test, monitor modes."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button
from masterdesk.window.views.controls.labels import label
from masterdesk.window.views.controls.window_menu import WindowMenu
from masterdesk.window.views.transport.blind_button import BlindButton

#: The variants, from all buttons to one.
WIDE, NORMAL, NARROW = 0, 1, 2
MORE = "More ▾"
MODES = ("monitor_stereo", "monitor_mono", "monitor_side", "monitor_swap")
CHECKS = ("crossfeed", "small_speaker")
#: What the normal variant keeps as buttons; the rest is in its menu.
NORMAL_BUTTONS = ("monitor_stereo", "monitor_mono", "monitor_side", "crossfeed")
#: Shorter words where a command's own are too long for a button.
SHORT = {"small_speaker": "Small speaker"}


class ListenMenu(Button):
    """All ways of listening behind one button, where the bar has no room for all; it says what is on."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("", "toggle", parent)
        self._models, self._says_all = models, False
        menu = WindowMenu(self)
        for name in MODES:
            menu.addAction(actions.commands[name])
        menu.addSeparator()
        for name in CHECKS:
            menu.addAction(actions.commands[name])
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip("How to listen: stereo, mono, side, swapped, with crossfeed, as from a small speaker")
        models.desk.listening_changed.connect(self._show)
        self._show()

    def short_width(self) -> int:
        """How wide it is while it names nothing, whatever it says now."""
        measure = self.fontMetrics()
        return self.sizeHint().width() + measure.horizontalAdvance(MORE) - measure.horizontalAdvance(self.text())

    def say_all(self, says_all: bool) -> None:
        """Name everything that is on, or only what has no button of its own."""
        self._says_all = says_all
        self._show()

    def _show(self) -> None:
        monitor = self._models.desk.state.monitor
        hidden = monitor.mode == "swap" or monitor.small_speaker
        parts = [monitor.mode.capitalize()]
        parts += ["crossfeed"] * monitor.crossfeed + ["small speaker"] * monitor.small_speaker
        self.setText(f"{' + '.join(parts)} ▾" if self._says_all else MORE)
        self.setCheckable(True)
        self.setChecked(hidden or (self._says_all and parts != ["Stereo"]))
        self.setAccessibleName(f"Listen: {', '.join(parts)}")


class ListenGroup(QWidget):
    """Buttons for each way of listening, or one menu in a narrow bar."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.match, self.blind = Button(role="toggle"), BlindButton(models, actions)
        self.match.follow(actions.commands["match_loudness"])
        self.title = label("Listen", tone="faint")
        self.buttons = {name: _toggle(actions, name) for name in (*MODES, *CHECKS)}
        self.menu = ListenMenu(models, actions)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.GAP - 2)
        for widget in (self.match, self.blind, self.title, *self.buttons.values(), self.menu):
            row.addWidget(widget)
        self.set_variant(WIDE)

    def needed_width(self, variant: int) -> int:
        """How wide a variant is at least, whichever is shown."""
        parts = self._parts(variant)
        widths = [self.menu.short_width() if part is self.menu else part.sizeHint().width() for part in parts]
        return sum(widths) + (len(widths) - 1) * self._row.spacing()

    def set_variant(self, variant: int) -> None:
        """Put some (`NORMAL`) or all (`NARROW`) ways of listening behind one button."""
        parts = self._parts(variant)
        for part in (self.title, *self.buttons.values(), self.menu):
            part.setVisible(part in parts)
        self.menu.say_all(variant == NARROW)

    def _parts(self, variant: int) -> list[QWidget]:
        shown = {WIDE: tuple(self.buttons), NORMAL: NORMAL_BUTTONS, NARROW: ()}[variant]
        parts: list[QWidget] = [self.match, self.blind]
        parts += [self.title] * (variant != NORMAL)
        parts += [button for name, button in self.buttons.items() if name in shown]
        return parts + [self.menu] * (variant != WIDE)


def _toggle(actions: Actions, name: str) -> Button:
    button = Button(role="toggle")
    button.follow(actions.commands[name], SHORT.get(name, ""))
    return button
