"""The deck: estimates first, exact slices of the master after, and nothing learnt twice."""

import errno
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from deck_listener import ask, load, rms_db
from scipy.signal import lfilter
from shared_data import track

from masterdesk.engine.errors import SettingsError
from masterdesk.engine.pipelines.desk.deck import Deck
from masterdesk.engine.pipelines.master import master
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.request import MasterRequest
from masterdesk.engine.types.settings import Selection, Settings

RATE = 44100
NULL_DB = -140.0


@pytest.fixture(scope="module")
def song(tmp_path_factory):
    """A minute of warm noise that changes its level every second, in stereo."""
    rng = np.random.default_rng(7)
    levels = np.repeat(10.0 ** (rng.uniform(-36.0, -12.0, 60) / 20.0), RATE)[:, np.newaxis]
    path = tmp_path_factory.mktemp("song") / "song.wav"
    noise = lfilter([0.3], [1.0, -0.9], rng.standard_normal((60 * RATE, 2)), axis=0)
    soundfile.write(path, (noise * levels).clip(-1, 1), RATE, subtype="FLOAT")
    return path


@pytest.fixture(scope="module")
def desk_track(song):
    with load(song) as loaded:
        yield loaded


def null_db(audio, path, settings, folder):
    """Level in dBFS of an exact preview minus the same frames of the written master."""
    delivery = DeliveryRequest(container="wav", bit_depth="32f", overwrite=True)
    master(MasterRequest(path, folder / "master.wav", settings, delivery))
    start, frames = audio.window.start_frame, audio.window.frames
    written, _ = soundfile.read(folder / "master.wav", dtype="float32", start=start, frames=frames, always_2d=True)
    return rms_db(audio.samples - written)


@pytest.mark.parametrize(
    "settings",
    [
        Settings("b", stereo_image=True),
        Settings("d", 60.0, loudness_lufs=-8.0),
        Settings(None, loudness_lufs=-20.0),
        Settings(None, loudness_lufs=None, ceiling_dbtp=0.0),
    ],
)
@pytest.mark.parametrize("start_s", [0.0, 12.345, 40.0])
def test_the_exact_preview_is_a_slice_of_the_master(deck, song, settings, start_s, tmp_path):
    audio = ask(deck, 0, settings, start_s, 20.0).exact()
    assert audio.samples.shape == (20 * RATE, 2)
    assert audio.samples.dtype == np.float32
    assert not audio.samples.flags.writeable
    assert null_db(audio, song, settings, tmp_path) <= NULL_DB


@pytest.mark.music
@pytest.mark.parametrize("name", ["orchestral/battle.ogg", "premaster/war.wav", "mono/minstrels_mono.wav"])
def test_on_music_the_exact_preview_is_a_slice_of_the_master(name, workers, tmp_path):
    with load(track(name)) as loaded:
        deck = Deck(loaded, workers)
        settings = Settings("a", loudness_lufs=-10.0, stereo_image=True)
        listener = ask(deck, 0, settings)
        exact, estimate = listener.exact(), listener.first()
        deck.close()
    assert not estimate.exact
    assert abs(estimate.drive_db - exact.drive_db) <= 0.5
    assert null_db(exact, track(name), settings, tmp_path) <= NULL_DB


def test_first_an_estimate_then_the_exact_answer_with_progress(deck):
    listener = ask(deck, 1, Settings("a", loudness_lufs=-16.0))
    exact = listener.exact()
    assert [audio.exact for audio in listener.audio] == [False, True]
    assert listener.fractions == sorted(listener.fractions)
    estimate = listener.first()
    assert estimate.drive_db == pytest.approx(exact.drive_db, abs=0.5)
    assert exact.slot == 1
    assert exact.loudness.integrated_lufs == pytest.approx(-16.0, abs=0.02)
    assert estimate.loudness.range_lu == pytest.approx(exact.loudness.range_lu, abs=2.0)


def test_what_was_learnt_makes_loudness_ceiling_and_window_exact_at_once(deck):
    ask(deck, 0, Settings("c", loudness_lufs=-20.0), 5.0, 10.0).exact()
    for settings, start_s in [
        (Settings("c", loudness_lufs=-18.0), 5.0),
        (Settings("c", loudness_lufs=-20.0, ceiling_dbtp=-2.0), 5.0),
        (Settings("c", loudness_lufs=-20.0), 30.0),
    ]:
        listener = ask(deck, 3, settings, start_s, 10.0)
        assert listener.exact() is listener.first()


