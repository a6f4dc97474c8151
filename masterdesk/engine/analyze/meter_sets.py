"""The meters of a track in two sets of about the same cost, so that two processes can share an analysis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from masterdesk.engine.analyze.clip_detector import ClipDetector, FlatTops
from masterdesk.engine.analyze.loudness_meter import LoudnessCurve, LoudnessMeter
from masterdesk.engine.analyze.mid_side import MidSide
from masterdesk.engine.analyze.spectrum_meter import Spectra, SpectrumMeter
from masterdesk.engine.analyze.stereo_meter import StereoEnergy, StereoMeter
from masterdesk.engine.analyze.word_length import WordLengthMeter
from masterdesk.engine.dsp.processor import Block, Rechunker
from masterdesk.engine.dsp.true_peak import TruePeakMeter
from masterdesk.engine.types.audio_format import AudioFormat

Float32Array = npt.NDArray[np.float32]
R = TypeVar("R", covariant=True)


class Meters(Protocol[R]):
    """Take a track in pieces of a second, (channels, frames), the last one shorter, and say what they found."""

    def push(self, second: Float32Array) -> None:
        """Take the next second."""
        ...

    def finish(self) -> R:
        """Draw the sum; nothing may be pushed after it."""
        ...


def read(meters: Meters[R], sample_rate: int, blocks: Iterable[Block]) -> R:
    """Have `blocks` of any size, (channels, frames) in float32, every sample finite, measured."""
    seconds = Rechunker(sample_rate)
    for block in blocks:
        for second in seconds.push(block):
            meters.push(np.ascontiguousarray(second, dtype=np.float32))
    rest = seconds.rest()
    if rest is not None:
        meters.push(np.ascontiguousarray(rest, dtype=np.float32))
    return meters.finish()


@dataclass(frozen=True, eq=False)
class LevelReadings:
    """Levels of a track; `true_peaks` and `sample_peaks` are linear, the highest per started 100 ms."""

    frames: int
    curve: LoudnessCurve
    true_peaks: Float32Array
    sample_peaks: Float32Array
    channel_means: npt.NDArray[np.float64]
    channel_peaks: npt.NDArray[np.float64]
    flat_tops: tuple[FlatTops, ...]
    word_length: int | None


class LevelMeters:
    """Loudness, peaks, clipping and word length."""

    def __init__(self, audio_format: AudioFormat) -> None:
        rate, channels = audio_format.sample_rate, audio_format.channels
        self._loudness = LoudnessMeter(audio_format)
        self._true_peak = TruePeakMeter(rate, channels)
        self._clips = ClipDetector()
        self._word_length = WordLengthMeter(audio_format)
        self._frames = 0
        self._sums = np.zeros(channels)
        self._peaks = np.zeros(channels)

    def push(self, second: Float32Array) -> None:
        """Take the next second."""
        self._frames += second.shape[1]
        self._sums += second.sum(axis=1)
        np.maximum(self._peaks, np.maximum(second.max(axis=1), -second.min(axis=1)), out=self._peaks)
        self._loudness.push(second)
        self._true_peak.push(second)
        self._clips.push(second)
        self._word_length.push(second)

    def finish(self) -> LevelReadings:
        """Draw the sum."""
        true_peaks, sample_peaks = self._true_peak.finish()
        return LevelReadings(
            frames=self._frames,
            curve=self._loudness.finish(),
            true_peaks=true_peaks,
            sample_peaks=sample_peaks,
            channel_means=self._sums / max(self._frames, 1),
            channel_peaks=self._peaks,
            flat_tops=self._clips.finish(),
            word_length=self._word_length.finish(),
        )


@dataclass(frozen=True, eq=False)
class ToneReadings:
    """Spectra and stereo energy of a track."""

    spectra: Spectra
    energy: StereoEnergy


class ToneMeters:
    """Spectrum and stereo image."""

    def __init__(self, audio_format: AudioFormat) -> None:
        rate, channels = audio_format.sample_rate, audio_format.channels
        self._mid_side = MidSide(audio_format.channel_order, channels)
        self._spectrum = SpectrumMeter(rate, min(channels, 2), audio_format.frames)
        self._stereo = StereoMeter(rate)

    def push(self, second: Float32Array) -> None:
        """Take the next second."""
        parts = self._mid_side.split(second)
        self._spectrum.push(parts)
        self._stereo.push(parts)

    def finish(self) -> ToneReadings:
        """Draw the sum."""
        return ToneReadings(self._spectrum.finish(), self._stereo.finish())
