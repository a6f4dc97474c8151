import pytest

from masterdesk.engine.errors import Cancelled
from masterdesk.engine.progress import Progress


def test_parts_of_parts_map_into_the_whole():
    seen = []
    whole = Progress(lambda stage, fraction: seen.append((stage, round(fraction, 6))))
    whole.part("Analyzing", 0.0, 0.5).advance(0.5)
    whole.part("Rendering", 0.5, 1.0).part("Encoding", 0.5, 1.0).advance(0.5)
    assert seen == [("Analyzing", 0.25), ("Encoding", 0.875)]


def test_cancel_reaches_every_part():
    whole = Progress()
    part = whole.part("Rendering", 0.0, 1.0)
    part.advance(0.1)
    whole.cancel()
    with pytest.raises(Cancelled):
        part.advance(0.2)


def test_follow_passes_items_and_counts_them():
    seen = []
    progress = Progress(lambda stage, fraction: seen.append(fraction))
    assert list(progress.follow(["a", "bb"], 3, len)) == ["a", "bb"]
    assert seen == [0.0, pytest.approx(1 / 3), 1.0]


def test_tasks_at_once_add_up_and_are_cancelled_together():
    told = []
    progress = Progress(lambda stage, fraction: told.append((stage, round(fraction, 3))))
    first, second = progress.part("Mastering", 0.2, 1.0).at_once(2)
    first.part("Rendering", 0.0, 1.0).advance(0.5)
    second.advance(0.5)
    first.advance(1.0)
    assert told == [("Rendering", 0.4), ("Mastering", 0.6), ("Mastering", 0.8)]
    progress.cancel()
    with pytest.raises(Cancelled):
        second.advance(1.0)


def test_a_silent_view_tells_nobody_and_is_cancelled_with_the_rest():
    told = []
    progress = Progress(lambda stage, fraction: told.append(fraction))
    silent = progress.part("Rendering", 0.0, 1.0).silent()
    silent.advance(0.5)
    assert told == []
    progress.cancel()
    with pytest.raises(Cancelled):
        silent.check()


def test_who_follows_items_closes_their_maker():
    closed = []

    def items():
        try:
            yield from range(10)
        finally:
            closed.append(True)

    progress = Progress()
    followed = progress.follow(items(), 10, lambda item: 1)
    next(followed)
    progress.cancel()
    with pytest.raises(Cancelled):
        next(followed)
    assert closed == [True]
