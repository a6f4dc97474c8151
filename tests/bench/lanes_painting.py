"""Time to paint the lanes at 1440 px: `python tests/bench/lanes_painting.py`. Times are CPU time in ms.

Measured are a whole repaint with and without new pictures (as after zooming), and a move of the playhead (its two
strips in both lanes), for a track of minutes and one of three hours.
"""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import numpy as np  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from window import scenes  # noqa: E402

from masterdesk.engine.dsp.peaks import PeakPyramid  # noqa: E402
from masterdesk.window import theme  # noqa: E402
from masterdesk.window.views.lanes.lanes_view import LanesView  # noqa: E402

WIDTH, HEIGHT, ROUNDS = 1416, 182, 200
THREE_HOURS = 3 * 3600 * 44100


def cpu_ms(work, rounds=ROUNDS):
    """Median and 95th percentile of the CPU time of `work(round)`, in ms, as a text."""
    times = []
    for number in range(rounds):
        started = time.process_time()
        work(number)
        times.append(time.process_time() - started)
    median, p95 = 1000.0 * np.percentile(times, [50, 95])
    return f"{median:5.2f} (p95 {p95:5.2f})"


def shown(models):
    """The lanes on an offscreen screen, as wide as in a window of 1440 px."""
    view = LanesView(models, scenes.RecordingActions())
    view.resize(WIDTH, HEIGHT)
    view.show()
    QApplication.processEvents()
    return view


def repaint(view):
    """Paint everything now."""
    for part in (view.ruler, view.track, view.reference, view.overview):
        part.repaint()


def zoomed(view, number):
    """Another range each time: waveforms and loudness lines are made anew."""
    length = view.axis.extent_s
    view.axis.show(0.001 * number * length / ROUNDS, 0.9 * length)
    repaint(view)


def moved(view, models, number):
    """A playhead that goes through the track."""
    models.playback.set_position(models.track.duration_s * number / ROUNDS)
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def measure(name, models):
    """Print one row."""
    view = shown(models)
    warm = cpu_ms(lambda number: repaint(view))
    cold = cpu_ms(lambda number: zoomed(view, number))
    view.axis.show_all()
    repaint(view)
    move = cpu_ms(lambda number: moved(view, models, number))
    print(f"{name:12} repaint {warm} ms   after zoom {cold} ms   playhead {move} ms")


def three_hours():
    """The scenes' track with the waveform of a track of three hours."""
    models = scenes.ready()
    peaks = PeakPyramid(2, THREE_HOURS)
    block = scenes.song(60.0, 44100).T
    for _ in range(THREE_HOURS // block.shape[1]):
        peaks.push(block)
    peaks.finish()
    models.track.grow(peaks)
    models.track.duration_s = THREE_HOURS / models.track.track.sample_rate
    models.track.changed.emit()
    return models


def main():
    """Both tracks."""
    app = QApplication([])
    theme.apply(app, "dark")
    measure("2.5 minutes", scenes.ready())
    measure("3 hours", three_hours())


if __name__ == "__main__":
    main()
