"""What the cards and the transport bar cost: `python tests/bench/card_painting.py` prints CPU times in milliseconds."""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from PySide6.QtWidgets import QApplication  # noqa: E402
from window import card_scenes, scenes  # noqa: E402

from masterdesk.window import theme  # noqa: E402
from masterdesk.window.views.cards import CardRow  # noqa: E402
from masterdesk.window.views.transport import TransportBar  # noqa: E402

TIMES = 40


def measure(name, act):
    """Print the median and the 95th percentile of an act and all the painting it brings."""
    spent = []
    for number in range(TIMES):
        begin = time.process_time()
        act(number)
        QApplication.processEvents()
        spent.append((time.process_time() - begin) * 1e3)
    spent.sort()
    print(f"{name:<24} {spent[TIMES // 2]:6.2f} {spent[int(TIMES * 0.95)]:6.2f}")


def main():
    app = QApplication([])
    theme.apply(app, "dark")
    models, actions = card_scenes.decked(), scenes.RecordingActions()
    row, bar = CardRow(models, actions), TransportBar(models, actions)
    for widget, height in ((row, 230), (bar, 60)):
        widget.resize(1416, height)
        widget.show()
    app.processEvents()
    slot, desk, job = models.slots[4], models.desk, card_scenes.queued(models).queue.running
    print(f"{'':<24} median    p95")
    measure("all cards painted", lambda number: row.repaint())
    measure("another card heard", lambda number: desk.note(heard=str(number % 5 + 1)))
    measure(
        "intensity dragged",
        lambda number: desk.change_slot(1, replace(desk.state.slots[1], intensity=float(number)), "Drag"),
    )
    measure("progress of a slot", lambda number: slot.progress(number / TIMES))
    measure("playhead moved", lambda number: models.playback.set_position(50 + number / 10))
    measure("progress of a render", lambda number: models.queue.progress(job, "Rendering", number / TIMES))


if __name__ == "__main__":
    main()
