"""What comes out of the mixer: every frame in its place, and no click, whatever is asked meanwhile."""

import numpy as np
import pytest
from playback.mixing import RATE, Deck, click_db, loop, noise, positions, ramp, sine, source

from masterdesk.playback.mix.fades import LOOP_S, START_S, SWITCH_S, fade_frames

START, SWITCH, LOOP = (fade_frames(seconds, RATE) for seconds in (START_S, SWITCH_S, LOOP_S))


def test_at_rest_every_sample_passes_as_it_is():
    track = noise(2)
    out = Deck(track).run(RATE)
    assert np.array_equal(out[START:], track[START:RATE])


@pytest.mark.parametrize("block", [1, 37, 512, 1024, 4096])
def test_block_size_changes_nothing_but_when_a_change_is_seen(block):
    deck, whole = Deck(noise(1), block=block), Deck(noise(1), block=1024)
    for one in (deck, whole):
        one.change(loop=loop(one.source, 4000, 9000))
    assert np.array_equal(deck.run(20000), whole.run(20000))


def test_start_fades_in_from_the_very_frame_asked_for():
    deck = Deck(np.ones((RATE, 2)), seek_serial=0)
    out = deck.run(2 * START)
    assert 0 < out[0, 0] < 0.001
    assert np.all(np.diff(out[:START, 0]) > 0)
    assert np.all(out[START:] == 1.0)


def test_stop_fades_out_and_stays_where_the_fade_ended():
    deck = Deck(ramp(RATE * 3))
    deck.run(10240)
    deck.change(playing=False)
    out = deck.run(10240)
    assert np.all(out[10240 + START :] == 0)
    assert deck.mixer.position == 10240 + START
    assert deck.mixer.silent


def test_play_after_pause_goes_on_at_the_next_frame():
    deck = Deck(ramp(RATE * 3))
    deck.run(10240)
    deck.change(playing=False)
    deck.run(10240)
    deck.change(playing=True, play_serial=2)
    out = deck.run(10240)
    assert positions(out)[20480 + START] == 10240 + 2 * START


def test_play_during_the_fade_out_loses_no_frame():
    deck = Deck(ramp(RATE * 3), block=256)
    deck.run(10240)
    deck.change(playing=False)
    deck.run(256)
    deck.change(playing=True, play_serial=2)
    out = deck.run(10240)
    assert positions(out)[-1] == len(out) - 1


def test_a_switch_keeps_the_position_to_the_frame():
    deck = Deck(ramp(RATE * 3))
    deck.run(10240)
    deck.change(source=source(-ramp(RATE * 3)))
    out = deck.run(10240)
    assert np.array_equal(positions(out)[START:10240], np.arange(START, 10240))
    assert np.array_equal(positions(out)[10240 + SWITCH :], -np.arange(10240 + SWITCH, 20480))


def test_switches_faster_than_a_crossfade_end_at_the_last_one_in_place():
    sources = [source(ramp(RATE * 3) * sign) for sign in (1, -1, 0.5, 2)]
    deck = Deck(ramp(RATE * 3), block=64)
    for number in range(80):
        deck.change(source=sources[number % 4])
        deck.run(64)
    out = deck.run(4096)
    assert np.array_equal(positions(out)[-2000:], 2 * np.arange(len(out) - 2000, len(out)))


def test_seek_goes_to_the_frame():
    deck = Deck(ramp(RATE * 3))
    deck.run(10240)
    deck.seek(77777)
    out = deck.run(10240)
    assert np.array_equal(positions(out)[10240 + SWITCH :], np.arange(77777 + SWITCH, 77777 + 10240))


def test_seek_while_paused_moves_without_a_sound():
    deck = Deck(ramp(RATE), playing=False)
    deck.seek(5000)
    assert not deck.run(2048).any()
    assert deck.mixer.position == 5000
    deck.mixer.rest()
    deck.seek(6000)
    deck.mixer.rest()
    assert deck.mixer.position == 6000


def test_loop_has_its_period_to_the_frame_and_full_level_at_its_start():
    deck = Deck(ramp(RATE * 3))
    start, stop = 11111, 33333
    deck.change(loop=loop(deck.source, start, stop))
    out = positions(deck.run(200_000))
    at = np.arange(stop, 199_000)
    expected = start + (at - stop) % (stop - start)
    clear = expected < stop - LOOP
    assert np.array_equal(out[at][clear], expected[clear])


def test_a_loop_goes_on_through_a_switch():
    deck = Deck(ramp(RATE * 3))
    other = source(-ramp(RATE * 3))
    deck.change(loop=loop(deck.source, 10000, 20000))
    deck.run(19968)
    deck.change(source=other, loop=loop(other, 10000, 20000))
    out = positions(deck.run(4096))
    assert out[20000 + SWITCH] == -(10000 + SWITCH)


def test_beyond_the_loop_playback_goes_on():
    deck = Deck(ramp(RATE))
    deck.change(loop=loop(deck.source, 1000, 9000), seek_serial=1, seek_frame=20000)
    out = positions(deck.run(8192))
    assert out[-1] == 20000 + 8191


def test_at_the_end_it_stops_by_itself_and_can_start_again():
    deck = Deck(np.ones((5000, 2)))
    out = deck.run(8192)
    assert out[4000, 0] == 1.0
    assert not out[5000:].any()
    assert (deck.mixer.ended, deck.mixer.stopped_serial, deck.mixer.position) == (True, 1, 5000)
    deck.change(play_serial=2, seek_serial=1, seek_frame=0)
    assert deck.run(2048)[8192 + START].all()


