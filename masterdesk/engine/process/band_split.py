"""From the signal to the low-passes whose differences are its bands, and to the power of each band."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.crossover import Crossover, stop_hz
from masterdesk.engine.dsp.envelope import SampledPower, SteppedPower
from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.dsp.silence import sounding_parts

FloatArray = npt.NDArray[np.float32]
Powers = npt.NDArray[np.float64]

#: A crossover must lie below this share of the sample rate, or the bands above it are left out.
HIGHEST_CROSSOVER = 0.4
#: A lowest crossover below this share of the step rate leaves a band that one sample per step describes.
HIGHEST_SAMPLED_CROSSOVER = 0.22
#: What a low-pass leaves must end below this share of half the rate at which it is made.
FILLED_SHARE = 0.8
#: Frames of the lowest rate in a step, so that ramps and powers are the same at any rate.
LEAST_PER_STEP = 4
#: Low-passes are made at a lower rate where that is this many times lower at least.
LEAST_DECIMATION = 4


class BandSplit:
    """Low-passes at rising frequencies: `slow` ones at a rate `every` times lower, and `fast` ones at the full rate.

    The highest crossover is always among the fast. There are `count` bands.
    """

    def __init__(self, crossovers_hz: Sequence[float], sample_rate: int, channels: int, taps: int, step: int) -> None:
        kept = [hz for hz in crossovers_hz if hz < HIGHEST_CROSSOVER * sample_rate]
        decimations = [_decimation(hz, sample_rate, step) for hz in kept]
        self.slow = sum(every >= LEAST_DECIMATION for every in decimations[:-1])
        self.every = min(decimations[: self.slow], default=1)
        self.fast = len(kept) - self.slow
        self.count = len(kept) + 1
        self._step, self._taps = step, taps
        self._crossover = Crossover(sample_rate, taps)
        low_pass = self._crossover.low_pass
        self._slow = [low_pass(hz, self.every) for hz in kept[: self.slow]]
        self._fast = [low_pass(hz) for hz in kept[self.slow :]]
        self._between: list[FloatArray] = []
        if self._slow:
            # Between the two kinds there is a band whose power is measured at a rate of its own.
            every = decimations[self.slow]
            self._between = [low_pass(kept[self.slow], every) - low_pass(kept[self.slow - 1], every)]
        self._meters = self._power_meters(kept, decimations, sample_rate, channels)

    def split(self, audio: Block, slow: FloatArray, fast: FloatArray) -> list[Powers]:
        """Filter `audio` (channels, taps + frames) and measure each band's power per step.

        Low-passes go to `slow` (low-passes, channels, frames / every) and to all but the last of `fast`
        (low-passes + 1, channels, frames), which takes the signal itself.
        """
        spectra = self._crossover.spectra(audio)
        for response, out in zip((*self._slow, *self._fast), (*slow, *fast[:-1]), strict=True):
            self._crossover.filtered(spectra, response, out)
        half = self._taps // 2
        fast[-1] = audio[:, half : half + fast.shape[2]]
        between = [self._filtered(spectra, response, fast.shape[2]) for response in self._between]
        self._silence(audio, slow, fast[:-1], *(band[np.newaxis] for band in between))
        return [meter.push(band) for meter, band in zip(self._meters, _bands(slow, between, fast), strict=True)]

    def _filtered(self, spectra: npt.NDArray[np.complexfloating], response: FloatArray, frames: int) -> FloatArray:
        every = (self._slow[0].size - 1) * self.every // (response.size - 1)
        out = np.empty((len(spectra), frames // every), dtype=np.float32)
        self._crossover.filtered(spectra, response, out)
        return out

    def _silence(self, audio: Block, *filtered: FloatArray) -> None:
        """Clear what rounding left of the low-passes where all their input is digital silence."""
        sounding = sounding_parts(audio, self._step)
        if sounding.all():
            return
        reach = self._taps // self._step
        before = np.concatenate([[0], np.cumsum(sounding)])
        silent = before[reach + 1 :] == before[: -reach - 1]
        for signals in filtered:
            count, channels, frames = signals.shape
            signals.reshape(count, channels, silent.size, frames // silent.size)[:, :, silent] = 0.0

    def _power_meters(
        self, crossovers_hz: list[float], decimations: list[int], sample_rate: int, channels: int
    ) -> list[SampledPower | SteppedPower]:
        """One meter per band; the bass is slow enough to be sampled, once what lies below it is taken out."""
        rates = [self.every] * self.slow + [1] * (self.count - self.slow)
        if self.slow:
            rates[self.slow] = decimations[self.slow]
        meters: list[SampledPower | SteppedPower] = [SteppedPower(self._step // every) for every in rates]
        if crossovers_hz and crossovers_hz[0] < HIGHEST_SAMPLED_CROSSOVER * sample_rate / self._step:
            meters[0] = SampledPower(self._step // rates[0], sample_rate / rates[0], channels)
        return meters


def _bands(slow: FloatArray, between: list[FloatArray], fast: FloatArray) -> list[FloatArray]:
    """The differences of neighbors, each at the rate of the meter that takes it."""
    lowest = [slow[0]] if len(slow) else [fast[0]]
    slow_bands = [upper - lower for lower, upper in itertools.pairwise(slow)]
    fast_bands = [upper - lower for lower, upper in itertools.pairwise(fast)]
    return [*lowest, *slow_bands, *between, *fast_bands]


def _decimation(crossover_hz: float, sample_rate: int, step: int) -> int:
    """By what power of two the rate of a low-pass can be lowered."""
    every = 1
    while 2 * every * LEAST_PER_STEP <= step and stop_hz(crossover_hz) <= FILLED_SHARE * sample_rate / (4 * every):
        every *= 2
    return every
