"""All sources are heard equally loud, by measurement."""

import numpy as np
import pytest
from window import scenes

from masterdesk.engine.errors import InputError
from masterdesk.engine.live import integrated_lufs
from masterdesk.window.models.desk_state import SOURCE_KEYS
from masterdesk.window.workers import loudness_match

RATE = 16000
MEASURE = "masterdesk.engine.live.clip_loudness.integrated_lufs"


def settled(desk, qtbot, ready):
    qtbot.waitUntil(lambda: ready(desk.player.gains_db), timeout=10000)
    return desk.player.gains_db


def heard_lufs(desk, key):
    """Loudness of what the player would play of a source in the window, with its gain."""
    clip, start = desk.player.clips[key], round(desk.state.window_start_s * RATE)
    part = clip.samples[start - clip.start_frame :][: 30 * RATE]
    return integrated_lufs(part.T * np.float32(10 ** (desk.player.gains_db[key] / 20)), RATE)


def noise(level, seed):
    return scenes.song(30.0, RATE, seed, level)


def test_with_the_gains_every_source_measures_the_same(loaded, reference_song, qtbot):
    loaded.put_reference(reference_song)
    for slot, level in enumerate((0.3, 0.9, 0.6, 1.2, 0.2)):
        samples = noise(level, slot)
        loaded.answer(slot, samples=samples, window_lufs=integrated_lufs(samples.T, RATE))
    settled(loaded, qtbot, lambda gains: gains.get("reference", 0.0) != 0.0)
    loudness = {key: heard_lufs(loaded, key) for key in SOURCE_KEYS}
    assert max(loudness.values()) - min(loudness.values()) < 0.05
    assert max(loaded.player.gains_db.values()) == 0.0, "nothing is raised, so nothing clips"


def test_another_window_is_measured_anew(loaded, qtbot):
    loaded.answer(0, window_lufs=-10.0)
    before = settled(loaded, qtbot, lambda gains: gains["original"] != gains["1"])["1"]
    loaded.actions.window.jump("quietest")
    loaded.answer(0, window_lufs=-10.0)
    after = settled(loaded, qtbot, lambda gains: abs(gains["1"] - before) > 1.0)["1"]
    track = loaded.models.track.track
    start = round(loaded.state.window_start_s * RATE)
    original = integrated_lufs(track.samples()[start : start + 30 * RATE].T, RATE)
    assert after == pytest.approx(original + 10.0, abs=0.01)


def test_switched_off_every_source_is_as_it_is(loaded, qtbot):
    loaded.answer(0, window_lufs=-10.0)
    settled(loaded, qtbot, lambda gains: gains["1"] != 0.0)
    loaded.actions.listening.set_match_loudness(False)
    assert set(loaded.player.gains_db.values()) == {0.0}
    loaded.actions.listening.set_match_loudness(True)
    assert loaded.player.gains_db["1"] != 0.0


def test_what_cannot_be_measured_is_played_as_it_is(loaded, qtbot, monkeypatch):
    loaded.answer(0, window_lufs=-60.0)
    settled(loaded, qtbot, lambda gains: gains["original"] < -10.0)

    def fail(samples, rate):
        raise InputError("the file is gone", "open it again")

    monkeypatch.setattr(MEASURE, fail)
    loaded.actions.window.move(20.0)
    settled(loaded, qtbot, lambda gains: gains["original"] == 0.0)


def test_silence_has_no_say(loaded, qtbot):
    loaded.answer(0, window_lufs=-10.0)
    settled(loaded, qtbot, lambda gains: gains["1"] != 0.0)
    gain_db = loaded.player.gains_db["1"]
    loaded.answer(3, window_lufs=None)
    assert loaded.player.gains_db["1"] == gain_db
    assert loaded.player.gains_db["4"] == 0.0


def test_what_is_all_but_silent_does_not_silence_the_rest(loaded, qtbot):
    loaded.answer(0, window_lufs=-68.0)
    settled(loaded, qtbot, lambda gains: gains["original"] != 0.0)
    assert loaded.player.gains_db["original"] == -loudness_match.MAX_CUT_DB


def measured_once(loaded, qtbot):
    """The worker, which has measured the track and is at rest."""
    match = loaded.workers.sound._match
    qtbot.waitUntil(lambda: "original" in match.window_lufs() and match._task is None, timeout=10000)
    return match


def test_only_what_is_new_is_measured(loaded, reference_song, qtbot, monkeypatch):
    """A reference tells much while it is read, and each time something of it may be new."""
    match, measured = measured_once(loaded, qtbot), []
    monkeypatch.setattr(MEASURE, lambda samples, rate: measured.append(samples) or -20.0 - len(measured))

    def run():
        match.run()
        qtbot.waitUntil(lambda: match._task is None, timeout=10000)
        return len(measured)

    assert run() == 0
    loaded.put_reference(reference_song)
    assert run() == 1
    loaded.models.reference.named("Slow Tide", "Somebody")
    assert run() == 1
    assert match.window_lufs()["reference"] == -21.0
    loaded.actions.window.move(20.0)
    assert run() == 2
    assert (match.window_lufs()["original"], match.window_lufs()["reference"]) == (-22.0, -21.0)


def test_measuring_does_not_stop_the_window(loaded, qtbot, monkeypatch):
    """A window that is dragged while another is measured waits for its turn; the user does not."""
    import threading
    import time

    began, go_on = threading.Event(), threading.Event()

    def slow(samples, rate):
        began.set()
        go_on.wait(5.0)
        return -20.0

    match = measured_once(loaded, qtbot)
    monkeypatch.setattr(MEASURE, slow)
    loaded.actions.window.move(20.0)
    match.run()
    assert began.wait(5.0)
    started = time.monotonic()
    match.run()
    took_s = time.monotonic() - started
    go_on.set()
    assert took_s < 0.05
    qtbot.waitUntil(lambda: match.window_lufs().get("original") == -20.0, timeout=5000)
