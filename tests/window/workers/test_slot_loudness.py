"""The loudness of a slot over its window is measured when its audio arrives."""

import gc

import numpy as np
import pytest
from window import scenes

from masterdesk.engine.live import integrated_lufs

RATE = 16000


@pytest.fixture
def measured(monkeypatch):
    """How many frames were measured, clip by clip."""
    from masterdesk.engine import live

    frames, plain = [], live.loudness_series

    def noted(samples, *arguments, **options):
        frames.append(samples.shape[1])
        return plain(samples, *arguments, **options)

    monkeypatch.setattr(live, "loudness_series", noted)
    return frames


def noise(level, seed=1):
    return scenes.song(30.0, RATE, seed, level)


def test_every_slot_is_measured_over_its_window_without_being_heard(loaded, qtbot):
    levels = (0.3, 0.9, 0.6, 1.0, 0.2)
    for slot, level in enumerate(levels):
        loaded.answer(slot, samples=noise(level))
    slots = loaded.models.slots
    qtbot.waitUntil(lambda: all(slot.loudness is not None for slot in slots), timeout=10000)
    for slot, level in zip(slots, levels, strict=True):
        series = slot.loudness
        assert (series.times_s[0], series.times_s[-1]) == pytest.approx((45.1, 75.0))
        assert np.isfinite(series.short_term_lufs[20:]).all(), "the music begins softly"
        loudest = series.momentary_lufs.max()
        assert loudest >= integrated_lufs(noise(level).T, RATE)


def test_only_what_is_new_is_measured(loaded, qtbot, measured):
    loaded.answer_all()
    slots = loaded.models.slots
    qtbot.waitUntil(lambda: all(slot.loudness is not None for slot in slots), timeout=10000)
    assert len(measured) == 5
    before = [slot.loudness for slot in slots]
    loaded.answer(2, samples=noise(0.5))
    qtbot.waitUntil(lambda: slots[2].loudness is not before[2], timeout=10000)
    assert len(measured) == 6
    assert all(slots[other].loudness is before[other] for other in (0, 1, 3, 4))


def test_a_slot_without_audio_has_no_loudness(loaded, qtbot):
    loaded.answer(0)
    slot = loaded.models.slots[0]
    qtbot.waitUntil(lambda: slot.loudness is not None, timeout=10000)
    slot.fail("no")
    assert slot.loudness is None


def test_what_could_not_be_measured_is_not_known(loaded, qtbot, monkeypatch):
    loaded.answer(0)
    slot = loaded.models.slots[0]
    qtbot.waitUntil(lambda: slot.loudness is not None, timeout=10000)

    def fail(*arguments, **options):
        from masterdesk.engine.errors import InputError

        raise InputError("the file is gone", "open it again")

    monkeypatch.setattr("masterdesk.engine.live.loudness_series", fail)
    loaded.answer(0)
    qtbot.waitUntil(lambda: slot.loudness is None, timeout=10000)
    gc.collect()
