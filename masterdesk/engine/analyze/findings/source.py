"""Findings on where the samples came from: a lossy codec, a lower rate, fewer bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from masterdesk.engine.analyze.evidence import Evidence
from masterdesk.engine.analyze.spectrum_meter import SummedSpectrum
from masterdesk.engine.types.findings import Finding

#: A cutoff is a fall of this much within 600 Hz, with nothing rising again above it. Music by
#: itself falls by less than 20 dB there, through a lossy codec or a resampler by 35 to 85.
FALL_DB = 30.0
BEFORE_HZ, NEAR_HZ = 700.0, 300.0
STEP_HZ = 100.0
LOWEST_CUTOFF_HZ = 9000.0
#: Converters and resamplers of a file's own rate may cut from here on.
HIGHEST_SHARE_OF_RATE = 0.464
HIGH_RATE = 64_000
#: Half the rates of 22.05 and 24 kHz sources; a lossy cutoff lies higher.
HIGHEST_LOW_RATE_CUTOFF_HZ = 12_300.0
#: Up to this many bits the noise itself is worth a word.
NOISY_BITS = 12
#: A shorter track has too few spectra for a mean.
SHORTEST_S = 2.0
COMMON_RATES = (22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000)


@dataclass(frozen=True)
class Cutoff:
    """Where a spectrum ends abruptly, and by how much it falls."""

    frequency_hz: float
    fall_db: float


def lossy_source(evidence: Evidence) -> Finding | None:
    """A lossless file made from a lossy one."""
    cutoff = _cutoff_of(evidence)
    if cutoff is None or _is_resampled(evidence, cutoff):
        return None
    return Finding(
        "lossy_source",
        "warning",
        f"All sound ends abruptly at {cutoff.frequency_hz / 1000.0:.1f} kHz, as in an MP3, AAC or Vorbis file: this "
        f"{evidence.format.container.upper()} was most likely made from one. Mastering brings out what such a codec "
        "leaves behind; use the original export if there is one.",
    )


def resampled_source(evidence: Evidence) -> Finding | None:
    """A file made from one with a lower sample rate."""
    cutoff = _cutoff_of(evidence)
    if cutoff is None or not _is_resampled(evidence, cutoff):
        return None
    rate = evidence.format.sample_rate
    source = min((r for r in COMMON_RATES if r / 2 >= cutoff.frequency_hz - NEAR_HZ), default=rate)
    return Finding(
        "resampled_source",
        "info",
        f"There is nothing above {cutoff.frequency_hz / 1000.0:.1f} kHz though the file has {rate / 1000.0:g} kHz: "
        f"it was converted up from {source / 1000.0:g} kHz or less. That does no harm, but a master at "
        f"{min(max(source, 44_100), rate) / 1000.0:g} kHz loses nothing.",
    )


def low_bit_depth(evidence: Evidence) -> Finding | None:
    """Few bits, or fewer in use than are stored."""
    bits, depth = evidence.levels.word_length, evidence.format.bit_depth
    if depth is not None and depth <= NOISY_BITS:
        return Finding(
            "low_bit_depth",
            "warning",
            f"The file has only {depth} bits, whose noise is heard in quiet passages and rises when the track is made "
            "loud. If the mix is at hand, export it with 24 bits.",
        )
    if bits is None or depth is None:
        return None
    return Finding(
        "low_bit_depth",
        "info",
        f"The file stores {depth} bits but uses only {bits}: it was exported or converted with {bits} bits before, "
        "and the rest is zeros. If the mix is at hand, export it with 24 bits.",
    )


def _cutoff_of(evidence: Evidence) -> Cutoff | None:
    """The cutoff of a lossless file; a lossy one says by its codec what it is."""
    if not evidence.format.is_lossless or (evidence.format.duration or 0.0) < SHORTEST_S:
        return None
    return find_cutoff(evidence.tone.spectra.high, evidence.format.sample_rate)


def _is_resampled(evidence: Evidence, cutoff: Cutoff) -> bool:
    return evidence.format.sample_rate >= HIGH_RATE or cutoff.frequency_hz < HIGHEST_LOW_RATE_CUTOFF_HZ


def find_cutoff(spectrum: SummedSpectrum, sample_rate: int) -> Cutoff | None:
    """Where the mean spectrum of a track falls off a cliff; `None` where it does not."""
    per_step = max(1, round(STEP_HZ / spectrum.bin_hz))
    power = spectrum.mid + spectrum.side
    steps = len(power) // per_step
    level_db = 10.0 * np.log10(power[: steps * per_step].reshape(steps, per_step).mean(axis=1) + 1e-30)
    step_hz = per_step * spectrum.bin_hz
    frequency = (np.arange(steps) + 0.5) * step_hz
    # The last steps below half the rate are left out: dither is often pushed up there.
    top = int(np.searchsorted(frequency, sample_rate / 2 - NEAR_HZ))
    highest_from = np.maximum.accumulate(level_db[:top][::-1])[::-1]
    before, near = round(BEFORE_HZ / step_hz), round(NEAR_HZ / step_hz)
    best: Cutoff | None = None
    for step in np.flatnonzero((frequency > LOWEST_CUTOFF_HZ) & (frequency < HIGHEST_SHARE_OF_RATE * sample_rate)):
        if step + near >= top:
            break
        fall = float(np.median(level_db[step - before : step - near + 1]) - highest_from[step + near])
        if fall > (best.fall_db if best else FALL_DB):
            best = Cutoff(float(frequency[step]), fall)
    return best
