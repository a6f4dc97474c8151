"""Play, loop and the time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.controls.buttons import Button, GlyphButton, draw_row_background, with_key
from masterdesk.window.views.painting import safely
from masterdesk.window.views.texts import MINUS, clock

#: The preference that remembers what the time is of.
TIME_LEFT = "time_left"
PLAY_SIZE = QSize(58, 36)


class PlayButton(GlyphButton):
    """Plays or pauses."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("play", "Play", size_px=18, parent=parent)
        command = self._command = actions.commands["play"]
        self.clicked.connect(command.trigger)
        command.changed.connect(lambda: self.setEnabled(command.isEnabled()))
        self.setEnabled(command.isEnabled())
        models.playback.playing_changed.connect(self._show)
        self._show(models.playback.is_playing)

    def sizeHint(self) -> QSize:  # noqa: D102  Qt's name
        return PLAY_SIZE

    def _show(self, is_playing: bool) -> None:
        name = "Pause" if is_playing else "Play"
        self.set_glyph(name.lower())
        self.setAccessibleName(name)
        self.setToolTip(with_key(name, self._command))


class TimeDisplay(Button):
    """Where the playhead is, to a tenth of a second; a click shows what remains instead.

    It paints its text itself: a button that gets new words has the whole window laid out anew.
    """

    def __init__(self, models: Models, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", parent)
        self._playback, self._track, self._preferences = models.playback, models.track, models.preferences
        self._shows_rest, self.shown = models.preferences.view(TIME_LEFT, False), ""
        self._tell_what()
        self.clicked.connect(self._switch)
        models.playback.moved.connect(self._show)
        models.track.changed.connect(self._track_changed)
        self._show()

    def sizeHint(self) -> QSize:
        """Room for an hour's figures only when the track is that long, so that nothing moves while playing."""
        longest = clock(max(self._track.duration_s or 0.0, 600.0), 1).translate(str.maketrans("123456789", "000000000"))
        width = QFontMetrics(theme.font("time")).horizontalAdvance(MINUS + longest)
        return QSize(width + 2, metrics.CONTROL_HEIGHT)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102  Qt's name
        painter = QPainter(self)
        draw_row_background(painter, self)
        painter.setFont(theme.font("time"))
        painter.setPen(theme.current().text)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.shown)

    def _switch(self) -> None:
        self._shows_rest = not self._shows_rest
        self._preferences.keep_view(TIME_LEFT, self._shows_rest)
        self._tell_what()
        self._show()

    def _tell_what(self) -> None:
        what, other = ("Time left", "the position") if self._shows_rest else ("Position", "what is left")
        self.setToolTip(f"{what} in the track; click to show {other}")

    def _track_changed(self) -> None:
        self.updateGeometry()
        self._show()

    def _show(self, _: object = None) -> None:
        text = clock(self._playback.position_s, 1)
        if self._shows_rest:
            text = MINUS + clock((self._track.duration_s or 0.0) - self._playback.position_s, 1)
        if text != self.shown:
            self.shown = text
            self.setAccessibleName(f"{'Time left' if self._shows_rest else 'Position'}: {text}")
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is two clicks."""
        self.mousePressEvent(event)


class PlayGroup(QWidget):
    """The three side by side."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.play, self.time = PlayButton(models, actions), TimeDisplay(models)
        self.loop = Button(role="toggle")
        self.loop.follow(actions.commands["loop"])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.GAP)
        for widget in (self.play, self.loop, self.time):
            row.addWidget(widget)
