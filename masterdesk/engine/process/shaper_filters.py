"""The filters of the shaper: from gains in dB at plan points to transfer functions at each window."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.fft

from masterdesk.engine.dsp.gain_filters import FilterBins, filter_taper, half_filter_frames
from masterdesk.engine.process.windows import transform_frames
from masterdesk.engine.types.plan import TonePlan, WidthPlan

FloatArray = npt.NDArray[np.float32]
Gains = npt.NDArray[np.float64]

#: A filter is designed over so many times half its length, then cut to its length by a taper.
DESIGN_HALVES = 4

#: Points designed at once, which suits the transform's vector units.
DESIGNED_TOGETHER = 4

_NEPER_PER_DB = np.float32(np.log(10.0) / 20.0)


class ShaperFilters:
    """Real, zero-phase transfer functions of the windows of a track, one value per bin of their transform.

    Without a width plan mid and side share one; with it the first is of mid, the second of side.
    """

    def __init__(self, tone: TonePlan | None, width: WidthPlan | None, sample_rate: int) -> None:
        self._tone, self._width = tone, width
        self._sample_rate = sample_rate
        self._half, self._size = half_filter_frames(sample_rate), transform_frames(sample_rate)
        self._bins = FilterBins(np.fft.rfftfreq(DESIGN_HALVES * self._half, 1.0 / sample_rate))
        self._taper = filter_taper(self._half).astype(np.float32)
        self._known: dict[int, FloatArray] = {}
        self._side_db = None if width is None else self._over_bins(width.side_gain_db, width.frequencies_hz)

    def applied(
        self, spectra: npt.NDArray[np.complexfloating], centers: npt.NDArray[np.int_]
    ) -> npt.NDArray[np.complexfloating]:
        """Spectra (channels, windows, bins) of the windows around the frames `centers`, filtered."""
        if self._tone is None:
            return spectra * self._at_point(0)[:, np.newaxis]
        at = centers / (self._sample_rate * self._tone.hop_s) - 0.5
        at = np.clip(at, 0.0, self._tone.gain_db.shape[1] - 1.0)
        points = np.minimum(at.astype(np.int64), max(self._tone.gain_db.shape[1] - 2, 0))
        shares = (at - points).astype(np.float32)
        self._forget_before(int(points[0]))
        filtered = np.empty_like(spectra)
        for index, (point, share) in enumerate(zip(points, shares, strict=True)):
            np.multiply(spectra[:, index], self._between(int(point), share), out=filtered[:, index])
        return filtered

    def _between(self, point: int, share: np.float32) -> FloatArray:
        here = self._at_point(point)
        return here if share == 0.0 else here + share * (self._at_point(point + 1) - here)

    def _forget_before(self, point: int) -> None:
        for old in [known for known in self._known if known < point]:
            del self._known[old]

    def _at_point(self, point: int) -> FloatArray:
        if point not in self._known:
            last = 1 if self._tone is None else self._tone.gain_db.shape[1]
            ahead = range(point, min(point + DESIGNED_TOGETHER, last))
            self._known.update(zip(ahead, self._designed(ahead), strict=True))
        return self._known[point]

    def _designed(self, points: range) -> FloatArray:
        """Transfer functions at some points of the plan, (points, 1 or 2, bins)."""
        gain_db = np.zeros((len(points), 1, self._bins.size), dtype=np.float32)
        if self._tone is not None:
            for index, point in enumerate(points):
                gain_db[index, 0] = self._over_bins(self._tone.gain_db[:, point], self._tone.frequencies_hz)
        if self._side_db is not None:
            gain_db = np.concatenate([gain_db, gain_db + self._side_db], axis=1)
        response = scipy.fft.irfft(np.exp(gain_db * _NEPER_PER_DB), axis=2)[:, :, : self._half] * self._taper
        padded = np.zeros((*response.shape[:2], self._size), dtype=np.float32)
        padded[:, :, : self._half] = response
        padded[:, :, 1 - self._half :] = response[:, :, :0:-1]
        return np.ascontiguousarray(scipy.fft.rfft(padded, axis=2).real)

    def _over_bins(self, gain_db: Gains, frequencies_hz: Gains) -> FloatArray:
        return self._bins.gain_db(gain_db, frequencies_hz).astype(np.float32)
