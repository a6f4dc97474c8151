import json

import numpy as np
from engine.analyze.signals import measure

from masterdesk.engine.analyze import analysis_to_json, format_to_json
from masterdesk.engine.types.audio_format import AudioFormat


def report(level=0.1, frames=200_000):
    return analysis_to_json(measure(level * np.random.default_rng(1).standard_normal((2, frames)), 48_000))


def test_has_the_promised_keys_in_their_order():
    made = report()
    assert list(made) == ["file", "format", "loudness", "eq", "stereo", "findings"]
    assert list(made["format"]) == [
        "container", "codec", "channels", "channel_order", "sample_rate", "bit_depth", "bit_rate", "duration", "size",
    ]  # fmt: skip
    assert list(made["loudness"]) == [
        "integrated_lufs", "range_lu", "max_momentary_lufs", "max_short_term_lufs", "true_peak_dbtp",
        "sample_peak_dbfs", "plr_db",
    ]  # fmt: skip
    assert len(made["eq"]) == 16
    assert all(list(band) == ["frequency_hz", "level_db"] for band in made["eq"])
    assert list(made["stereo"]) == ["correlation", "width", "balance_db", "bands"]
    assert [band["band"] for band in made["stereo"]["bands"]] == ["low", "mid", "high"]
    assert list(made["stereo"]["bands"][0]) == ["band", "from_hz", "to_hz", "width", "correlation"]


def test_findings_have_code_severity_message_and_times():
    found = report(level=2.0)["findings"]
    assert found
    assert all(list(finding) == ["code", "severity", "message", "at"] for finding in found)
    assert all(isinstance(at, float) for finding in found for at in finding["at"])


def test_is_plain_and_strict_json():
    for made in (report(), report(level=0.0), report(frames=10)):
        assert json.loads(json.dumps(made, allow_nan=False)) == made


def test_numbers_are_rounded_sensibly():
    made = report()
    assert made["loudness"]["integrated_lufs"] == round(made["loudness"]["integrated_lufs"], 2)
    assert made["eq"][0]["frequency_hz"] == 24.8
    assert made["stereo"]["width"] == round(made["stereo"]["width"], 3)
    assert str(analysis_to_json(measure(np.ones((1, 48_000)), 48_000))["stereo"]["balance_db"]) != "-0.0"


def test_duration_is_exact():
    assert report(frames=123_457)["format"]["duration"] == round(123_457 / 48_000, 6)


def test_a_format_of_unknown_length_has_no_duration():
    unknown = AudioFormat("webm", "opus", 2, "FL+FR", 48_000, None, 128, None, 1000)
    assert format_to_json(unknown)["duration"] is None
