"""Who listens to a preview hears of it in order, and nothing once it is over."""

import threading
from types import SimpleNamespace

import pytest
from deck_listener import Listener

from masterdesk.engine.errors import Cancelled
from masterdesk.engine.pipelines.desk.wanted_preview import ESTIMATE_SHARE, WantedPreview
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.types.settings import Settings


@pytest.fixture
def preview():
    return WantedPreview(
        slot=0,
        settings=Settings("a"),
        window=Window(0, 1000),
        listener=Listener(),
        priority=0,
        piece=None,
        lock=threading.RLock(),
    )


def test_the_estimate_is_the_first_part_of_the_way_and_nobody_goes_back(preview):
    preview.to_estimate.advance(0.5)
    preview.to_estimate.advance(1.0)
    preview.advance(0.5)
    preview.advance(0.25)
    preview.to_exact.advance(0.0)
    preview.to_exact.advance(1.0)
    half = ESTIMATE_SHARE + 0.5 * (1.0 - ESTIMATE_SHARE)
    assert preview.listener.fractions == pytest.approx([0.5 * ESTIMATE_SHARE, ESTIMATE_SHARE, half, 1.0])


def test_once_it_is_over_its_tasks_stop_and_nothing_is_heard(preview):
    preview.end()
    preview.advance(0.5)
    for progress in (preview.to_estimate, preview.to_exact):
        with pytest.raises(Cancelled):
            progress.advance(0.5)
    assert not preview.deliver(SimpleNamespace())
    assert not preview.listener.fractions and not preview.listener.audio and preview.heard is None


def test_it_goes_on_unless_it_ends_while_it_is_heard(preview):
    audio = SimpleNamespace()
    assert preview.deliver(audio) and preview.heard is audio
    preview.listener.on_audio = lambda audio: preview.end()
    assert not preview.deliver(SimpleNamespace())
