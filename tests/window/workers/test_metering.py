"""What is heard is measured, by source, and shown while there is somebody to see it."""

import gc
from dataclasses import replace

import numpy as np
import pytest
from window import scenes
from window.stand_ins import LentTrack, slot_audio

from masterdesk.engine.live import integrated_lufs
from masterdesk.engine.pipelines.desk.deck import Window
from masterdesk.engine.types.settings import Settings
from masterdesk.playback.values import TapBlock
from masterdesk.window.workers.heard_source import HeardSource

RATE = 16000


def blocks(key, samples, start_frame=0, frames=533):
    """`samples` (channels, frames) as they become audible."""
    for at in range(0, samples.shape[1], frames):
        yield TapBlock(key, start_frame + at, np.ascontiguousarray(samples[:, at : at + frames]))


def sound(seconds=5.0, level=0.5, channels=2):
    return np.ascontiguousarray(scenes.song(seconds, RATE, 3, level).T[:channels])


@pytest.fixture
def source():
    return HeardSource(RATE)


def take_all(source, key, samples):
    for block in blocks(key, samples):
        source.take([block], 1 / 30)


def test_what_is_heard_is_measured(source):
    samples = sound()
    take_all(source, "original", samples)
    readings = source.frame("original", RATE).readings
    assert readings.integrated_lufs == pytest.approx(integrated_lufs(samples, RATE), abs=0.1)
    frame = source.frame("original", 2 * RATE)
    assert (frame.heard, frame.position_s) == ("original", 2.0)
    assert list(frame.spectra_db) == ["original"]
    assert frame.spectra_db["original"].shape == frame.frequencies_hz.shape


@pytest.mark.parametrize("channels", [1, 2])
def test_mono_and_stereo_are_measured_alike(source, channels):
    source.frame("original", 0)  # the meters are looked at before anything is heard
    samples = sound(channels=channels)
    take_all(source, "original", samples)
    readings = source.frame("original", 0).readings
    assert readings.integrated_lufs == pytest.approx(integrated_lufs(samples, RATE), abs=0.1)
    assert len(readings.peak_dbtp) == channels


def test_each_source_keeps_its_own_readings(source):
    take_all(source, "original", sound(level=0.5))
    first = source.frame("original", 0).readings.integrated_lufs
    take_all(source, "1", sound(level=0.1))
    assert source.frame("1", 0).readings.integrated_lufs < first - 10.0
    assert source.frame("original", 0).readings.integrated_lufs == first


@pytest.mark.parametrize("message", [("reset",), ("playing", True)])
def test_a_reset_and_a_start_forget(source, message):
    take_all(source, "original", sound())
    source.obey(message[0], message[1:])
    assert source.frame("original", 0).readings.integrated_lufs is None


def test_a_pause_forgets_nothing(source):
    take_all(source, "original", sound())
    source.obey("playing", [False])
    assert source.frame("original", 0).readings.integrated_lufs is not None


def test_without_sound_bars_fall_and_readings_stay(source):
    take_all(source, "original", sound())
    before = source.frame("original", 0).readings
    for _ in range(60):
        source.take([], 1 / 30)
    after = source.frame("original", 0).readings
    assert after.peak_dbtp.max() < before.peak_dbtp.max() - 10.0
    assert after.integrated_lufs == before.integrated_lufs


def preview(settings=None, exact=True):
    return slot_audio(0, settings or Settings(profile="a"), Window(2 * RATE, 4 * RATE), RATE, exact)


