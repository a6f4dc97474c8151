"""What the track's and the reference's lane have in common: waveform, loudness, pointer read-out, playhead, states."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from masterdesk.window import theme
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.lane import LaneStatus
from masterdesk.window.views.dropping import paint_drop
from masterdesk.window.views.frame_limiter import FrameLimiter
from masterdesk.window.views.lanes import lane_paint as paint
from masterdesk.window.views.lanes.lane_keys import claims_key, press_key
from masterdesk.window.views.lanes.lane_layers import LaneLayers
from masterdesk.window.views.lanes.lane_reader import LaneReader
from masterdesk.window.views.lanes.marks import WIDTH_PX, Mark, marks_near, marks_of, paint_marks, tooltip
from masterdesk.window.views.lanes.time_axis import TimeAxis
from masterdesk.window.views.lanes.time_strip import Cursor, TimeStrip
from masterdesk.window.views.painting import safely

if TYPE_CHECKING:
    from masterdesk.window.actions.desk_actions import Actions

#: How often the words for a screen reader follow, in milliseconds.
SPOKEN_MS = 1000
OUT_OF_SIGHT_PX = -10.0
LOUDNESS_ALPHA, HOVER_ALPHA = 0.8, 0.6


class LaneCanvas(TimeStrip):
    """One lane, of the file behind `key`. Heirs add their window, their colors and what the pointer does."""

    #: Words of the lane without a file, and while one is dragged over it.
    invitation = drop_text = ""

    def __init__(
        self, models: Models, actions: Actions, axis: TimeAxis, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(axis, parent)
        self.models, self.desk_actions, self.key = models, actions, key
        self.reader = LaneReader(models, key)
        self.layers = LaneLayers(self.reader, axis)
        self.shows_loudness = True
        self._marks: list[Mark] = []
        self._takes_drop = False
        self._hover: tuple[float, QRectF, str] | None = None
        self._playhead_x = OUT_OF_SIGHT_PX
        self._before_seek: tuple[float, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reader.lane.changed.connect(self._lane_changed)
        self.reader.lane.peaks_grown.connect(self.refresh)
        self.reader.lane.progressed.connect(lambda _: self.update())
        theme.changed.connect(self.refresh)
        models.playback.moved.connect(self.move_playhead)
        models.desk.window_changed.connect(self.window_changed)
        axis.changed.connect(self.move_playhead)
        self._spoken = FrameLimiter(self._describe, self, SPOKEN_MS)
        for signal in (models.playback.moved, models.desk.state_changed):
            signal.connect(self._spoken.ask)
        self._lane_changed()

    @property
    def has_file(self) -> bool:
        """Whether there is, or will be, a waveform to work on."""
        return self.reader.lane.status in (LaneStatus.READING, LaneStatus.READY)

    def playhead_s(self) -> float | None:
        """Where in this file's time playback is, `None` where the playhead is out of it."""
        raise NotImplementedError

    def wave_colors(self) -> tuple[QColor, QColor]:
        """Colors of the peaks and of the RMS inside."""
        raise NotImplementedError

    def paint_over(self, painter: QPainter, part: QRectF) -> None:
        """Paint what of the window and of what else lies over the waveform is in `part` of the lane."""

    def step_window(self, seconds: float) -> None:
        """Move this lane's window."""
        raise NotImplementedError

    def step_region(self, seconds: float, stretch: bool) -> None:
        """Move a region of this lane, or with `stretch` its end, if it has one."""

    def clear_marks(self) -> None:
        """Take away what was marked on this lane."""
        raise NotImplementedError

    def choose_file(self) -> None:
        """Ask for a file for this lane."""
        raise NotImplementedError

    def value_text(self) -> str:
        """What the lane shows, in words for a screen reader."""
        raise NotImplementedError

    def window_changed(self) -> None:
        """The track's window or the reference's moved."""
        self.update()
        self.move_playhead()

    def refresh(self) -> None:
        """Make the pictures anew."""
        self.layers.forget()
        self.update()

    def set_shows_loudness(self, on: bool) -> None:
        """Show loudness over time, or only the waveform."""
        self.shows_loudness = on
        self.update()

    def set_takes_drop(self, on: bool) -> None:
        """A file is held over the desk and would be dropped here."""
        self._takes_drop = on
        self.update()

    def move_playhead(self) -> None:
        """Paint the two strips where the playhead was and where it is."""
        position = self.playhead_s()
        scale = self.devicePixelRatio()
        x = OUT_OF_SIGHT_PX if position is None else round(self.x_at(position) * scale) / scale
        if x != self._playhead_x:
            self.update(paint.strip_at(self._playhead_x, self.height()))
            self._playhead_x = x
            self.update(paint.strip_at(x, self.height()))

    def hover_at(self, place: QPointF | None) -> None:
        """Read time, level and loudness under the pointer; repaint only where the read-out was and is."""
        old = self._hover
        self._hover = None if place is None or not self.has_file else self._read_out(place.x())
        for hover in (old, self._hover):
            if hover is not None and old != self._hover:
                self.update(paint.strip_at(hover[0], self.height()))
                self.update(hover[1].toAlignedRect())

    def cursor_at(self, place: QPointF) -> Cursor:
        """A hand over what can be clicked instead of sought in."""
        clickable = not self.has_file or marks_near(self._placed_marks(), place)
        return Cursor.PointingHandCursor if clickable else Cursor.ArrowCursor

    def mark_at(self, place: QPointF) -> Mark | None:
        """The mark that is pointed at."""
        marks = marks_near(self._placed_marks(), place)
        return marks[-1] if marks else None

    def seek(self, position_s: float) -> None:
        """Put the playhead somewhere in the track."""
        self._before_seek = self.models.playback.position_s, self.models.desk.state.window_start_s
        self.desk_actions.transport.seek(min(max(position_s, 0.0), self.models.track.duration_s or 0.0))

    def double_click_at(self, place: QPointF) -> None:
        """Show the whole track; the click before it was not meant to seek, so that is taken back."""
        if not self.has_file or self.axis.is_fitted:
            return
        self.axis.show_all()
        if self._before_seek is not None:
            position_s, window_s = self._before_seek
            if window_s != self.models.desk.state.window_start_s:
                self.desk_actions.window.move(window_s)
                self.desk_actions.window.end_drag()
            self.desk_actions.transport.seek(position_s)

    def zoom_about_playhead(self, factor: float) -> None:
        """Zoom about the playhead if it is in sight, else about the middle."""
        playhead_s = self.playhead_s()
        in_sight = playhead_s is not None and self.axis.start_s <= playhead_s <= self.axis.stop_s
        about_s = playhead_s if playhead_s is not None and in_sight else (self.axis.start_s + self.axis.stop_s) / 2
        self.axis.zoom(factor, about_s)

    def event(self, event: QEvent) -> bool:  # noqa: D102  Qt's name
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and claims_key(self, event):
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            marks = marks_near(self._placed_marks(), QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tooltip(marks) or self.toolTip(), self)
            return True
        return super().event(event)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        """Part by part: a clip of many parts would make everything slow, such as the playhead's two strips."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part in cast(Iterable[QRect], event.region()):
            painter.setClipRect(part)
            self._paint_part(painter, QRectF(part))
        painter.end()

    def _paint_part(self, painter: QPainter, part: QRectF) -> None:
        lane, colors, status = QRectF(self.rect()), theme.current(), self.reader.lane.status
        painter.fillRect(part, colors.panel)
        if self._takes_drop:
            paint_drop(painter, lane, self.drop_text)
        elif status is LaneStatus.EMPTY:
            paint.paint_message(painter, lane, self.invitation, colors.text_dim)
        elif status is LaneStatus.FAILED:
            paint.paint_message(painter, lane, self.reader.lane.problem, colors.danger)
        else:
            self._paint_file(painter, lane, part)
        if self.hasFocus():
            paint.paint_focus(painter, lane)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102  Qt's name
        self.move_playhead()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102  Qt's name
        if not press_key(self, event):
            super().keyPressEvent(event)

    def _paint_file(self, painter: QPainter, lane: QRectF, part: QRectF) -> None:
        colors = theme.current()
        self.layers.fit(self.width(), self.height(), self.devicePixelRatio())
        self.layers.paint_wave(painter, part, *self.wave_colors())
        self.paint_over(painter, part)
        if self.shows_loudness:
            self.layers.paint_loudness(painter, part, theme.with_alpha(colors.text_dim, LOUDNESS_ALPHA))
        paint_marks(painter, self._placed_marks())
        if self.reader.lane.status is LaneStatus.READING and self.reader.lane.duration_s is not None:
            paint.paint_progress(painter, lane, self.reader.lane.fraction)
        if self._hover is not None:
            x, box, text = self._hover
            paint.paint_line(painter, x, lane.height(), theme.with_alpha(colors.text_dim, HOVER_ALPHA), 1.0)
            paint.paint_bubble(painter, box, text)
        paint.paint_line(painter, self._playhead_x, lane.height(), colors.playhead)

    def _read_out(self, x: float) -> tuple[float, QRectF, str] | None:
        text = self.reader.text_at(self.time_at(x), self.axis.span_s / max(self.width(), 1))
        return (x, paint.bubble_box(text, x, QRectF(self.rect())), text) if text else None

    def _placed_marks(self) -> list[tuple[float, Mark]]:
        """Those at the very ends are moved in, to be seen whole."""
        placed = ((self.x_at(mark.time_s), mark) for mark in self._marks)
        half, width = WIDTH_PX / 2, self.width()
        return [(min(max(x, half), width - half), mark) for x, mark in placed if -1.0 <= x <= width + 1.0]

    def _lane_changed(self) -> None:
        analysis = self.reader.lane.analysis
        self._marks = [] if analysis is None else marks_of(analysis.findings)
        if not self.has_file:
            self._hover = None
        self.refresh()
        self.move_playhead()
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.value_text())
