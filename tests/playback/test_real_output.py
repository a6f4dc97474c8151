"""Played through PortAudio into PulseAudio and recorded there: what is really heard."""

import multiprocessing
import os
import signal
import time

import numpy as np
import pytest
from playback.mixing import RATE, click_db, positions, ramp, sine, stereo
from shared_data import track

from masterdesk.playback.mix.fades import LOOP_S, START_S, SWITCH_S, fade_frames
from masterdesk.playback.player import Clip
from masterdesk.playback.values import LONG_LATENCY_S

#: What sounds in real time is not tested by two at a time.
pytestmark = pytest.mark.xdist_group("sound card")

START, SWITCH, LOOP = (fade_frames(seconds, RATE) for seconds in (START_S, SWITCH_S, LOOP_S))


def heard(player):
    """Whether frames have become audible."""
    return bool(player.tap.read())


@pytest.fixture
def playing(pulse, make_player, wait_until):
    """Plays clips and records; returns player and recording once the first frame is heard.

    The stream is opened in silence before: what a monitor records of the first
    hundredths of a second of a new stream is not what the sink plays. It holds
    much, so that the tests do not depend on how busy the machine is.
    """

    def start(clips, seek=0, loop=None):
        player, recording = make_player(RATE, None, LONG_LATENCY_S), pulse.record()
        for key, samples in clips.items():
            player.set_clip(key, Clip(samples))
        player.play()
        wait_until(lambda: player.status().frame > RATE)
        player.pause()
        time.sleep(0.5)
        player.select(next(iter(clips)))
        player.seek(seek)
        player.set_loop(loop)
        player.play()
        wait_until(lambda: heard(player))
        return player, recording

    return start


def test_no_frame_is_lost_or_repeated(playing):
    # A machine may be too busy for ten seconds in a row, and then parts are missing; but not each time.
    assert any(every_frame_is_heard(playing) for _ in range(3))


def every_frame_is_heard(playing):
    """Whether none is missing; fails where any is heard twice or in a wrong place."""
    player, recording = playing({"original": ramp(60 * RATE)}, seek=1000)
    time.sleep(10)
    player.pause()
    time.sleep(0.4)
    out = positions(recording.stop())[START : START + 9 * RATE]
    sounding = out[out > 0]
    assert np.all(np.diff(sounding) >= 1), "a frame is heard twice, or before its turn"
    is_whole = np.array_equal(out, np.arange(1000 + START, 1000 + START + 9 * RATE))
    return is_whole and player.status().underruns == 0


def test_switches_stay_in_place(playing):
    clips = {"original": ramp(60 * RATE), "1": -ramp(60 * RATE), "2": ramp(60 * RATE) * 2}
    player, recording = playing(clips, seek=1000)
    for key in ("1", "2", "original", "2", "1") * 3:
        time.sleep(0.15)
        player.select(key)
    time.sleep(0.5)
    out = recording.stop()[:, 0].astype(np.float64) * 2**24
    place = 1000 + np.arange(len(out))
    inside = np.zeros(len(out), bool)
    for factor in (1, -1, 2):
        inside |= out == factor * place
    fading = np.flatnonzero(~inside[START:])
    assert len(fading) <= 15 * SWITCH, "outside of 15 crossfades every frame is where it belongs"
    assert sum(np.diff(fading) > SWITCH) + 1 >= 10, "on a busy machine two wishes may come as one"


def test_loop_wraps_to_the_sample(playing):
    start, stop = 20_000, 50_001
    player, recording = playing({"original": ramp(60 * RATE)}, seek=30_000, loop=(start, stop))
    time.sleep(3.0)
    player.pause()
    time.sleep(0.4)
    out = positions(recording.stop())
    place = start + (np.arange(len(out)) + 30_000 - start) % (stop - start)
    clear = (place < stop - LOOP) & (np.arange(len(out)) > START) & (np.arange(len(out)) < 3 * RATE)
    assert clear.sum() > 2.8 * RATE
    assert np.array_equal(out[clear], place[clear])


def test_switch_between_tones_and_back_does_not_click(playing):
    player, recording = playing({"original": sine(440, 20), "1": sine(440, 20, phase=2.0), "2": sine(700, 20)})
    for key in ("1", "2", "original") * 2:
        time.sleep(0.3)
        player.select(key)
    time.sleep(0.5)
    out = recording.stop()[START : 2 * RATE, 0].astype(float)
    bend = 0.5 * (2 * np.pi * 700 / RATE) ** 2
    assert np.abs(np.diff(out, 2)).max() < 1.5 * bend