def test_reduction_and_equalizer_are_those_of_the_very_place(source):
    audio = preview()
    audio.gain_reduction_db[RATE // 64] = -5.0
    source.obey("slot", ["1", audio])
    frame = source.frame("1", 3 * RATE)
    assert frame.gain_reduction_db == -5.0
    assert list(frame.eq_gain_db) == [1.0, 1.0]
    assert list(frame.eq_frequencies_hz) == [100.0, 1000.0]
    assert source.frame("1", 3 * RATE + 64).gain_reduction_db == -2.0
    assert source.frame("1", RATE).gain_reduction_db is None, "before the window there is none"
    assert source.frame("1", 9 * RATE).gain_reduction_db is None
    assert source.frame("original", 3 * RATE).gain_reduction_db is None
    assert source.frame("original", 3 * RATE).eq_gain_db is None


def test_other_settings_begin_anew_and_the_exact_slice_does_not(source):
    source.obey("slot", ["1", preview(exact=False)])
    take_all(source, "1", sound())
    source.obey("slot", ["1", preview()])
    assert source.frame("1", 0).readings.integrated_lufs is not None
    source.obey("slot", ["1", preview(Settings(profile="b"))])
    assert source.frame("1", 0).readings.integrated_lufs is None


def test_options_reach_the_curve(source):
    take_all(source, "original", sound())
    plain = source.frame("original", 0).spectra_db["original"]
    assert source.frame("original", 0).peak_hold_db is None
    source.obey("options", [1 / 3, 0.0, False, True])
    frame = source.frame("original", 0)
    assert frame.peak_hold_db is not None
    assert not np.array_equal(frame.spectra_db["original"], plain)


def test_the_desk_shows_what_the_player_plays(loaded, qtbot):
    samples = sound(2.0)
    loaded.actions.transport.toggle_play()
    loaded.player.blocks = list(blocks("original", samples))
    loaded.player.frame = 3 * RATE
    qtbot.waitUntil(lambda: _shown(loaded, "original"), timeout=10000)
    assert loaded.models.live.frame.position_s == 3.0


def _shown(desk, key):
    frame = desk.models.live.frame
    return frame is not None and frame.heard == key and np.isfinite(frame.readings.peak_dbtp).all()


def test_a_mono_track_is_measured_too(desk, qtbot, tmp_path):
    import soundfile as sf

    path = tmp_path / "mono.wav"
    sf.write(path, sound(8.0, channels=1).T, RATE)
    desk.put_track(path)
    qtbot.waitUntil(lambda: desk.models.live.frame is not None, timeout=10000)
    desk.actions.transport.toggle_play()
    desk.player.blocks = list(blocks("original", sound(2.0, channels=1)))
    qtbot.waitUntil(lambda: _shown(desk, "original"), timeout=10000)
    assert len(desk.models.live.frame.readings.peak_dbtp) == 1


def test_curves_of_other_sources_stand_beside_the_heard_one(loaded, reference_song, qtbot):
    loaded.put_reference(reference_song)
    samples = np.ascontiguousarray(scenes.song(30.0, RATE, 5, 0.4))
    loaded.answer(1, samples=samples)
    loaded.actions.transport.toggle_play()
    loaded.player.blocks = list(blocks("original", sound(2.0)))
    qtbot.waitUntil(lambda: _curves(loaded) == {"original", "2", "reference"}, timeout=15000)


def _curves(desk):
    frame = desk.models.live.frame
    return set() if frame is None else set(frame.spectra_db)


def test_a_slot_that_was_made_anew_gets_its_new_curve(loaded, qtbot):
    """The new audio may lie where the old one lay in memory."""
    spectra = loaded.workers.metering.spectra
    levels = (0.4, 0.04, 0.4, 0.04)
    seen = []
    for level in levels:
        loaded.models.slots[1].clear()
        gc.collect()
        before = spectra.curves().get("2")
        loaded.answer(1, samples=np.ascontiguousarray(scenes.song(30.0, RATE, 5, level)))
        spectra._timer.start()
        qtbot.waitUntil(
            lambda before=before: "2" in spectra.curves() and spectra.curves()["2"] is not before, timeout=10000
        )
        seen.append(float(np.max(spectra.curves()["2"])))
    assert seen[0] == pytest.approx(seen[2]) and seen[1] == pytest.approx(seen[3])
    assert seen[0] - seen[1] == pytest.approx(20.0, abs=0.5)


def test_without_a_track_nothing_is_shown(loaded, qtbot):
    qtbot.waitUntil(lambda: loaded.models.live.frame is not None, timeout=10000)
    loaded.models.track.clear()
    assert loaded.models.live.frame is None
    qtbot.wait(100)
    assert loaded.models.live.frame is None


def test_what_was_measured_before_the_track_went_is_not_shown_after_it(loaded, qtbot):
    """It comes late, and from a thread that is no more: nobody sends it."""
    metering, live = loaded.workers.metering, loaded.models.live
    qtbot.waitUntil(lambda: live.frame is not None, timeout=10000)
    late = live.frame
    loaded.models.track.clear()
    metering._take(late)
    assert live.frame is None


def test_a_reset_by_command_reaches_the_meters(loaded, qtbot):
    loaded.actions.view.meters_reset.connect(loaded.workers.metering.reset)
    loaded.actions.transport.toggle_play()
    loaded.player.blocks = list(blocks("original", sound(3.0)))
    live = loaded.models.live
    qtbot.waitUntil(lambda: live.frame is not None and live.frame.readings.integrated_lufs is not None, timeout=10000)
    loaded.actions.commands["reset_meters"].trigger()
    qtbot.waitUntil(lambda: live.frame.readings.integrated_lufs is None, timeout=10000)


def test_another_track_gets_other_meters(loaded, reference_song, qtbot):
    first = loaded.workers.metering._loop
    loaded.models.track.start(reference_song)
    loaded.models.track.ready(LentTrack(scenes.desk_track(reference_song)))
    assert loaded.workers.metering._loop is not first
    assert first.isFinished()


@pytest.mark.parametrize("shape", [(0, 5), (4, 0), (0, 0)])
def test_without_an_equalizer_there_is_no_gain(source, shape):
    settings, window = Settings(profile=None), Window(0, 5 * RATE)
    frequencies_hz, gain_db = np.zeros(shape[0]), np.zeros(shape)
    audio = replace(slot_audio(0, settings, window, RATE), eq_frequencies_hz=frequencies_hz, eq_gain_db=gain_db)
    source.obey("slot", ["1", audio])
    take_all(source, "1", sound(1.0))
    frame = source.frame("1", RATE // 2)
    assert frame.eq_gain_db is None and frame.eq_frequencies_hz is None
