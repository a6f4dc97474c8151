"""What the header's chips say."""

from __future__ import annotations

from collections.abc import Iterable

from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.findings import Finding
from masterdesk.window.models.lane import LaneModel, LaneStatus
from masterdesk.window.views.texts import clock, figure, with_minus

#: Findings in a few words, by their code; their message says it all.
SHORT = {
    "clipped": "Clipped",
    "true_peak_over": "Peaks above full scale",
    "already_limited": "Already limited",
    "lossy_source": "Made from a lossy file",
    "resampled_source": "Upsampled",
    "low_bit_depth": "Low bit depth",
    "low_level": "Low level",
    "dc_offset": "DC offset",
    "one_sided": "One channel silent",
    "phase_trouble": "Phase trouble",
    "mono": "Mono",
    "silence_start": "Silent start",
    "silence_end": "Silent end",
    "silent": "No sound",
}
CHANNELS = {1: "mono", 2: "stereo"}
NO_TRACK = "No track yet: drop a mix anywhere in this window"
#: Longer messages are cut when they stand for themselves.
MOST_LETTERS = 32
SHOWN_TIMES = 4


def no_track_text(reference: LaneModel) -> str:
    """What stands in the header as long as there is no track; a reference may have come first."""
    if reference.status is LaneStatus.FAILED:
        return reference.problem
    return NO_TRACK if reference.path is None else f"The reference is {reference.path.name}: now drop a mix, or open it"


def format_text(audio_format: AudioFormat, duration_s: float | None) -> str:
    """`WAV 24-bit · 48 kHz · stereo · 4:12`, `MP3 320 kbit/s · 44.1 kHz · stereo · 3:05`."""
    parts = [
        f"{audio_format.container.upper()} {_depth(audio_format)}".strip(),
        f"{audio_format.sample_rate / 1000:g} kHz",
        CHANNELS.get(audio_format.channels, f"{audio_format.channels} channels"),
    ]
    return " · ".join(parts if duration_s is None else [*parts, clock(duration_s)])


def loudness_text(loudness: Loudness) -> str:
    """`−17.8 LUFS · −3.2 dBTP · LRA 7.4`."""
    return " · ".join(
        (
            f"{figure(loudness.integrated_lufs)} LUFS",
            f"{figure(loudness.true_peak_dbtp, signed=(loudness.true_peak_dbtp or 0.0) > 0.0)} dBTP",
            f"LRA {figure(loudness.range_lu)}",
        )
    )


def finding_text(finding: Finding) -> str:
    """A finding in a few words."""
    if finding.code in SHORT:
        return SHORT[finding.code]
    words = with_minus(finding.message)
    return words if len(words) <= MOST_LETTERS else f"{words[:MOST_LETTERS].rstrip()}…"


def finding_tooltip(finding: Finding) -> str:
    """All of a finding, with the first times it names."""
    times = ", ".join(clock(time_s, 1) for time_s in finding.at[:SHOWN_TIMES])
    more = ", …" if len(finding.at) > SHOWN_TIMES else ""
    message = with_minus(finding.message)
    return f"{message}\nAt {times}{more}. Click to go there." if times else message


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Warnings first, else in the order of the analysis."""
    return sorted(findings, key=lambda finding: finding.severity != "warning")


def _depth(audio_format: AudioFormat) -> str:
    if audio_format.is_float:
        return f"{audio_format.bit_depth}-bit float"
    if audio_format.bit_depth is not None:
        return f"{audio_format.bit_depth}-bit"
    return "" if audio_format.bit_rate is None else f"{audio_format.bit_rate} kbit/s"
