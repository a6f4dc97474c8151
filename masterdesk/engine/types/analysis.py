"""What one pass over a track measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.findings import Finding

FloatArray = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Loudness:
    """ITU-R BS.1770-5 and EBU Tech 3341/3342 readings; `None` where there is no reading."""

    integrated_lufs: float | None
    range_lu: float | None
    max_momentary_lufs: float | None
    max_short_term_lufs: float | None
    true_peak_dbtp: float | None
    sample_peak_dbfs: float | None

    @property
    def plr_db(self) -> float | None:
        """Peak to loudness ratio: true peak minus integrated loudness, in dB."""
        if self.true_peak_dbtp is None or self.integrated_lufs is None:
            return None
        return self.true_peak_dbtp - self.integrated_lufs


@dataclass(frozen=True)
class EqBand:
    """Mean level of one band over the track, channels averaged in power."""

    frequency_hz: float
    level_db: float | None


@dataclass(frozen=True)
class StereoBand:
    """Stereo image of one band: `width` 0 (mono) .. 1 (side only), `correlation` -1 .. +1."""

    band: str
    from_hz: float
    to_hz: float
    width: float | None
    correlation: float | None


@dataclass(frozen=True)
class StereoImage:
    """Stereo image of a track; every value is `None` for silence.

    `width` is side RMS / (mid RMS + side RMS): 0 mono, 0.5 two unrelated
    channels, 1 side only. `balance_db` is right minus left power.
    """

    correlation: float | None
    width: float | None
    balance_db: float | None
    bands: tuple[StereoBand, ...]


@dataclass(frozen=True, eq=False)
class Timeline:
    """How a track develops, for plans and for graphs.

    Loudness and peak arrays have one value per `hop_s` (0.1 s): momentary and
    short-term readings are those of the window that ends at the end of the
    hop, -inf where nothing can be read; `psr_db` is the highest true peak of
    those 3 s minus their loudness. `band_*` arrays are float32 of shape
    (bands, points), one point per `band_hop_s` and centered in it: mean power
    of mid (L+R)/2 and side (L-R)/2 in the third octaves around
    `band_frequencies_hz` (a full-scale sine has the power 0.5). A hop or
    point that the track only begins counts too.
    """

    hop_s: float
    momentary_lufs: FloatArray
    short_term_lufs: FloatArray
    true_peak_dbtp: FloatArray
    psr_db: FloatArray
    band_hop_s: float
    band_frequencies_hz: FloatArray
    band_mid_power: FloatArray
    band_side_power: FloatArray


@dataclass(frozen=True, eq=False)
class LongTermSpectrum:
    """Mean power of mid and side over a track in narrow bins: about 1.4 Hz up to 223 Hz, then about 11 Hz.

    A bin reaches from the end of the one before (the first from 0) to its own `to_hz`.
    """

    to_hz: FloatArray
    mid_power: FloatArray
    side_power: FloatArray


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything one pass over a track found. `format.frames` is exact here."""

    file: str
    format: AudioFormat
    loudness: Loudness
    eq: tuple[EqBand, ...]
    stereo: StereoImage
    findings: tuple[Finding, ...]
    timeline: Timeline
    spectrum: LongTermSpectrum | None = None
