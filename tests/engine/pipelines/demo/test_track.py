"""The demo track: a song with sections, rough in the ways it promises, the same every time."""

import hashlib
import time

import numpy as np
import pytest

from masterdesk.engine.analyze.smart_window import smart_window_s
from masterdesk.engine.pipelines.demo.track import demo_audio, write_demo_track
from masterdesk.engine.pipelines.takes.track import analyze_file


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.wav"
    started = time.process_time()
    write_demo_track(path)
    return path, time.process_time() - started, analyze_file(path)


def test_is_written_within_3_seconds(demo):
    assert demo[1] < 3.0


def test_is_a_rough_mix_that_mastering_can_improve(demo):
    analysis = demo[2]
    assert (analysis.format.codec, analysis.format.sample_rate, analysis.format.channels) == ("pcm_s24le", 44100, 2)
    assert 85 < analysis.format.duration < 95
    assert -25 < analysis.loudness.integrated_lufs < -20
    assert analysis.loudness.true_peak_dbtp == pytest.approx(-7.0, abs=0.3)
    assert 6 < analysis.loudness.range_lu < 11
    assert [finding.code for finding in analysis.findings] == ["phase_trouble"]
    assert analysis.stereo.bands[0].correlation < 0.5
    levels = {round(band.frequency_hz): band.level_db for band in analysis.eq}
    assert levels[59] - levels[1226] > 8


def test_has_sections(demo):
    analysis = demo[2]
    short_term = analysis.timeline.short_term_lufs
    intro, chorus, bridge = (short_term[round(at * 10)] for at in (9.0, 45.0, 56.0))
    assert chorus - intro > 6
    assert chorus - bridge > 4
    assert 28 < smart_window_s(analysis, "loudest", 15.0) < 75


def test_is_the_same_every_time(demo, tmp_path):
    again = tmp_path / "again.wav"
    again.write_bytes(b"older")
    write_demo_track(again)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(demo[0].read_bytes()).digest()


def test_begins_and_ends_without_a_click():
    audio = demo_audio()
    assert np.abs(audio[:, :20]).max() < 0.02
    assert np.abs(audio[:, -2000:]).max() < 0.005
