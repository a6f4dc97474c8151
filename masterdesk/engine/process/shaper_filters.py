"""The filters of the shaper: from gains in dB at plan points to transfer functions at each window."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.fft

from masterdesk.engine.types.plan import TonePlan, WidthPlan

FloatArray = npt.NDArray[np.float32]
Gains = npt.NDArray[np.float64]

#: Below this frequency boosts fade, an octave down they are gone: nothing to hear, only rumble to lift.
LOWEST_HZ = 18.0


class ShaperFilters:
    """Real, zero-phase transfer functions of the windows of a track, 2 hops + 1 bins each.

    Without a width plan mid and side share one; with it the first is of mid, the second of side.
    """

    def __init__(self, tone: TonePlan | None, width: WidthPlan | None, sample_rate: int, hop: int) -> None:
        self._tone, self._width = tone, width
        self._sample_rate, self._hop = sample_rate, hop
        self._bins_hz = np.fft.rfftfreq(4 * hop, 1.0 / sample_rate)
        self._octaves = np.log2(np.maximum(self._bins_hz, 1.0))
        self._lifted = np.clip(self._octaves - np.log2(LOWEST_HZ) + 1.0, 0.0, 1.0)
        self._taper = _symmetric_hann(hop)
        self._known: dict[int, FloatArray] = {}
        self._side_db = None if width is None else self._over_bins(width.side_gain_db, width.frequencies_hz)

    def apply(self, spectra: npt.NDArray[np.complexfloating], starts: npt.NDArray[np.int_]) -> None:
        """Multiply spectra (channels, windows, bins) of the windows that begin at frames `starts`, in place."""
        if self._tone is None:
            spectra *= self._at_point(0)[:, np.newaxis]
            return
        centers = (starts + self._hop) / (self._sample_rate * self._tone.hop_s) - 0.5
        centers = np.clip(centers, 0.0, self._tone.gain_db.shape[1] - 1.0)
        points = np.minimum(centers.astype(np.int64), max(self._tone.gain_db.shape[1] - 2, 0))
        shares = (centers - points).astype(np.float32)
        self._forget_before(int(points[0]))
        for index, (point, share) in enumerate(zip(points, shares, strict=True)):
            spectra[:, index] *= self._between(int(point), share)

    def _between(self, point: int, share: np.float32) -> FloatArray:
        here = self._at_point(point)
        return here if share == 0.0 else here + share * (self._at_point(point + 1) - here)

    def _forget_before(self, point: int) -> None:
        for old in [known for known in self._known if known < point]:
            del self._known[old]

    def _at_point(self, point: int) -> FloatArray:
        if point not in self._known:
            self._known[point] = self._designed(point)
        return self._known[point]

    def _designed(self, point: int) -> FloatArray:
        gain_db = np.zeros((1, self._bins_hz.size))
        if self._tone is not None:
            gain_db = self._over_bins(self._tone.gain_db[:, point], self._tone.frequencies_hz)
        if self._side_db is not None:
            gain_db = np.concatenate([gain_db, gain_db + self._side_db])
        response = scipy.fft.irfft(10.0 ** (gain_db / 20.0), axis=1) * self._taper
        return np.asarray(scipy.fft.rfft(response, axis=1).real, dtype=np.float32)

    def _over_bins(self, gain_db: Gains, frequencies_hz: Gains) -> Gains:
        """Gains at the transform's bins, shape (1, bins): straight over log frequency, held beyond the ends."""
        over = np.interp(self._octaves, np.log2(frequencies_hz), gain_db)
        return np.asarray(np.minimum(over, over * self._lifted))[np.newaxis]


def _symmetric_hann(hop: int) -> npt.NDArray[np.float64]:
    """A Hann window of two hops around time 0, which a transform of four hops holds at both its ends."""
    taper = np.zeros(4 * hop)
    half = 0.5 + 0.5 * np.cos(np.pi * np.arange(hop) / hop)
    taper[:hop] = half
    taper[-hop + 1 :] = half[:0:-1]
    return taper
