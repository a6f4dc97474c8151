"""The monitor section: transparent at rest, true to its description otherwise, and the same for every block size."""

import numpy as np
import pytest
from playback.mixing import RATE, noise, sine, stereo

from masterdesk.playback.mix.crossfeed import Crossfeed
from masterdesk.playback.mix.monitor_chain import MonitorChain
from masterdesk.playback.mix.small_speaker import SmallSpeaker
from masterdesk.playback.monitor import ListenMode, Monitor


def through(monitor, samples, block=1024):
    chain = MonitorChain(RATE)
    chain.aim(monitor)
    out = samples.copy()
    for start in range(0, len(out), block):
        chain.process(out[start : start + block])
    return out


def gain_db(effect, hz, sides=(1.0, 1.0)):
    tone = sine(hz, 1.0) * np.array(sides, np.float32)
    out = effect.process(tone)[RATE // 2 :]
    rms = np.sqrt((out.astype(float) ** 2).mean(axis=0))
    return 20 * np.log10(np.maximum(rms, 1e-9) / (0.5 / np.sqrt(2)))


def test_plain_stereo_is_transparent_to_the_bit():
    samples = noise(1)
    assert np.array_equal(through(Monitor(), samples), samples)


@pytest.mark.parametrize(
    "mode, left, right",
    [("mono", 0.5, 0.5), ("side", 0.5, -0.5), ("swap", 0.0, 1.0)],
)
def test_modes(mode, left, right):
    samples = noise(1)
    out = through(Monitor(mode), samples)[4096:]
    expected = left * samples[4096:, 0] + right * samples[4096:, 1]
    assert np.allclose(out[:, 0], expected, atol=1e-7)
    other = samples[4096:, 0] if mode == "swap" else expected
    assert np.allclose(out[:, 1], other, atol=1e-7)


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError):
        Monitor("quadro")
    assert Monitor("mono").mode is ListenMode.MONO


@pytest.mark.parametrize("monitor", [Monitor("mono"), Monitor(crossfeed=True), Monitor(small_speaker=True)])
def test_block_size_changes_only_rounding(monitor):
    samples = noise(1)
    whole = through(monitor, samples, 4096)
    for block in (64, 1000, 1024):
        assert np.abs(through(monitor, samples, block) - whole).max() < 1e-6


@pytest.mark.parametrize("change", [Monitor("swap"), Monitor("side"), Monitor(crossfeed=True)])
def test_changes_do_not_click(change):
    samples = np.stack([sine(300, 1)[:, 0], sine(300, 1, phase=1.0)[:, 0]], axis=1)
    chain, out = MonitorChain(RATE), samples.copy()
    for number, start in enumerate(range(0, len(out) - 1024, 1024)):
        chain.aim(change if 10 <= number < 20 else Monitor())
        chain.process(out[start : start + 1024])
    bend = 0.5 * (2 * np.pi * 300 / RATE) ** 2
    assert np.abs(np.diff(out[: len(out) - 2048, 0].astype(float), 2)).max() < 3 * bend


def test_back_in_stereo_it_is_transparent_again():
    samples = noise(1)
    chain, out = MonitorChain(RATE), samples.copy()
    for number, start in enumerate(range(0, len(out), 1024)):
        chain.aim(Monitor("mono", True, True) if number < 10 else Monitor())
        chain.process(out[start : start + 1024])
    assert np.array_equal(out[12 * 1024 :], samples[12 * 1024 :])


def test_crossfeed_gives_the_other_ear_the_lows():
    """bs2b at 700 Hz and 4.5 dB: the far ear 4.5 dB below the near one at the lowest, far below it at the highest."""
    low = gain_db(Crossfeed(RATE), 30, (1.0, 0.0))
    high = gain_db(Crossfeed(RATE), 10000, (1.0, 0.0))
    assert low[0] - low[1] == pytest.approx(4.5, abs=0.2)
    assert high[0] - high[1] > 20


def test_crossfeed_keeps_the_tone_of_what_is_in_the_middle():
    middle = stereo(noise(1)[:, 0])
    assert np.abs(Crossfeed(RATE).process(middle) - middle).max() < 1e-7


@pytest.mark.parametrize("rate", [44100, 96000])
def test_small_speaker_has_no_bass_and_little_width(rate):
    speaker = SmallSpeaker(rate)
    seconds = np.arange(rate) / rate

    def level_db(hz, right=1.0):
        speaker.reset()
        tone = np.sin(2 * np.pi * hz * seconds)
        out = speaker.process(np.stack([tone, right * tone], axis=1).astype(np.float32))[rate // 2 :, 0]
        return 10 * np.log10((out.astype(float) ** 2).mean() * 2)

    assert level_db(160) == pytest.approx(-3.0, abs=0.1)
    assert level_db(80) == pytest.approx(-24.1, abs=0.5)
    assert level_db(1000) == pytest.approx(0.0, abs=0.1)
    assert level_db(9000) == pytest.approx(-3.0, abs=0.1)
    assert level_db(1000) - level_db(1000, right=-1.0) == pytest.approx(12.0, abs=0.2)


def test_all_at_once_stays_finite_on_loud_input():
    out = through(Monitor("mono", True, True), stereo(np.sign(noise(1)[:, 0])))
    assert np.isfinite(out).all() and np.abs(out).max() < 4
