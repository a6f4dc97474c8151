"""The composition root of the window: joins models, workers, actions and views, and runs them."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from masterdesk import __version__
from masterdesk.window.actions.desk_actions import Actions, make_actions
from masterdesk.window.mishaps import Mishaps
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import apply as apply_theme
from masterdesk.window.views.main_window import MainWindow
from masterdesk.window.workers.autosave import Autosave, autosave_folder
from masterdesk.window.workers.desk_workers import Workers, make_workers

#: Python sees a signal from outside only between two of its own steps, so it is given one now and then.
SIGNAL_LOOK_MS = 500
LOG_NAME = "unexpected.log"
#: The processes are started this many milliseconds after the window, which comes first.
WARM_AFTER_MS = 300
#: How spectra are shown until somebody chooses otherwise; another version may have saved other names.
SPECTRUM_OPTIONS: dict[str, Any] = {
    "smoothing_octaves": 1 / 6,
    "tilt_db_per_octave": 4.5,
    "averages": True,
    "holds_peaks": False,
}


class Desk:
    """One window and all that belongs to it."""

    def __init__(self, models: Models | None = None) -> None:
        self.models = models or Models()
        _restore_preferences(self.models)
        self.workers: Workers = make_workers(self.models)
        self.actions: Actions = make_actions(self.models, self.workers)
        self.actions.view.meters_reset.connect(self.workers.metering.reset)
        self.autosave = Autosave(self.models.desk, autosave_folder())
        self.window = MainWindow(self.models, self.actions)
        self.window.closed.connect(self.close)

    def start(self, files: Sequence[Path]) -> None:
        """Show the window, then do what can be done after it is there."""
        self.window.show()
        QTimer.singleShot(0, lambda: self._begin(files))
        QTimer.singleShot(WARM_AFTER_MS, self.workers.engine.warm)

    def close(self) -> None:
        """End every thread and process; a regular end."""
        self.actions.files.close()
        self.workers.close()
        self.autosave.close()

    def _begin(self, files: Sequence[Path]) -> None:
        if files:  # a lost desk waits for a start without any
            self.actions.files.open_dropped(list(files), on_reference_lane=False)
        elif (lost := self.autosave.lost()) is not None:
            self.window.offer_lost(lost)
        elif (last := self.autosave.last()) is not None:
            self.window.offer_last(last)


def run(files: Sequence[Path]) -> int:
    """Open the window with a track, or a track and a reference; returns the exit code when it is closed."""
    app = make_application()
    desk = Desk()
    Mishaps(autosave_folder() / LOG_NAME, desk.actions.view.told.emit).watch()
    signal.signal(signal.SIGINT, lambda number, frame: desk.window.close())
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda number, frame: desk.window.end())
    looks = QTimer(app, interval=SIGNAL_LOOK_MS)
    looks.timeout.connect(lambda: None)
    looks.start()
    desk.start(files)
    return app.exec()


def make_application() -> QApplication:
    """The application with its names and its look."""
    existing = QCoreApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("MasterDesk")
    app.setApplicationDisplayName("MasterDesk")
    app.setOrganizationName("MasterDesk")
    app.setApplicationVersion(__version__)
    return app


def _restore_preferences(models: Models) -> None:
    preferences = models.preferences
    apply_theme(make_application(), preferences.theme)
    models.playback.set_volume(preferences.volume_db)
    models.playback.set_devices((), preferences.device, "")
    saved = {name: value for name, value in preferences.spectrum.items() if name in SPECTRUM_OPTIONS}
    models.live.set_options(**{**SPECTRUM_OPTIONS, **saved})
