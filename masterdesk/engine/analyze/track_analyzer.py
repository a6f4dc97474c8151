"""One pass over a track: every meter is fed the same seconds, and memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from masterdesk.engine.analyze.clip_detector import ClipDetector
from masterdesk.engine.analyze.evidence import Evidence
from masterdesk.engine.analyze.findings import find_all
from masterdesk.engine.analyze.loudness_meter import LoudnessCurve, LoudnessMeter
from masterdesk.engine.analyze.mid_side import MidSide
from masterdesk.engine.analyze.spectrum_meter import POINTS_PER_SECOND, Spectra, SpectrumMeter
from masterdesk.engine.analyze.stereo_meter import StereoMeter, stereo_image
from masterdesk.engine.analyze.tone import eq_levels
from masterdesk.engine.analyze.word_length import WordLengthMeter
from masterdesk.engine.dsp.bands import THIRD_OCTAVE_HZ
from masterdesk.engine.dsp.loudness import HOPS_PER_SECOND, SHORT_TERM_HOPS
from masterdesk.engine.dsp.processor import Block, Rechunker
from masterdesk.engine.dsp.true_peak import TruePeakMeter
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
    analyzer = TrackAnalyzer(audio_format)
    for block in blocks:
        analyzer.push(block)
    return analyzer.finish(file, warnings() if callable(warnings) else warnings)


class TrackAnalyzer:
    """`analyze` for whoever has the blocks pass by."""

    def __init__(self, audio_format: AudioFormat) -> None:
        rate, channels = audio_format.sample_rate, audio_format.channels
        self._format = audio_format
        self._seconds = Rechunker(rate)
        self._mid_side = MidSide(audio_format.channel_order, channels)
        self._loudness = LoudnessMeter(audio_format)
        self._true_peak = TruePeakMeter(rate, channels)
        self._spectrum = SpectrumMeter(rate, min(channels, 2), audio_format.frames)
        self._stereo = StereoMeter(rate)
        self._clips = ClipDetector()
        self._word_length = WordLengthMeter(audio_format)
        self._frames = 0
        self._sums = np.zeros(channels)
        self._peaks = np.zeros(channels)

    def push(self, block: Block) -> None:
        """Take the next frames, (channels, frames) in float32, every sample finite."""
        for second in self._seconds.push(block):
            self._measure(second)

    def finish(self, file: str, warnings: Remarks = ()) -> Analysis:
        """End the track and draw the sum. `file` is its name as given."""
        rest = self._seconds.rest()
        if rest is not None:
            self._measure(rest)
        evidence = self._evidence()
        remarks = tuple(_as_finding(warning) for warning in warnings)
        eq = eq_levels(evidence.spectra, self._format.sample_rate)
        findings = remarks + find_all(evidence)
        return Analysis(
            file=file,
            format=evidence.format,
            loudness=evidence.loudness,
            eq=eq,
            stereo=evidence.stereo,
            findings=findings,
            timeline=evidence.timeline,
            spectrum=evidence.spectra.long_term,
        )

    def _measure(self, second: Block) -> None:
        samples = np.ascontiguousarray(second, dtype=np.float32)
        self._frames += samples.shape[1]
        self._sums += samples.sum(axis=1)
        np.maximum(self._peaks, np.maximum(samples.max(axis=1), -samples.min(axis=1)), out=self._peaks)
        parts = self._mid_side.split(samples)
        self._loudness.push(samples)
        self._true_peak.push(samples)
        self._spectrum.push(parts)
        self._stereo.push(parts)
        self._clips.push(samples)
        self._word_length.push(samples)

    def _evidence(self) -> Evidence:
        curve, spectra, energy = self._loudness.finish(), self._spectrum.finish(), self._stereo.finish()
        true_peaks, sample_peaks = self._true_peak.finish()
        return Evidence(
            format=replace(self._format, frames=self._frames),
            loudness=_loudness(curve, float(true_peaks.max(initial=0.0)), float(self._peaks.max(initial=0.0))),
            curve=curve,
            stereo=stereo_image(energy, spectra),
            energy=energy,
            spectra=spectra,
            timeline=_timeline(curve, spectra, true_peaks),
            sample_peaks=sample_peaks,
            channel_means=self._sums / max(self._frames, 1),
            channel_peaks=self._peaks,
            flat_tops=self._clips.finish(),
            word_length=self._word_length.finish(),
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
        # Laid out as they will be after they were sent to another process: sums then round alike, to the last bit.
        band_mid_power=np.ascontiguousarray(spectra.band_mid_power),
        band_side_power=np.ascontiguousarray(spectra.band_side_power),
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
