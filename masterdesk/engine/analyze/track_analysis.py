"""One pass over a track: every meter is fed the same seconds, and memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from masterdesk.engine.analyze.evidence import Evidence
from masterdesk.engine.analyze.findings import find_all
from masterdesk.engine.analyze.loudness_meter import LoudnessCurve
from masterdesk.engine.analyze.meter_sets import LevelMeters, LevelReadings, ToneMeters, ToneReadings, read
from masterdesk.engine.analyze.spectrum_meter import POINTS_PER_SECOND, Spectra
from masterdesk.engine.analyze.stereo_meter import stereo_image
from masterdesk.engine.analyze.tone import eq_levels
from masterdesk.engine.dsp.bands import THIRD_OCTAVE_HZ
from masterdesk.engine.dsp.loudness import HOPS_PER_SECOND, SHORT_TERM_HOPS
from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.types.analysis import Analysis, Loudness, Timeline
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.findings import Finding, Warning
from masterdesk.engine.units import db_from_amplitude

Remarks = Sequence[Warning | Finding]


def analyze(
    file: str, audio_format: AudioFormat, blocks: Iterable[Block], warnings: Remarks | Callable[[], Remarks] = ()
) -> Analysis:
    """Measure a track in one pass.

    `blocks` are (channels, frames) in float32, of any size, every sample
    finite; `warnings` of the decoder (or a function that has them once the
    last block was read) are handed on as findings. The result does not depend
    on how the track was cut into blocks, to the bit.
    """
    levels, tone = read(_AllMeters(audio_format), audio_format.sample_rate, blocks)
    return drawn_up(file, audio_format, levels, tone, warnings() if callable(warnings) else warnings)


class _AllMeters:
    def __init__(self, audio_format: AudioFormat) -> None:
        self._levels, self._tone = LevelMeters(audio_format), ToneMeters(audio_format)

    def push(self, second: npt.NDArray[np.float32]) -> None:
        self._levels.push(second)
        self._tone.push(second)

    def finish(self) -> tuple[LevelReadings, ToneReadings]:
        return self._levels.finish(), self._tone.finish()


def drawn_up(
    file: str, audio_format: AudioFormat, levels: LevelReadings, tone: ToneReadings, warnings: Remarks = ()
) -> Analysis:
    """The analysis of a track from what both sets of meters found, and what the decoder had to say."""
    evidence = _evidence(audio_format, levels, tone)
    remarks = tuple(_as_finding(warning) for warning in warnings)
    return Analysis(
        file=file,
        format=evidence.format,
        loudness=evidence.loudness,
        eq=eq_levels(evidence.tone.spectra, audio_format.sample_rate),
        stereo=evidence.stereo,
        findings=remarks + find_all(evidence),
        timeline=evidence.timeline,
        spectrum=evidence.tone.spectra.long_term,
    )


def _evidence(audio_format: AudioFormat, levels: LevelReadings, tone: ToneReadings) -> Evidence:
    true_peak, sample_peak = levels.true_peaks.max(initial=0.0), levels.channel_peaks.max(initial=0.0)
    return Evidence(
        format=replace(audio_format, frames=levels.frames),
        levels=levels,
        tone=tone,
        loudness=_loudness(levels.curve, float(true_peak), float(sample_peak)),
        stereo=stereo_image(tone.energy, tone.spectra),
        timeline=_timeline(levels.curve, tone.spectra, levels.true_peaks),
    )


def _loudness(curve: LoudnessCurve, true_peak: float, sample_peak: float) -> Loudness:
    return Loudness(
        integrated_lufs=curve.integrated_lufs(),
        range_lu=curve.range_lu(),
        max_momentary_lufs=curve.max_momentary_lufs(),
        max_short_term_lufs=curve.max_short_term_lufs(),
        true_peak_dbtp=db_from_amplitude(true_peak),
        sample_peak_dbfs=db_from_amplitude(sample_peak),
    )


def _timeline(curve: LoudnessCurve, spectra: Spectra, true_peaks: npt.NDArray[np.float32]) -> Timeline:
    hops = len(true_peaks)
    short_term = curve.short_term_lufs(hops)
    with np.errstate(divide="ignore"):
        peak_db = 20.0 * np.log10(true_peaks.astype(np.float64))
    return Timeline(
        hop_s=1.0 / HOPS_PER_SECOND,
        momentary_lufs=curve.momentary_lufs(hops),
        short_term_lufs=short_term,
        true_peak_dbtp=peak_db,
        psr_db=_psr_db(peak_db, short_term),
        band_hop_s=1.0 / POINTS_PER_SECOND,
        band_frequencies_hz=THIRD_OCTAVE_HZ,
        band_mid_power=spectra.band_mid_power,
        band_side_power=spectra.band_side_power,
    )


def _psr_db(peak_db: npt.NDArray[np.float64], short_term: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """True peak of the last 3 s minus their loudness; -inf where that is silence or incomplete."""
    padded = np.concatenate([np.full(SHORT_TERM_HOPS, -np.inf), peak_db])
    highest = np.lib.stride_tricks.sliding_window_view(padded, SHORT_TERM_HOPS).max(axis=1)[1:]
    psr = np.full(len(peak_db), -np.inf)
    np.subtract(highest, short_term, out=psr, where=np.isfinite(short_term))
    return psr


def _as_finding(remark: Warning | Finding) -> Finding:
    return remark if isinstance(remark, Finding) else Finding(remark.code, "warning", remark.message)