def test_readings_belong_to_the_window(deck):
    settings = Settings("b", loudness_lufs=-8.0)
    audio = ask(deck, 0, settings, 10.0, 15.0).exact()
    hops = -(-audio.window.frames // audio.reduction_hop_frames)
    assert audio.gain_reduction_db.shape == (hops,)
    assert audio.gain_reduction_db.max() <= 0.0
    assert audio.gain_reduction_db.min() < -1.0
    assert audio.eq_gain_db.shape == (audio.eq_frequencies_hz.size, -(-audio.window.frames // audio.eq_hop_frames))
    assert np.abs(audio.eq_gain_db).max() > 0.1
    assert np.abs(audio.samples).max() <= 10 ** (-1 / 20)
    assert audio.loudness.true_peak_dbtp <= -1.0
    quiet = ask(deck, 1, Settings("b", loudness_lufs=-30.0), 10.0, 15.0).exact()
    assert not quiet.gain_reduction_db.any()
    assert quiet.window_lufs < audio.window_lufs - 10.0


def test_a_target_out_of_reach_is_told(deck):
    audio = ask(deck, 0, Settings("a", loudness_lufs=-5.0), 0.0, 5.0).exact()
    assert [warning.code for warning in audio.warnings] == ["target_not_reached"]
    assert audio.loudness.integrated_lufs < -5.1


def test_a_newer_job_of_a_slot_silences_the_older_one(deck):
    older = ask(deck, 2, Settings("e"))
    newer = ask(deck, 2, Settings("f"))
    assert newer.exact().settings == Settings("f")
    assert all(audio.exact is False for audio in older.audio)  # it may have been heard before
    assert not older.errors


def test_after_cancel_nothing_more_is_heard(deck):
    listener = ask(deck, 2, Settings("g"))
    listener.first()
    deck.cancel(2)
    heard = len(listener.audio)
    time.sleep(1.0)
    assert len(listener.audio) == heard


def test_slots_that_differ_in_loudness_only_share_one_pass(deck, workers, monkeypatch):
    from masterdesk.engine.pipelines.desk import slot_tasks as module

    passes = []
    monkeypatch.setattr(
        workers,
        "submit",
        lambda function, *args, submit=workers.submit, **more: (
            passes.append(function) or submit(function, *args, **more)
        ),
    )
    listeners = [ask(deck, slot, Settings("h", loudness_lufs=-22.0 + slot), 20.0, 8.0) for slot in range(5)]
    for listener in listeners:
        listener.exact()
    assert passes.count(module.study_slot) == 1


@pytest.mark.parametrize(
    ("settings", "start_s"),
    [(Settings("a"), 55.0), (Settings("a"), -1.0), (Settings("a", selection=Selection(1, 2)), 0.0)],
)
def test_what_cannot_be_previewed_is_refused(deck, settings, start_s):
    listener = ask(deck, 0, settings, start_s, 10.0)
    with pytest.raises(AssertionError):
        listener.first()
    assert isinstance(listener.errors[0], SettingsError)


def test_close_leaves_nothing_on_the_disk(desk_track, workers):
    deck = Deck(desk_track, workers)
    folder = Path(deck.folder)
    ask(deck, 0, Settings("i")).first()
    deck.close()
    until = time.monotonic() + 10.0
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not folder.exists()
    ask(deck, 0, Settings("i"))  # asks in vain, and quietly


def test_kept_audio_that_is_cut_short_fails_once(deck):
    ask(deck, 0, Settings("c", loudness_lufs=-20.0), 5.0, 10.0).exact()
    (audio,) = deck.folder.glob("*.audio")
    with audio.open("r+b") as file:
        file.truncate(8 * 10 * RATE)
    lost = ask(deck, 0, Settings("c", loudness_lufs=-18.0), 5.0, 10.0)
    with pytest.raises(AssertionError):
        lost.exact()
    assert len(lost.errors) == 1
    assert ask(deck, 0, Settings("c", loudness_lufs=-18.0), 5.0, 10.0).exact().exact


def test_a_desk_that_cannot_be_written_down_is_reported_and_tried_again(desk_track, workers, monkeypatch):
    def full(source, path):
        raise OSError(errno.ENOSPC, "No space left on device")

    deck = Deck(desk_track, workers)
    with monkeypatch.context() as patch:
        patch.setattr("masterdesk.engine.pipelines.desk.deck.store", full)
        listener = ask(deck, 0, Settings("i"))
        with pytest.raises(AssertionError):
            listener.first()
    again = ask(deck, 0, Settings("i")).first()
    deck.close()
    assert again.settings == Settings("i"), "there is room now"
    assert "No space left" in listener.errors[0].what and listener.errors[0].remedy
