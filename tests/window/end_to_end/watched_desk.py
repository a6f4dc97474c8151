"""The program as a user starts it, with an observer: `python watched_desk.py [FILE ...]`.

Each line on stdin is a question as JSON, answered by one line on stdout: `{"ask": "state"}` for what the models know,
`{"ask": "widgets"}` for what can be seen and where. Nothing of the program is done differently.
"""

import json
import os
import sys
import time


class Observer:
    """Answers questions about one desk."""

    def __init__(self, desk):
        from PySide6.QtCore import QSocketNotifier

        self._desk = desk
        self._rest = b""
        self._frames = None
        self._notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read)
        self._at_first_paint()

    def _at_first_paint(self):
        """Note when the window was first painted, and when it then first answered an event, by the system's clock."""
        from PySide6.QtCore import QEvent, QObject, QTimer

        observer = self

        class Watch(QObject):
            def eventFilter(self, watched, event):
                if event.type() == QEvent.Type.Paint and observer.painted_at is None:
                    observer.painted_at = time.monotonic()
                    QTimer.singleShot(0, observer._answering)
                return False

        self.painted_at = self.answering_at = None
        self._watch = Watch()
        self._desk.window.centralWidget().installEventFilter(self._watch)

    def _answering(self):
        self.answering_at = time.monotonic()

    def _read(self):
        data = os.read(0, 65536)
        if not data:
            self._notifier.setEnabled(False)
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            question = json.loads(line)
            answer = getattr(self, "tell_" + question.pop("ask"))(**question)
            print(json.dumps(answer), flush=True)

    def tell_state(self):
        """What the models know."""
        from PySide6.QtWidgets import QApplication

        models, state = self._desk.models, self._desk.models.desk.state
        modal, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
        popup = QApplication.activePopupWidget()
        return {
            "painted_at": self.painted_at,
            "answering_at": self.answering_at,
            "title": self._desk.window.windowTitle(),
            "is_active": self._desk.window.isActiveWindow(),
            "modal": None if modal is None else type(modal).__name__,
            "modal_is_active": modal is not None and modal.isActiveWindow(),
            "popup": None if popup is None else type(popup).__name__,
            "focus": None if focus is None else [type(focus).__name__, focus.accessibleName()],
            "track": _lane(models.track),
            "reference": _lane(models.reference),
            "slots": [_slot(slot, settings) for slot, settings in zip(models.slots, state.slots, strict=True)],
            "heard": state.heard,
            "window_start_s": state.window_start_s,
            "playback": {
                name: getattr(models.playback, name)
                for name in ("position_s", "is_playing", "actual_device", "problem", "underruns", "volume_db")
            },
            "playing_key": None if self._desk.workers.sound.player is None else self._player_status().key,
            "live": _live(models.live.frame),
            "jobs": [_job(job) for job in models.queue.jobs],
            "undo": [models.desk.undo_stack.count(), models.desk.undo_stack.index()],
            "engine_running": bool(self._desk.workers.engine._lanes),
        }

    def _player_status(self):
        return self._desk.workers.sound.player.status()

    def tell_widgets(self):
        """All visible widgets with a name or a text: class, name, text, place and size on the screen."""
        from PySide6.QtCore import QPoint
        from PySide6.QtWidgets import QApplication

        found = []
        for widget in QApplication.allWidgets():
            if widget.isVisible():
                text = getattr(widget, "text", None)
                text = text() if callable(text) else ""
                corner = widget.mapToGlobal(QPoint(0, 0))
                found.append(
                    {
                        "kind": type(widget).__name__,
                        "name": widget.accessibleName(),
                        "text": text if isinstance(text, str) else "",
                        "rect": [corner.x(), corner.y(), widget.width(), widget.height()],
                        "enabled": widget.isEnabled(),
                    }
                )
        return found

    def tell_picture(self, path):
        """Save the window as it is."""
        return self._desk.window.grab().save(path)


def _lane(lane):
    analysis = lane.analysis
    return {
        "status": lane.status.value,
        "problem": lane.problem,
        "has_peaks": lane.peaks is not None and lane.peaks.known_frames > 0,
        "lufs": None if analysis is None else analysis.loudness.integrated_lufs,
        "duration_s": lane.duration_s,
    }


def _slot(slot, settings):
    audio = slot.audio
    return {
        "status": slot.status.value,
        "problem": slot.problem,
        "intensity": settings.intensity,
        "profile": settings.profile,
        "lufs": None if audio is None else audio.loudness.integrated_lufs,
        "rendered_intensity": None if audio is None else audio.settings.intensity,
    }


def _live(frame):
    return None if frame is None else {"heard": frame.heard, "momentary_lufs": frame.readings.momentary_lufs}


def _job(job):
    loudness = None if job.report is None else job.report.result.loudness
    return {
        "status": job.status.value,
        "output": str(job.output),
        "problem": job.problem,
        "fraction": job.fraction,
        "lufs": None if loudness is None else loudness.integrated_lufs,
        "true_peak_dbtp": None if loudness is None else loudness.true_peak_dbtp,
    }


def main():
    import masterdesk.app
    from masterdesk.cli.main import main as run

    start = masterdesk.app.Desk.start

    def watched(desk, files):
        desk.observer = Observer(desk)
        start(desk, files)

    masterdesk.app.Desk.start = watched
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
