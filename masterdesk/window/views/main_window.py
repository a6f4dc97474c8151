"""The main window: where each part of the desk has its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from masterdesk.window import theme
from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import DeskState
from masterdesk.window.models.lane import LaneStatus
from masterdesk.window.theme import metrics
from masterdesk.window.views.desk_view import DeskView
from masterdesk.window.views.dialogs import AUDIO_FILTER, Dialogs
from masterdesk.window.views.focus import handing_on_focus
from masterdesk.window.views.header.header_view import HeaderView
from masterdesk.window.views.match.match_dialogs import MatchDialogs
from masterdesk.window.views.notices import Notices
from masterdesk.window.views.tab_order import next_stop
from masterdesk.window.views.transport.transport_bar import TransportBar
from masterdesk.window.views.welcome.welcome_view import WelcomeView

SIZE = (1440, 900)
#: Room for the frame that the desktop draws around the window.
FRAME_PX = 48
SMALLEST_SIZE = (1100, 680)


class MainWindow(QMainWindow):
    """The desk, or a welcome as long as there is no track. `closed` comes when it has been closed for good."""

    closed = Signal()

    def __init__(self, models: Models, actions: Actions) -> None:
        super().__init__()
        self._models, self._actions = models, actions
        self._is_ending = False
        self._withdraw_offer: Callable[[], None] = lambda: None
        self.setWindowTitle("MasterDesk")
        self.setMinimumSize(*SMALLEST_SIZE)
        self.addActions(actions.commands.actions())
        self._build()
        self.dialogs = Dialogs(self, self._transport, models, actions)
        self.match_dialogs = MatchDialogs(self, models, actions, AUDIO_FILTER)
        self._connect()
        self._restore_size()
        self._follow_track()

    def end(self) -> None:
        """Close without a question, as when the system shuts down: the desk is saved anyway."""
        self._is_ending = True
        self.close()

    def offer_lost(self, state: DeskState) -> None:
        """Offer the desk of a run that did not end regularly, until there is an answer: it is not kept any longer."""
        name = state.track.name if state.track is not None else ""
        text = f"MasterDesk did not end regularly last time. The desk with {name} was saved."
        self._notices.ask(text, "Open it again", lambda: self._actions.sessions.restore(state), stays=True)

    def offer_last(self, state: DeskState) -> None:
        """Offer the desk of the last run."""
        name = state.track.name if state.track is not None else ""
        text, go_on = f"Last time you worked on {name}.", lambda: self._actions.sessions.restore(state)
        self._withdraw_offer = self._notices.ask(text, "Go on", go_on, stays=True)

    def _build(self) -> None:
        center = self._center = QWidget()
        center.setObjectName("desk")
        column = QVBoxLayout(center)
        column.setContentsMargins(metrics.PADDING, metrics.PADDING, metrics.PADDING, metrics.GAP)
        column.setSpacing(metrics.PANEL_GAP)
        self._stack = QStackedWidget()
        self._welcome = WelcomeView(self._models, self._actions)
        self._stack.addWidget(self._welcome)
        self._desk: DeskView | None = None
        self._transport = TransportBar(self._models, self._actions)
        column.addWidget(HeaderView(self._models, self._actions))
        column.addWidget(self._stack, 1)
        column.addWidget(self._transport)
        self.setCentralWidget(center)
        self._notices = Notices(self._actions, center, self._transport, lambda: self._desk and self._desk.graphs)

    def _connect(self) -> None:
        models, actions = self._models, self._actions
        models.track.changed.connect(self._follow_track)
        models.preferences.changed.connect(self._follow_preferences)
        actions.view.full_screen_toggled.connect(self._toggle_full_screen)
        actions.sessions.path_changed.connect(self._show_title)
        actions.rendering.finished.connect(self._notices.show_failure)
        actions.rendering.written.connect(self._notices.show_written)

    def _follow_track(self) -> None:
        is_empty = self._models.track.status is LaneStatus.EMPTY
        if not is_empty:
            self._withdraw_offer()
        with handing_on_focus(self._stack):
            self._stack.setCurrentWidget(self._welcome if is_empty else self._made_desk())
        self._show_title()

    def _made_desk(self) -> DeskView:
        """The desk is made when the first file is opened: the first window is there sooner without it."""
        if self._desk is None:
            self._desk = DeskView(self._models, self._actions)
            self._stack.addWidget(self._desk)
            self._desk.lanes.take_drops_of(self)
        return self._desk

    def _show_title(self) -> None:
        title = self._models.track.title
        session = self._actions.sessions.path
        parts = [title, "" if session is None or session.stem == title else session.stem, "MasterDesk"]
        self.setWindowTitle(" \N{EM DASH} ".join(part for part in parts if part))

    def _follow_preferences(self, name: str) -> None:
        app = QApplication.instance()
        if name == "theme" and isinstance(app, QApplication):
            theme.apply(app, self._models.preferences.theme)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _restore_size(self) -> None:
        if self._models.preferences.geometry.isEmpty() or not self.restoreGeometry(self._models.preferences.geometry):
            available = self.screen().availableSize()
            self.resize(min(SIZE[0], available.width()), min(SIZE[1], available.height() - FRAME_PX))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102  Qt's name
        if not self._is_ending and not self.dialogs.may_quit():
            event.ignore()
            return
        self._models.preferences.geometry = self.saveGeometry()
        event.accept()
        self.hide()  # what ends after it takes a moment, which nobody need see
        self.closed.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Where Tab goes."""
        stop = next_stop(self._center, self.focusWidget(), forward)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return stop is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes an open match from wherever one is."""
        if event.key() == Qt.Key.Key_Escape and self._models.match_panel.slot is not None:
            self._actions.match.close_panel()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: D102  Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.focusWidget() is None:
            self.setFocus()
