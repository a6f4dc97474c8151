"""The low end of a signal at a fraction of its rate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]

#: Length of the low-pass in output samples, and the shape of its Kaiser window: 80 dB of attenuation.
SPAN = 6
KAISER_BETA = 7.86


class Decimator:
    """Keeps one sample in `factor`, after a linear-phase low-pass.

    Flat and free of aliases to 80 dB up to 0.08 of the output rate. Output
    sample i is centered on input frame (i - `delay`) * factor.
    """

    delay = SPAN // 2 - 1

    def __init__(self, factor: int, rows: int) -> None:
        self.factor = factor
        taps = np.arange(SPAN * factor) - (SPAN * factor - 1) / 2.0
        lowpass = np.sinc(taps / factor) * np.kaiser(SPAN * factor, KAISER_BETA)
        # Column q weighs the samples of a run of `factor` frames for the output that comes q runs later.
        self._filter = np.ascontiguousarray((lowpass / lowpass.sum()).reshape(SPAN, factor)[::-1].T.astype(np.float32))
        self._held = np.zeros((rows, 0), dtype=np.float32)
        self._tails = np.zeros((rows, SPAN - 1, SPAN), dtype=np.float32)

    def process(self, signal: Float32Array) -> Float32Array:
        """Take the next frames, (rows, frames); return the output samples that are complete, (rows, n)."""
        whole = np.concatenate([self._held, signal], axis=1)
        count = whole.shape[1] // self.factor
        self._held = whole[:, count * self.factor :].copy()
        runs = whole[:, : count * self.factor].reshape(len(whole), count, self.factor)
        weighted = np.concatenate([self._tails, runs @ self._filter], axis=1)
        self._tails = weighted[:, count:].copy()
        return sum(
            (weighted[:, SPAN - 1 - q :][:, :count, q] for q in range(SPAN)), np.zeros_like(weighted[:, :count, 0])
        )
