"""Windows found in timelines whose best parts are known."""

import numpy as np
import pytest

from masterdesk.engine.analyze.smart_window import smart_window_s
from masterdesk.engine.types.analysis import Analysis, Loudness, StereoImage, Timeline
from masterdesk.engine.types.audio_format import AudioFormat

SILENT = -np.inf


def track(*parts):
    """Analysis of a track of parts (seconds, loudness in LUFS, or the two it alternates between every 5 s)."""
    levels = [np.full(round(s * 10), level) if np.ndim(level) == 0 else _alternating(s, level) for s, level in parts]
    lufs = np.concatenate(levels).astype(float)
    power = 10 ** (lufs / 10)
    short_term = np.array([power[max(i - 29, 0) : i + 1].mean() for i in range(len(power))])
    gated = power[lufs > -70]
    integrated = None
    if len(gated):
        integrated = 10 * np.log10(gated[gated > gated.mean() / 10].mean())
    with np.errstate(divide="ignore"):
        timeline = Timeline(0.1, lufs, 10 * np.log10(short_term), lufs, lufs, 0.05, *[np.zeros((31, 1))] * 3)
    audio_format = AudioFormat("wav", "pcm_s24le", 2, "FL+FR", 48000, 24, None, len(lufs) * 4800, 0)
    loudness = Loudness(integrated, None, None, None, None, None)
    return Analysis("t.wav", audio_format, loudness, (), StereoImage(None, None, None, ()), (), timeline)


def _alternating(duration_s, levels):
    return np.array([levels[int(i / 50) % 2] for i in range(round(duration_s * 10))])


SONG = ((30, -24.0), (40, -16.0), (60, (-10.0, -24.0)), (30, -18.0), (40, -11.5), (20, -20.0), (10, SILENT))


@pytest.mark.parametrize(
    ("kind", "low_s", "high_s"), [("loudest", 159.0, 171.0), ("quietest", 0.0, 0.5), ("dynamic", 66.0, 105.0)]
)
def test_finds_the_part(kind, low_s, high_s):
    assert low_s <= smart_window_s(track(*SONG), kind, 30.0) <= high_s


def test_neither_silence_nor_a_fade_counts_as_quiet_or_dynamic_music():
    song = track((20, SILENT), (60, -14.0), (40, -19.0), (60, -14.0), (5, -30.0), (5, -50.0), (20, SILENT))
    assert 78.0 <= smart_window_s(song, "quietest", 30.0) <= 91.0
    assert smart_window_s(song, "dynamic", 30.0) <= 160.0


def test_takes_the_least_silent_part_where_all_are_full_of_silence():
    song = track(*[(4, -14.0), (6, SILENT)] * 10)
    assert 0.0 <= smart_window_s(song, "quietest", 30.0) <= 70.0


@pytest.mark.parametrize(("length_s", "expected_s"), [(200, 45.0), (60, 30.0), (30, 0.0), (10, 0.0)])
def test_default_is_45_s_into_the_track_or_earlier(length_s, expected_s):
    song = track((length_s, -14.0))
    assert smart_window_s(song, "default", 30.0) == pytest.approx(expected_s)
    for kind in ("loudest", "quietest", "dynamic"):
        assert 0.0 <= smart_window_s(song, kind, 30.0) <= max(length_s - 30.0, 0.0)


def test_silence_has_its_default_window():
    assert smart_window_s(track((100, SILENT)), "loudest", 30.0) == 45.0


def test_a_window_as_long_as_the_track_but_for_a_moment():
    assert 0.0 <= smart_window_s(track((30.04, -14.0)), "dynamic", 30.0) <= 0.05


def test_refuses_an_unknown_kind():
    with pytest.raises(ValueError, match="no such window"):
        smart_window_s(track((60, -14.0)), "best", 30.0)
