"""What is heard when: notes in shared memory, and the audio cut out by them."""

import time

import numpy as np
import pytest
from playback.mixing import RATE, noise

from masterdesk.playback import tap as tap_module
from masterdesk.playback.ledger import LEDGER_BYTES, RECORDS, Ledger
from masterdesk.playback.service.clock import StreamClock
from masterdesk.playback.tap import Tap
from masterdesk.playback.values import Clip


@pytest.fixture
def ledger():
    return Ledger(bytearray(LEDGER_BYTES), RATE)


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand."""

    class Clock:
        now = 100.0

        def perf_counter(self):
            return self.now

    hand = Clock()
    monkeypatch.setattr(tap_module, "time", hand)
    return hand


def play(ledger, frames, block=1000, serial=1, start_s=100.0, position=0):
    """Notes as a mixer makes them."""
    for at in range(0, frames, block):
        ledger.begin_block(start_s + at / RATE)
        ledger.note(0, min(block, frames - at), serial, position + at, 0)


def test_heard_is_what_covers_the_moment(ledger):
    assert ledger.heard(100.0) is None
    play(ledger, 10 * 1000)
    assert ledger.heard(99.9).position == 0, "what comes first"
    assert ledger.heard(100 + 4500 / RATE).position == 4000
    assert ledger.heard(100 + 10500 / RATE).position == 9000, "what was just heard"
    assert ledger.heard(101.0) is None


def test_cut_takes_back_what_was_not_heard(ledger):
    play(ledger, 10 * 1000)
    ledger.cut(100 + 4500 / RATE)
    assert ledger.heard(100 + 8500 / RATE).position == 4000
    assert ledger.read(4).frames in (499, 500)
    assert ledger.read(5) is None


def test_old_notes_are_overwritten_and_not_misread(ledger):
    play(ledger, (RECORDS + 10) * 10, block=10)
    assert ledger.read(5) is None
    assert ledger.read(RECORDS).position == RECORDS * 10


def test_tap_gives_every_frame_once(ledger, clock):
    clip = Clip(noise(3), 500)
    tap = Tap(ledger)
    tap.know(1, "2", clip)
    play(ledger, 80_000)
    pieces = []
    for step in range(1, 70):
        clock.now = 100 + step / 37
        pieces += tap.read()
    assert {piece.key for piece in pieces} == {"2"}
    whole = np.concatenate([piece.samples for piece in pieces], axis=1)
    assert whole.shape == (2, 80_000)
    assert not whole[:, :500].any()
    assert np.array_equal(whole[:, 500:], clip.samples[:79_500].T)
    assert [p.start_frame for p in pieces] == list(np.cumsum([0] + [p.samples.shape[1] for p in pieces])[:-1])


def test_tap_joins_blocks_and_parts_keys(ledger, clock):
    tap = Tap(ledger)
    tap.know(1, "original", Clip(noise(1)))
    tap.know(2, "1", Clip(noise(1)[:, :1]))
    play(ledger, 5000)
    play(ledger, 5000, serial=2, start_s=100 + 5000 / RATE, position=5000)
    clock.now = 102.0
    first, second = tap.read()
    assert (first.key, first.samples.shape, second.key, second.samples.shape) == ("original", (2, 5000), "1", (1, 5000))
    assert tap.read() == []


def test_tap_is_bounded_where_nobody_reads(ledger, clock):
    tap = Tap(ledger)
    tap.know(1, "original", Clip(noise(20)))
    play(ledger, 20 * RATE)
    clock.now = 119.0
    frames = sum(block.samples.shape[1] for block in tap.read())
    assert 3.9 * RATE < frames < 4.1 * RATE
    clock.now = 119.5
    assert sum(block.samples.shape[1] for block in tap.read()) == pytest.approx(RATE / 2, abs=2)


def test_stream_clock_smooths_jitter_and_follows_a_gap():
    clock, random = StreamClock(RATE), np.random.default_rng(0)
    jumps, errors = [], []
    for number in range(400):
        gap = 0.25 if number >= 200 else 0.0
        now = 50.0 + number * 1024 / RATE + gap
        jumps.append(clock.advance(now, 0.2 + random.uniform(-0.005, 0.005), 1024))
        errors.append(clock.time_of(number * 1024, RATE) - now - 0.2)
    assert [number for number, jump in enumerate(jumps) if jump] == [200]
    assert jumps[200] == pytest.approx(0.25, abs=0.01)
    assert np.abs(errors[100:200]).max() < 0.002


def test_status_is_quick_enough_for_every_frame(ledger):
    play(ledger, 10_000, start_s=time.perf_counter())
    began = time.process_time()
    for _ in range(100):
        ledger.heard(time.perf_counter())
    assert time.process_time() - began < 0.1


def test_a_clip_that_stays_is_known_however_often_others_are_replaced(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("masterdesk.playback.tap.time.perf_counter", lambda: now[0])
    tap = Tap(Ledger.__new__(Ledger))
    clips = [Clip(np.zeros((4, 2), dtype=np.float32)) for _ in range(60)]
    tap.know(0, "original", clips[0])
    for serial, clip in enumerate(clips[1:], start=1):
        now[0] += 0.5
        tap.know(serial, "1", clip)
    assert 0 in tap._clips
    assert 59 in tap._clips
    assert len(tap._clips) < 12  # the others can no longer be heard
