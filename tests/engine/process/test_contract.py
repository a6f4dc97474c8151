"""Every stage: block sizes change nothing, frames are kept, a start in mid-track nulls, silence stays silent."""

import numpy as np
import pytest
from engine.plan.timelines import analysis_of

from masterdesk.engine.dsp.processor import GRID_FRAMES, chain
from masterdesk.engine.plan import make_plan
from masterdesk.engine.process import build_processors, preroll_frames
from masterdesk.engine.resources import profile


def noise(seconds, rate, channels=2, seed=1):
    """Pinkish noise with loud and soft seconds, channels half related."""
    rng = np.random.default_rng(seed)
    frames = int(seconds * rate)
    spectrum = np.fft.rfft(rng.standard_normal((channels, frames)), axis=1)
    spectrum[:, 1:] /= np.sqrt(np.arange(1, spectrum.shape[1]))
    audio = np.fft.irfft(spectrum, n=frames, axis=1)
    audio[-1] = 0.5 * audio[0] + 0.5 * audio[-1]
    steps = 10 ** (rng.uniform(-15, 0, frames // rate + 1) / 20)
    audio *= np.repeat(steps, rate)[:frames]
    return (0.25 * audio / audio.std()).astype(np.float32)


def run(plan, audio, rate, block=16384, start=0):
    stages = build_processors(plan, rate, len(audio), start)
    blocks = (audio[:, i : i + block] for i in range(0, audio.shape[1], block))
    return np.concatenate(list(chain(stages, blocks)), axis=1)


def rms_db(audio):
    return 10 * np.log10(np.mean(np.asarray(audio, dtype=np.float64) ** 2) + 1e-30)


@pytest.fixture(scope="module")
def track():
    return noise(12, 44100)


@pytest.fixture(scope="module")
def plan(track):
    return make_plan(analysis_of(track, 44100), profile("a"), 100, True)


def test_block_size_changes_no_bit(track, plan):
    whole = run(plan, track, 44100, block=track.shape[1])
    for block in (1000, 4096, 65536, 100_003):
        assert np.array_equal(run(plan, track, 44100, block=block), whole)


@pytest.mark.parametrize("rate", [22050, 44100, 48000, 96000])
@pytest.mark.parametrize("letter", ["b", "n"])
def test_a_start_in_mid_track_nulls_against_the_full_run(rate, letter):
    audio = noise(10, rate)
    plan = make_plan(analysis_of(audio, rate), profile(letter), 100, True)
    whole = run(plan, audio, rate)
    start = 2 * GRID_FRAMES if rate > 30000 else GRID_FRAMES
    part = run(plan, audio[:, start:], rate, start=start)
    settled = preroll_frames(plan, rate)
    assert settled < 4.2 * rate
    difference = whole[:, start + settled :] - part[:, settled:]
    assert difference.size and rms_db(difference) < -110


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [8000, 11025, 22050, 32000, 44100, 48000, 96000, 192000, 384000])
def test_any_rate_keeps_frames_and_stays_finite(rate, channels):
    audio = noise(3, rate, channels)[:, : 3 * rate - 17]
    plan = make_plan(analysis_of(audio, rate), profile("e"), 100, True)
    out = run(plan, audio, rate)
    assert out.shape == audio.shape and out.dtype == np.float32
    assert np.isfinite(out).all()
    assert -6 < rms_db(out) - rms_db(audio) < 6
    assert rms_db(out - audio) > -60, "the profile did nothing"


@pytest.mark.parametrize("frames", [0, 1, 63, 4096, 65536, 65537])
def test_very_short_tracks_come_back_whole(frames):
    audio = noise(2, 44100)[:, :frames]
    plan = make_plan(analysis_of(noise(2, 44100), 44100), profile("c"), 100, True)
    out = [s for s in chain(build_processors(plan, 44100, 2), [audio])]
    assert sum(part.shape[1] for part in out) == frames


def test_silence_is_left_alone():
    silent = np.zeros((2, 200_000), dtype=np.float32)
    assert make_plan(analysis_of(silent, 44100), profile("a"), 100, True).is_at_rest


def test_digital_silence_within_a_track_stays_exactly_silent(track, plan):
    audio = track.copy()
    audio[:, 150_000:300_000] = 0.0
    out = run(plan, audio, 44100)
    assert not out[:, 165_000:285_000].any()


def test_intensity_zero_is_the_source_to_the_bit(track):
    for letter in "abcdefghijklmn":
        plan = make_plan(analysis_of(track, 44100), profile(letter), 0, False)
        assert plan.is_at_rest
        assert np.array_equal(run(plan, track, 44100), track)


def test_without_a_profile_and_stereo_image_nothing_is_done(track):
    assert make_plan(analysis_of(track, 44100), None, 100, False).is_at_rest