def test_outside_a_clip_there_is_silence_and_its_edges_do_not_click():
    deck = Deck(sine(100, 0.5), start_frame=5000, end_frame=60000)
    deck.seek(0)
    out = deck.run(40000)
    assert not out[:5000].any() and not out[27050:].any()
    assert np.abs(np.diff(out[:, 0])).max() < 1.1 * 0.5 * 2 * np.pi * 100 / RATE


def test_a_reference_may_begin_before_the_track():
    deck = Deck(ramp(RATE), start_frame=-4000, end_frame=30000)
    out = positions(deck.run(4096))
    assert out[4000] == 8000


def test_mono_plays_on_both_sides_and_surround_is_folded_down():
    mono = Deck(noise(1)[:, :1]).run(4096)
    assert np.array_equal(mono[:, 0], mono[:, 1]) and mono.any()
    center = np.zeros((RATE, 6), np.float32)
    center[:, 2] = 1.0
    assert np.allclose(Deck(center).run(4096)[START:], 0.7071)


def test_gain_and_volume_walk_to_their_place_and_rest_exactly():
    deck = Deck(np.ones((RATE, 2)))
    deck.run(4096)
    deck.change(gain=0.25, volume=2.0)
    out = deck.run(4096)[:, 0]
    assert np.abs(np.diff(out[4096:])).max() < 0.005
    assert np.all(out[4096 + 2048 :] == 0.5)


def test_a_new_source_comes_in_at_its_own_gain():
    deck = Deck(np.ones((RATE, 2)))
    deck.run(4096)
    deck.change(source=source(np.full((RATE, 2), 2.0)), gain=0.5)
    out = deck.run(4096)
    assert np.abs(out[4096:] - 1.0).max() < 1e-3


def test_notes_say_what_lies_where():
    deck = Deck(ramp(RATE))
    deck.change(loop=loop(deck.source, 3000, 5000))
    out = positions(deck.run(20000))
    covered = np.zeros(20000, bool)
    starts = np.cumsum([0] + [frames for _, frames, _, _ in deck.notes])
    for at, (_, frames, serial, position) in zip(starts, deck.notes, strict=False):
        assert serial == deck.source.serial
        covered[at : at + frames] = True
        clear = np.arange(frames) + position < 5000 - LOOP
        assert np.array_equal(out[at : at + frames][clear][START:], (position + np.arange(frames))[clear][START:])
    assert covered.all()


def test_lost_card_stops_at_once_and_resumes_where_told():
    deck = Deck(ramp(RATE))
    deck.run(8192)
    deck.mixer.stop_at(4000)
    assert not deck.run(1024)[8192:].any()
    deck.mixer.resume()
    out = positions(deck.run(4096))
    assert out[8192 + 1024 + START] == 4000 + START


EVENTS = {
    "another phase of the sine": lambda deck: deck.change(source=source(sine(440, 3, phase=1.0))),
    "another tone": lambda deck: deck.change(source=source(sine(554, 3))),
    "seek": lambda deck: deck.seek(70001),
    "pause": lambda deck: deck.change(playing=False),
    "gain": lambda deck: deck.change(gain=0.1),
    "volume": lambda deck: deck.change(volume=0.1),
}


@pytest.mark.parametrize("event", EVENTS)
def test_no_click_on_sines(event):
    deck = Deck(sine(440, 3))
    deck.run(30 * 1024)
    EVENTS[event](deck)
    steps = np.abs(np.diff(deck.run(20 * 1024)[:, 0].astype(float), 2))
    at = 30 * 1024
    assert steps[at - 10 : at + 2000].max() < 2.0 * steps[at - 8000 : at - 10].max()


def test_the_measure_of_clicks_sees_a_hard_switch():
    out = sine(440, 1)
    out[20000:] = sine(440, 1, phase=1.0)[20000:]
    assert np.abs(np.diff(out[:, 0].astype(float), 2))[19990:20010].max() > 50 * (2 * np.pi * 440 / RATE) ** 2 * 0.5
    music = noise(1)
    music[20000] += 20.0
    assert click_db(music, 20000) > 10


def test_the_loop_wrap_does_not_click():
    deck = Deck(sine(440, 3))
    deck.change(loop=loop(deck.source, 10007, 30011))
    out = deck.run(60000)[:, 0].astype(float)
    steps = np.abs(np.diff(out, 2))
    assert steps[25000:45000].max() < 2.0 * steps[5000:20000].max()


def test_a_loop_over_exactly_what_a_clip_holds_does_not_click():
    deck = Deck(sine(440, 1), start_frame=10_000, end_frame=90_000)
    deck.seek(10_000)
    deck.change(loop=loop(deck.source, 10_000, 10_000 + RATE))
    out = deck.run(3 * RATE)[:, 0].astype(float)
    calm = np.abs(np.diff(out[5000:40_000], 2)).max()
    assert np.abs(np.diff(out, 2)).max() < 2.0 * calm
    assert np.abs(out[RATE + LOOP : 2 * RATE - LOOP] - out[LOOP : RATE - LOOP])[START:].max() < 1e-6


def test_level_stays_while_fading_between_like_and_unlike():
    def swell_db(first, second):
        deck = Deck(first)
        deck.run(10240)
        deck.change(source=source(second))
        power = (deck.run(10240).astype(float) ** 2).mean(axis=1)
        middle = power[10240 + SWITCH // 4 : 10240 + 3 * SWITCH // 4].mean()
        return 10 * np.log10(middle / power[2000:10000].mean())

    assert abs(swell_db(noise(1, 1), noise(1, 1))) < 0.4
    assert abs(swell_db(noise(1, 1), noise(1, 2))) < 0.4
    half = (noise(1, 1) + noise(1, 2)) / np.sqrt(2)
    assert abs(swell_db(noise(1, 1), half)) < 0.4
