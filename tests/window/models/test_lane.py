"""What is known about a file, from its first block on."""

from pathlib import Path

import pytest

from masterdesk.window.models.lane import LaneModel, LaneStatus


@pytest.fixture
def lane(qapp):
    return LaneModel()


def test_another_file_takes_the_place_of_the_one_before_in_one_step(lane):
    lane.start(Path("old.wav"))
    lane.named("Old", "Somebody")
    lane.fail("broken: take another")
    seen = []
    lane.changed.connect(lambda: seen.append((lane.status, lane.path, lane.tagged_title, lane.problem)))
    lane.start(Path("new.wav"))
    assert seen == [(LaneStatus.READING, Path("new.wav"), "", "")]


def test_nothing_is_left_of_a_file_that_was_cleared(lane):
    lane.start(Path("old.wav"))
    lane.progress(0.5)
    lane.clear()
    assert (lane.status, lane.path, lane.fraction, lane.title) == (LaneStatus.EMPTY, None, 0.0, "")
