"""An analysis as the JSON object that the command line promises."""

from __future__ import annotations

from typing import Any

from masterdesk.engine.types.analysis import Analysis, EqBand, Loudness, StereoBand, StereoImage
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.findings import Finding

LEVEL_DIGITS = 2
RATIO_DIGITS = 3
FREQUENCY_DIGITS = 1
TIME_DIGITS = 2
DURATION_DIGITS = 6


def analysis_to_json(analysis: Analysis) -> dict[str, Any]:
    """The ANALYSIS object: plain numbers, strings and lists, `None` for what has no reading, never NaN."""
    return {
        "file": analysis.file,
        "format": format_to_json(analysis.format),
        "loudness": _loudness(analysis.loudness),
        "eq": [_eq_band(band) for band in analysis.eq],
        "stereo": _stereo(analysis.stereo),
        "findings": [_finding(finding) for finding in analysis.findings],
    }


def format_to_json(audio_format: AudioFormat) -> dict[str, Any]:
    """The "format" part of the ANALYSIS object."""
    return {
        "container": audio_format.container,
        "codec": audio_format.codec,
        "channels": audio_format.channels,
        "channel_order": audio_format.channel_order,
        "sample_rate": audio_format.sample_rate,
        "bit_depth": audio_format.bit_depth,
        "bit_rate": audio_format.bit_rate,
        "duration": _rounded(audio_format.duration, DURATION_DIGITS),
        "size": audio_format.size,
    }


def _loudness(loudness: Loudness) -> dict[str, float | None]:
    return {
        "integrated_lufs": _rounded(loudness.integrated_lufs, LEVEL_DIGITS),
        "range_lu": _rounded(loudness.range_lu, LEVEL_DIGITS),
        "max_momentary_lufs": _rounded(loudness.max_momentary_lufs, LEVEL_DIGITS),
        "max_short_term_lufs": _rounded(loudness.max_short_term_lufs, LEVEL_DIGITS),
        "true_peak_dbtp": _rounded(loudness.true_peak_dbtp, LEVEL_DIGITS),
        "sample_peak_dbfs": _rounded(loudness.sample_peak_dbfs, LEVEL_DIGITS),
        "plr_db": _rounded(loudness.plr_db, LEVEL_DIGITS),
    }


def _eq_band(band: EqBand) -> dict[str, float | None]:
    return {
        "frequency_hz": _rounded(band.frequency_hz, FREQUENCY_DIGITS),
        "level_db": _rounded(band.level_db, LEVEL_DIGITS),
    }


def _stereo(stereo: StereoImage) -> dict[str, Any]:
    return {
        "correlation": _rounded(stereo.correlation, RATIO_DIGITS),
        "width": _rounded(stereo.width, RATIO_DIGITS),
        "balance_db": _rounded(stereo.balance_db, LEVEL_DIGITS),
        "bands": [_stereo_band(band) for band in stereo.bands],
    }


def _stereo_band(band: StereoBand) -> dict[str, Any]:
    return {
        "band": band.band,
        "from_hz": band.from_hz,
        "to_hz": band.to_hz,
        "width": _rounded(band.width, RATIO_DIGITS),
        "correlation": _rounded(band.correlation, RATIO_DIGITS),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "at": [round(float(time), TIME_DIGITS) for time in finding.at],
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(float(value), digits) + 0.0  # -0.0 becomes 0.0
