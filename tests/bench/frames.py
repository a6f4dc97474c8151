"""Time of a frame while the desk plays at 1440x900: `python tests/bench/frames.py [FRAMES] [VIEW...]`.

Prints median and 95th percentile in ms per view and for the whole desk: from new readings and a moved playhead until
all is painted, figures and curves that come a little later included. Wall time is what counts on a quiet machine,
CPU time where others work, too. Runs offscreen, or in a real window where QT_QPA_PLATFORM says so (`xvfb-run -s
"-screen 0 1440x900x24" env QT_QPA_PLATFORM=xcb python tests/bench/frames.py`). MASTERDESK_MUSIC gives real music.
"""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import numpy as np  # noqa: E402
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget  # noqa: E402
from window import gallery_pictures, live_frames, scenes  # noqa: E402

from masterdesk.window import theme  # noqa: E402

FRAMES = 240
#: Frames come this much apart: longer than a view waits between two paintings.
APART_S = 0.018
GRAPH, METERS, DESK = (986, 378), (420, 378), (1416, 840)


def spectrum(models, actions):
    """The spectrum with everything that it can show."""
    from masterdesk.window.views.spectrum import SpectrumView

    return sized(SpectrumView(models, actions), GRAPH)


def meters(models, actions):
    """The panel of meters."""
    from masterdesk.window.views.meters import MetersView

    return sized(MetersView(models, actions), METERS)


def history(models, actions):
    """The loudness history with its growing curve and playhead."""
    from masterdesk.window.views.history.view import HistoryView

    return sized(HistoryView(models, actions), GRAPH)


def live_panel(models, actions):
    """Spectrum and meters side by side."""
    return beside(spectrum(models, actions), meters(models, actions))


def history_panel(models, actions):
    """History and meters side by side."""
    return beside(history(models, actions), meters(models, actions))


def desk(models, actions):
    """Lanes, cards, spectrum and meters."""
    from masterdesk.window.views.desk_view import DeskView

    return sized(DeskView(models, actions), DESK)


VIEWS = {
    "spectrum": spectrum,
    "meters": meters,
    "history": history,
    "spectrum+meters": live_panel,
    "history+meters": history_panel,
    "desk": desk,
}


def sized(widget, size):
    """A widget as large as it is on the desk."""
    widget.resize(*size)
    return widget


def beside(left, right):
    """Two widgets in a row."""
    row = QWidget()
    box = QHBoxLayout(row)
    box.addWidget(left, 70)
    box.addWidget(right, 30)
    return sized(row, (GRAPH[0] + METERS[0], GRAPH[1]))


def measured(count):
    """A desk that plays, and so many live frames of it."""
    real = gallery_pictures.real
    models = scenes.ready(real("electronic/constructive.ogg"), real("electronic/quite.ogg"))
    models.live.set_options(1 / 6, 4.5, True, True)
    source = live_frames.slot_of(models)
    frames = []
    for _ in range(count):
        source.push()
        frames.append(source.measured())
    return models, frames


def times(view, models, frames):
    """(wall, CPU) of each frame in ms."""
    view.show()
    for _ in range(20):
        QApplication.processEvents()
        time.sleep(0.005)
    return np.array([frame_times(models, frame) for frame in frames]) * 1000.0


def frame_times(models, frame):
    """What one frame costs, the pauses left out."""
    wall, cpu = time.perf_counter(), time.process_time()
    models.playback.set_position(frame.position_s)
    models.live.show(frame)
    QApplication.processEvents()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    time.sleep(APART_S)
    late_wall, late_cpu = time.perf_counter(), time.process_time()
    QApplication.processEvents()
    return wall + time.perf_counter() - late_wall, cpu + time.process_time() - late_cpu


def main(count=FRAMES, *names):
    app = QApplication.instance() or QApplication([])
    theme.apply(app, "dark")
    models, frames = measured(int(count))
    scale = app.primaryScreen().devicePixelRatio()
    print(f"{app.platformName()}, scale {scale:g}, {count} frames, ms    wall median    p95   CPU median    p95")
    for name in names or VIEWS:
        view = VIEWS[name](models, scenes.RecordingActions())
        wall, cpu = times(view, models, frames).T
        figures = (np.median(wall), np.percentile(wall, 95), np.median(cpu), np.percentile(cpu, 95))
        print(f"{name:42}" + "".join(f"{figure:10.2f}" for figure in figures), flush=True)
        view.close()
        view.deleteLater()


if __name__ == "__main__":
    main(*sys.argv[1:])
