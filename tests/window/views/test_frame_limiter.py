"""Views paint at most sixty times a second, and the last news is never lost."""

from PySide6.QtCore import QObject

from masterdesk.window.views.frame_limiter import FrameLimiter


def test_work_is_done_at_once_then_once_per_interval(qtbot):
    parent, done = QObject(), []
    limiter = FrameLimiter(lambda: done.append(len(done)), parent, interval_ms=30)
    for _ in range(20):
        limiter.ask()
    assert len(done) == 1
    qtbot.waitUntil(lambda: len(done) == 2)
    qtbot.wait(80)
    assert len(done) == 2


def test_nothing_asked_nothing_done(qtbot):
    parent, done = QObject(), []
    limiter = FrameLimiter(lambda: done.append(1), parent, interval_ms=5)
    limiter.ask()
    qtbot.wait(40)
    assert done == [1]
