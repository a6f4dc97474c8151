"""The contract of the step: block sizes, edges, memory, lengths."""

import json
import tracemalloc
from dataclasses import fields

import numpy as np
import pytest
from engine.analyze.signals import blocks_of, codes, format_of, measure, music

from masterdesk.engine.analyze import analysis_to_json, analyze
from masterdesk.engine.types.findings import Finding, Warning

RATE = 44_100


def noise(channels, frames, level=0.1, seed=0):
    return (level * np.random.default_rng(seed).standard_normal((channels, frames))).astype(np.float32)


def assert_same(one, other):
    assert analysis_to_json(one) == analysis_to_json(other)
    assert one.loudness == other.loudness
    for field in fields(one.timeline):
        assert np.array_equal(getattr(one.timeline, field.name), getattr(other.timeline, field.name)), field.name


@pytest.mark.parametrize("rate", [11_025, 44_100])
@pytest.mark.parametrize("size", [1, 4096, 30_011, 44_100, 65_536, 10**9])
def test_the_size_of_blocks_changes_nothing(size, rate):
    audio = noise(2, 3 * rate + 1234) if size > 1 else noise(2, 6000)
    whole = analyze("a", format_of(audio, rate), [audio])
    assert_same(whole, analyze("a", format_of(audio, rate), blocks_of(audio, size)))


def test_the_size_of_blocks_changes_nothing_on_music():
    audio, rate = music("metal/starfall.ogg", 30.0, 12.3)
    whole = analyze("a", format_of(audio, rate), [audio])
    assert_same(whole, analyze("a", format_of(audio, rate), blocks_of(audio, 7777)))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 44_057, 384_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize("seconds", [0.0, 1e-9, 0.0003, 0.3, 3.05])
@pytest.mark.parametrize("kind", ["noise", "silence", "constant", "denormal"])
def test_every_length_rate_and_content_gives_finite_values(rate, channels, seconds, kind):
    frames = int(np.ceil(seconds * rate))
    level = {"noise": 0.1, "silence": 0.0, "constant": 0.0, "denormal": 1e-39}[kind]
    audio = noise(channels, frames, level) + np.float32(0.5 if kind == "constant" else 0.0)
    analysis = measure(audio, rate)
    json.dumps(analysis_to_json(analysis), allow_nan=False)
    timeline = analysis.timeline
    assert analysis.format.frames == frames
    points = -(-frames * 20 // rate)
    assert timeline.band_mid_power.shape == timeline.band_side_power.shape == (31, points)
    assert np.isfinite(timeline.band_mid_power).all()
    for name in ("momentary_lufs", "short_term_lufs", "true_peak_dbtp", "psr_db"):
        values = getattr(timeline, name)
        assert values.shape == (-(-frames * 10 // rate),), name
        assert not np.isnan(values).any(), name
        assert not np.isposinf(values).any(), name


@pytest.mark.parametrize("channels", [1, 2])
def test_silence_has_no_reading(channels):
    analysis = measure(np.zeros((channels, 5 * RATE)), RATE)
    report = analysis_to_json(analysis)
    assert set(report["loudness"].values()) == {None}
    assert all(band["level_db"] is None for band in report["eq"])
    assert report["stereo"]["correlation"] is report["stereo"]["width"] is report["stereo"]["balance_db"] is None
    assert codes(analysis) == ["silent"]


def test_a_constant_is_silence_with_a_peak():
    analysis = measure(np.full((2, 5 * RATE), 0.5), RATE)
    assert analysis.loudness.integrated_lufs is None
    assert analysis.loudness.max_momentary_lufs is None
    assert analysis.loudness.sample_peak_dbfs == pytest.approx(-6.02, abs=0.01)
    assert analysis.stereo.correlation is None


def test_a_single_sample():
    analysis = measure(np.array([[0.5]]), RATE)
    assert analysis.loudness.sample_peak_dbfs == pytest.approx(-6.02, abs=0.01)
    assert analysis.loudness.true_peak_dbtp == pytest.approx(-6.02, abs=0.01)
    assert analysis.loudness.integrated_lufs is None


def test_one_that_cannot_be_gated_has_peaks_only():
    loudness = measure(noise(2, int(0.3 * RATE)), RATE).loudness
    assert loudness.integrated_lufs is loudness.range_lu is loudness.max_momentary_lufs is loudness.plr_db is None
    assert loudness.true_peak_dbtp > -12.0


def test_remarks_of_the_decoder_come_first():
    audio = noise(2, RATE)
    remarks = [Warning("truncated", "It ends early."), Finding("odd", "info", "Odd.", (1.0,))]
    analysis = analyze("a", format_of(audio, RATE), [audio], remarks)
    assert analysis.findings[:2] == (Finding("truncated", "warning", "It ends early."), remarks[1])


def test_remarks_may_be_known_only_after_the_last_block():
    audio, remarks = noise(2, RATE), []

    def blocks():
        yield audio
        remarks.append(Warning("non_finite", "Samples were no numbers."))

    assert codes(analyze("a", format_of(audio, RATE), blocks(), lambda: remarks))[0] == "non_finite"


def test_an_unknown_length_is_found():
    audio = noise(2, 100_000)
    unknown = format_of(audio[:, :0], RATE)
    assert analyze("a", unknown, blocks_of(audio)).format.frames == 100_000


def test_memory_stays_bounded():
    """Ten minutes at a low rate: what grows is 31 bands of mid and side at 20 Hz, and little beside it."""
    rate, seconds = 8_000, 600
    audio = noise(2, rate)
    tracemalloc.start()
    analyze("a", format_of(audio[:, :0], rate), (audio for _ in range(seconds)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 90e6 * seconds / 10_800 + 8e6
