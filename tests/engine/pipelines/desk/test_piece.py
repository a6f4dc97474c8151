"""A listener hears the next seconds first: near the estimate, set into what was there, no louder than it is said."""

import numpy as np
import pytest
from deck_listener import ask, load, rms_db
from shared_data import track

from masterdesk.engine.pipelines.desk.piece import Ground, piece_of, spliced
from masterdesk.engine.pipelines.desk.window_loudness import samples_lufs
from masterdesk.engine.pipelines.takes.parts import Window
from masterdesk.engine.types.settings import Settings

RATE = 44100

pytestmark = pytest.mark.music


@pytest.fixture(scope="module")
def desk_track():
    with load(track("premaster/war.wav")) as loaded:
        yield loaded


def in_piece(audio, margin_s=0.05):
    """The samples of an answer's piece without its fades."""
    margin, piece = round(margin_s * RATE), audio.piece
    start = piece.start_frame - audio.window.start_frame
    return slice(start + margin, start + piece.frames - margin)


@pytest.mark.parametrize("heard_s", [20.0, 31.7, 49.5])
@pytest.mark.parametrize("letter", ["a", "h", None])
def test_the_piece_is_what_the_estimate_has_there(deck, heard_s, letter):
    listener = ask(deck, 0, Settings(letter, stereo_image=True), heard_s=heard_s)
    exact = listener.exact()
    piece, estimate = listener.audio[:2]
    assert [audio.exact for audio in listener.audio] == [False, False, True][-len(listener.audio) :]
    assert piece.piece.start_frame <= heard_s * RATE < piece.piece.stop_frame
    assert estimate.piece is None and exact.piece is None
    place = in_piece(piece)
    change = 10.0 ** ((estimate.drive_db - piece.drive_db) / 20.0)
    error_db = rms_db(piece.samples[place] * change - estimate.samples[place]) - rms_db(estimate.samples[place])
    assert error_db < -25.0
    assert abs(piece.drive_db - estimate.drive_db) < 1.5
    assert piece.samples.shape == estimate.samples.shape and not piece.samples.flags.writeable


def test_around_the_piece_is_what_the_slot_had_before(deck):
    before = ask(deck, 0, Settings("a", 40.0)).exact()
    piece = ask(deck, 0, Settings("a", 100.0), heard_s=30.0).first()
    outside = np.ones(len(piece.samples), dtype=bool)
    start = piece.piece.start_frame - piece.window.start_frame
    outside[start : start + piece.piece.frames] = False
    assert np.array_equal(piece.samples[outside], before.samples[outside])
    assert not np.array_equal(piece.samples[~outside], before.samples[~outside])


@pytest.mark.parametrize("has_former", [True, False])
def test_its_loudness_differs_from_the_estimates_as_its_drive_does(deck, has_former):
    if has_former:
        ask(deck, 0, Settings("i", 30.0)).exact()
    listener = ask(deck, 0, Settings("d", 90.0), heard_s=30.0)
    listener.exact()
    piece, estimate = listener.audio[:2]
    assert piece.window_lufs - estimate.window_lufs == pytest.approx(piece.drive_db - estimate.drive_db, abs=0.8)


def test_what_is_exact_at_once_needs_no_piece(deck):
    settings = Settings("b", loudness_lufs=-18.0)
    ask(deck, 0, settings).exact()
    listener = ask(deck, 0, settings, start_s=25.0, heard_s=30.0)
    assert listener.exact() is listener.first()


def test_a_new_loudness_is_heard_first_and_then_exact(deck):
    ask(deck, 0, Settings("b", loudness_lufs=-18.0)).exact()
    listener = ask(deck, 0, Settings("b", loudness_lufs=-20.0), heard_s=30.0)
    exact = listener.exact()
    assert [audio.piece is None for audio in listener.audio] == [False, True]
    assert listener.first().drive_db == pytest.approx(exact.drive_db, abs=1.0)


@pytest.mark.parametrize("heard_s", [None, 19.9, 50.1])
def test_without_a_listener_in_the_window_there_is_no_piece(heard_s):
    window = Window(20 * RATE, 30 * RATE)
    assert piece_of(window, None if heard_s is None else round(heard_s * RATE), RATE) is None


def test_a_short_window_is_rendered_at_once():
    assert piece_of(Window(0, 5 * RATE), RATE, RATE) is None


def test_a_piece_fades_in_and_out_and_stops_at_the_ends():
    ground = Ground(np.zeros((1000, 1), dtype=np.float32), -20.0, -25.0)
    samples, lufs = spliced(ground, np.ones((400, 1), dtype=np.float32), -22.0, slice(100, 500), 10_000)
    assert lufs == pytest.approx(-17.0)
    assert not samples[:100].any() and not samples[500:].any()
    assert (samples[200:400] == 1.0).all() and np.abs(np.diff(samples[:, 0])).max() < 0.02
    samples, _ = spliced(ground, np.ones((400, 1), dtype=np.float32), -22.0, slice(0, 400), 10_000)
    assert (samples[:300] == 1.0).all()


def test_silence_has_no_loudness_and_leaves_the_windows_as_it_was(desk_track):
    silence = np.zeros((4 * RATE, 2), dtype=np.float32)
    assert samples_lufs(silence, desk_track.analysis.format) is None
    ground = Ground(np.ones((8 * RATE, 2), dtype=np.float32), -20.0, -21.0)
    assert spliced(ground, silence, None, slice(RATE, 5 * RATE), RATE)[1] == -20.0
