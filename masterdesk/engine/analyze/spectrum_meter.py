"""Power over frequency of mid and side: third octaves over time, and whole spectra summed over the track.

Two resolutions run side by side. Bands that are narrower than two bins of the
short window (below 90 Hz) are measured on the decimated signal with a window
of twice the time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from masterdesk.engine.analyze.decimator import Decimator
from masterdesk.engine.analyze.fine_spectrum import FineSpectrum
from masterdesk.engine.analyze.point_table import PointTable
from masterdesk.engine.dsp.bands import THIRD_OCTAVE_HZ, band_shares, hann, power_scale, stft_frames, third_octave_edges
from masterdesk.engine.types.analysis import LongTermSpectrum

Float32Array = npt.NDArray[np.float32]
FloatArray = npt.NDArray[np.float64]

POINTS_PER_SECOND = 20
#: The first bands of THIRD_OCTAVE_HZ, up to 79 Hz, come from the long window.
LOW_BANDS = 7
#: The low signal has one sample for each 1/128 of the short window; its window has 256.
LOW_WINDOW = 256
DECIMATIONS_PER_WINDOW = 128
#: Up to this frequency, the upper edge of a third octave, a long-term spectrum has fine bins.
FINE_TO_HZ = 222.7


@dataclass(frozen=True, eq=False)
class SummedSpectrum:
    """Mean power per bin of mid and side over a track, and the mean of mid times side (real part)."""

    bin_hz: float
    mid: FloatArray
    side: FloatArray
    cross: FloatArray

    def between(self, from_hz: float, to_hz: float) -> tuple[float, float, float]:
        """Power of mid, of side, and their product within a range of frequency."""
        shares = band_shares([from_hz, to_hz], 2 * (len(self.mid) - 1), 2 * (len(self.mid) - 1) * self.bin_hz)[:, 0]
        return float(shares @ self.mid), float(shares @ self.side), float(shares @ self.cross)


class SpectrumStream:
    """Short-time spectra of one or two signals, one every 1/20 s, centered in that time.

    `delay` is by how many frames the signals come late. Once `end` is set, no
    more than so many points are measured.
    """

    def __init__(self, sample_rate: float, window_frames: int, rows: int, edges_hz: FloatArray, delay: int = 0) -> None:
        self._rate, self._frames, self._delay = sample_rate, window_frames, delay
        self._window = hann(window_frames).astype(np.float32)
        scale = power_scale(hann(window_frames))
        shares = band_shares(edges_hz, window_frames, sample_rate) * scale
        # Real and imaginary parts are squared where they lie, side by side.
        self._shares = np.repeat(shares, 2, axis=0).astype(np.float32)
        self._scale = scale
        self._held = np.zeros((rows, window_frames), dtype=np.float32)
        self._held_from = -window_frames
        self._powers = np.zeros((rows, window_frames + 2))
        self._cross = np.zeros(window_frames + 2)
        self.points = 0
        self.end: int | None = None

    def push(self, signal: Float32Array) -> Float32Array:
        """Take the next frames, (rows, frames); return the points that are now complete, (rows, points, bands)."""
        held = np.concatenate([self._held, signal], axis=1)
        starts = self._starts(self._held_from + held.shape[1])
        bands = self._measure(held, starts - self._held_from)
        self.points += len(starts)
        keep_from = min(max(self._start(self.points) - self._held_from, 0), held.shape[1])
        self._held = held[:, keep_from:]
        self._held_from += keep_from
        return bands

    def spectrum(self, points: int) -> SummedSpectrum:
        """What was summed up, per point of `points`."""
        bins = self._frames // 2 + 1
        scaled = np.vstack([self._powers, self._cross]) * (self._scale / max(points, 1))
        sums = scaled.reshape(-1, bins, 2).sum(axis=2)
        side = sums[1] if len(sums) == 3 else np.zeros(bins)
        return SummedSpectrum(self._rate / self._frames, sums[0], side, sums[-1])

    def _start(self, point: int) -> int:
        return round((point + 0.5) * self._rate / POINTS_PER_SECOND) + self._delay - self._frames // 2

    def _starts(self, end: int) -> npt.NDArray[np.intp]:
        starts: list[int] = []
        while self.points + len(starts) != self.end:
            start = self._start(self.points + len(starts))
            if start + self._frames > end:
                break
            starts.append(start)
        return np.array(starts, dtype=np.intp)

    def _measure(self, held: Float32Array, starts: npt.NDArray[np.intp]) -> Float32Array:
        rows, bands = len(held), self._shares.shape[1]
        if not len(starts):
            return np.zeros((rows, 0, bands), dtype=np.float32)
        frames = np.lib.stride_tricks.sliding_window_view(held, self._frames, axis=1)[:, starts]
        frames *= self._window
        spectra = scipy.fft.rfft(frames, axis=2, overwrite_x=True).view(np.float32)
        if rows == 2:
            self._cross += np.einsum("pk,pk->k", spectra[0], spectra[1])
        np.multiply(spectra, spectra, out=spectra)
        self._powers += spectra.sum(axis=1)
        return np.asarray(spectra @ self._shares)


class SpectrumMeter:
    """Third-octave powers of mid and side over time, and the summed spectra."""

    def __init__(self, sample_rate: int, rows: int, expected_frames: int | None) -> None:
        window = stft_frames(sample_rate)
        bands = len(THIRD_OCTAVE_HZ)
        self._rate = sample_rate
        self._decimator = Decimator(window // DECIMATIONS_PER_WINDOW, rows)
        low_rate = sample_rate / self._decimator.factor
        low_edges, high_edges = third_octave_edges(0, LOW_BANDS), third_octave_edges(LOW_BANDS, bands - LOW_BANDS)
        self._low = SpectrumStream(low_rate, LOW_WINDOW, rows, low_edges, self._decimator.delay)
        self._high = SpectrumStream(sample_rate, window, rows, high_edges)
        self._fine = FineSpectrum(low_rate, rows)
        expected = 0 if expected_frames is None else _points(expected_frames, sample_rate)
        self._table = PointTable(rows * bands, expected)
        self._rows = rows
        self._frames = 0

    def push(self, parts: Float32Array) -> None:
        """Take the next frames of mid and side, (1 or 2, frames)."""
        self._frames += parts.shape[1]
        self._measure(parts)

    def _measure(self, parts: Float32Array) -> None:
        self._run(self._high, parts, LOW_BANDS)
        low = self._decimator.process(parts)
        self._run(self._low, low, 0)
        self._fine.push(low)

    def _run(self, stream: SpectrumStream, signal: Float32Array, first_band: int) -> None:
        point = stream.points
        for row, powers in enumerate(stream.push(signal)):
            self._table.put(point, row * len(THIRD_OCTAVE_HZ) + first_band, powers)

    def finish(self) -> Spectra:
        """End the stream; what was measured, one point per started 1/20 s."""
        points, bands = _points(self._frames, self._rate), len(THIRD_OCTAVE_HZ)
        self._low.end = self._high.end = points
        while min(self._low.points, self._high.points) < points:
            self._measure(np.zeros((self._rows, self._rate), dtype=np.float32))
        # Laid out as they will be after they were sent to another process: sums then round alike, to the last bit.
        mid = self._table.series(0, bands, points)
        side = self._table.series(bands, bands, points) if self._rows == 2 else np.zeros_like(mid)
        high = self._high.spectrum(points)
        return Spectra(high, self._low.spectrum(points), mid, side, _long_term(high, self._fine))


def _long_term(high: SummedSpectrum, fine: FineSpectrum) -> LongTermSpectrum:
    """Fine bins up to `FINE_TO_HZ`, then those of the short window, of which the first is cut there."""
    power = fine.power()
    low = min(int(FINE_TO_HZ / fine.bin_hz), power.shape[1] - 1)
    edge_hz = (low + 0.5) * fine.bin_hz
    first = int(edge_hz / high.bin_hz + 0.5)
    to_hz = np.concatenate(
        [(np.arange(low + 1) + 0.5) * fine.bin_hz, (np.arange(first, high.mid.size) + 0.5) * high.bin_hz]
    )
    share = (first + 0.5) - edge_hz / high.bin_hz
    upper = np.stack([high.mid, high.side])[:, first:]
    upper[:, 0] *= share
    lower = np.concatenate([power, np.zeros((2 - len(power), power.shape[1]))])[:, : low + 1]
    mid, side = np.concatenate([lower, upper], axis=1)
    return LongTermSpectrum(to_hz, mid, side)


def _points(frames: int, sample_rate: int) -> int:
    return -(-frames * POINTS_PER_SECOND // sample_rate)


@dataclass(frozen=True, eq=False)
class Spectra:
    """Result of a SpectrumMeter: summed spectra, (31, points) powers of mid and side, and the long-term spectrum."""

    high: SummedSpectrum
    low: SummedSpectrum
    band_mid_power: Float32Array
    band_side_power: Float32Array
    long_term: LongTermSpectrum