@pytest.mark.music
def test_switch_and_replacement_on_music_do_not_click(playing):
    soundfile = pytest.importorskip("soundfile")
    music = soundfile.read(
        track("orchestral/battle.ogg"), dtype="float32", always_2d=True, start=60 * RATE, stop=80 * RATE
    )[0]
    darker = np.apply_along_axis(lambda side: np.convolve(side, np.hanning(5) / np.hanning(5).sum(), "same"), 0, music)
    clips = {"original": music, "1": darker.astype(np.float32)}
    player, recording = playing(clips)
    time.sleep(1)
    player.select("1")
    time.sleep(1)
    player.set_clip("1", Clip((0.8 * music).astype(np.float32)))
    time.sleep(1.5)
    out = recording.stop()[: 3 * RATE]
    place = np.arange(len(out))
    away = np.abs(out - music[place]).max(axis=1)
    first = int(np.argmax(away[START:] > 1e-6)) + START
    assert click_db(out, first + SWITCH // 2) < 3
    level = (out[:, 0] * music[place, 0]).cumsum()
    assert level[-1] > 0 and np.allclose(out[-RATE // 4 :], 0.8 * music[place][-RATE // 4 :], atol=1e-6)


def test_fades_at_start_pause_and_close(playing):
    player, recording = playing({"original": stereo(np.ones(20 * RATE))})
    time.sleep(0.5)
    player.pause()
    time.sleep(0.6)
    player.play()
    time.sleep(0.8)
    player.close()
    out = recording.stop()[:, 0]
    assert np.abs(np.diff(np.append(out, 0.0))).max() < 1.2 * np.pi / 2 / START
    assert out.max() == 1.0


def test_position_and_tap_follow_what_is_heard(playing):
    player, recording = playing({"original": ramp(60 * RATE)})
    frames, blocks, began = [], [], time.perf_counter()
    while time.perf_counter() - began < 3:
        time.sleep(0.03)
        frames.append((time.perf_counter(), player.status().frame))
        blocks += player.tap.read()
    times, places = np.array(frames).T
    steady = times > times[0] + 0.5
    slope, offset = np.polyfit(times[steady], places[steady], 1)
    assert abs(slope / RATE - 1) < 0.01
    # A busy machine may look at the clock and be put off before it looks at the player: a few looks are late.
    assert np.quantile(np.abs(places[steady] - (slope * times[steady] + offset)), 0.9) < 0.02 * RATE
    samples = np.concatenate([block.samples for block in blocks], axis=1)
    assert np.array_equal(
        np.rint(samples[0].astype(float) * 2**24), blocks[0].start_frame + np.arange(samples.shape[1])
    )
    assert abs(blocks[-1].start_frame + blocks[-1].samples.shape[1] - places[-1]) < 0.01 * RATE
    recording.stop()


def test_unplugged_it_pauses_and_says_so_and_goes_on_when_it_is_back(playing, pulse, wait_until):
    player, recording = playing({"original": ramp(60 * RATE)})
    time.sleep(1)
    pulse.unload_sink()
    wait_until(lambda: not player.status().playing and player.status().problem is not None)
    status = player.status()
    assert "gone" in status.problem and status.device_name is None
    assert 0.5 * RATE < status.frame < 2 * RATE
    pulse.load_sink()
    wait_until(lambda: player.status().playing)
    assert player.status().problem is None
    again = pulse.record()
    time.sleep(1)
    out = positions(again.stop())
    assert len(out) > RATE // 2
    assert np.array_equal(out[START:], np.arange(out[START], out[START] + len(out) - START))
    recording.stop()


def test_unplugged_and_play_pressed_it_goes_on_in_silence(playing, pulse, wait_until):
    player, recording = playing({"original": ramp(60 * RATE)})
    pulse.unload_sink()
    wait_until(lambda: not player.status().playing)
    recording.stop()
    player.play()
    wait_until(lambda: "silent" in (player.status().problem or ""))
    before = player.status()
    time.sleep(0.5)
    assert player.status().playing and 0.4 * RATE < player.status().frame - before.frame < 0.7 * RATE
    pulse.load_sink()
    wait_until(lambda: player.status().device_name is not None)
    assert player.status().problem is None


def test_paused_by_hand_it_does_not_start_by_itself(playing, pulse, wait_until):
    player, recording = playing({"original": ramp(60 * RATE)})
    pulse.unload_sink()
    wait_until(lambda: not player.status().playing)
    player.pause()
    pulse.load_sink()
    time.sleep(2.5)
    assert not player.status().playing
    player.play()
    wait_until(lambda: heard(player))
    wait_until(lambda: player.status().problem is None)
    recording.stop()


def test_another_device_goes_on_in_place(playing, wait_until):
    player, recording = playing({"original": ramp(60 * RATE)})
    player.set_device("pulse")
    wait_until(lambda: player.status().device_name == "pulse")
    wait_until(lambda: heard(player))
    time.sleep(0.5)
    player.pause()
    out = positions(recording.stop())
    whole = np.flatnonzero(np.diff(out) == 1)
    steps = np.diff(out)[np.diff(out) > 1]
    assert len(whole) > RATE // 2 and not len(steps[steps > 4 * RATE]), "no place is left out but in the fades"
    assert player.status().problem is None


def test_a_device_that_is_not_there_is_replaced_and_told(pulse, make_player, wait_until):
    player = make_player(RATE, "No Such Card")
    player.set_clip("original", Clip(ramp(10 * RATE)))
    player.select("original")
    player.play()
    wait_until(lambda: heard(player))
    status = player.status()
    assert "No Such Card" in status.problem and status.device_name in {d.name for d in player.output_devices()}
    player.set_device(None)
    wait_until(lambda: player.status().problem is None)
    wait_until(lambda: heard(player))


def test_after_an_underrun_playback_goes_on_with_a_longer_buffer(pulse, make_player, wait_until):
    player = make_player(RATE)
    player.set_clip("original", Clip(ramp(60 * RATE)))
    player.select("original")
    player.play()
    wait_until(lambda: player.status().frame > RATE)
    before_s = _held_s(player)
    (sound,) = multiprocessing.active_children()
    os.kill(sound.pid, signal.SIGSTOP)
    time.sleep(0.8)
    os.kill(sound.pid, signal.SIGCONT)
    wait_until(lambda: player.status().underruns > 0)
    place = player.status().frame
    wait_until(lambda: player.status().frame > place + 2 * RATE)
    assert player.status().playing and player.status().problem is None
    assert before_s < 0.17 < _held_s(player)


def _held_s(player):
    """How far ahead of the ear the mixer is."""
    ledger = player._ledger
    return (ledger.position - player.status().frame) / RATE
