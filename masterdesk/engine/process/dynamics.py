"""Multiband dynamics: each band's level decides its gain; with all gains at rest nothing is changed, to the bit."""

from __future__ import annotations

import itertools
import math

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.crossover import LowPasses
from masterdesk.engine.dsp.envelope import SampledPower, SteppedPower
from masterdesk.engine.dsp.grid import frames_at
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Rechunker
from masterdesk.engine.process.band_gain import BandGain, smoothing_reach
from masterdesk.engine.types.plan import DynamicsPlan

FloatArray = npt.NDArray[np.float32]

#: A crossover must lie below this share of the sample rate, or the bands above it are left out.
HIGHEST_CROSSOVER = 0.4
#: A lowest crossover below this share of the step rate leaves a band that one sample per step describes.
HIGHEST_SAMPLED_CROSSOVER = 0.22


def dynamics_preroll_frames(plan: DynamicsPlan, sample_rate: int) -> int:
    """Frames until the slowest release has fallen from full scale to the lowest level that matters."""
    seconds = max(float(band.level_db[-1] - band.level_db[0]) / band.release_db_per_s for band in plan.bands)
    return math.ceil(seconds * sample_rate) + _latency(plan, sample_rate) + _taps(sample_rate)


class DynamicsStage:
    """Bands from complementary low-passes L1, L2, ..., each with its own gain g1, g2, ..., gn.

    The output is gn x + (g1 - g2) L1 + (g2 - g3) L2 + ..., which is the sum of the bands times
    their gains, and x itself where all gains are 1. Gains are found once per `step`
    frames from the mean power of the channels and ramp in between.
    """

    def __init__(self, plan: DynamicsPlan, sample_rate: int, channels: int) -> None:
        crossovers = [hz for hz in plan.crossovers_hz if hz < HIGHEST_CROSSOVER * sample_rate]
        self._taps, self._step = _taps(sample_rate), _step(sample_rate)
        self._low_passes = LowPasses(crossovers, sample_rate, self._taps)
        step_s = self._step / sample_rate
        self._look = _lookahead(plan, step_s)
        self._gains = [BandGain(band, step_s, self._look) for band in plan.bands[: len(crossovers) + 1]]
        self._powers = _power_meters(crossovers, self._step, sample_rate, channels)
        self._ramp = (np.arange(self._step, dtype=np.float32) / np.float32(self._step))[np.newaxis]
        held = _gain_delay(self._look) * self._step
        self._before = np.zeros((channels, self._taps), dtype=np.float32)
        self._signals = np.zeros((len(crossovers) + 1, channels, held + GRID_FRAMES), dtype=np.float32)
        self._coefficients = np.zeros((len(crossovers) + 1, 1), dtype=np.float32)
        self._chunks = Rechunker(GRID_FRAMES)
        self._late = held + self._taps // 2
        self._taken = self._given = 0

    def process(self, block: Block) -> Block:
        """Take the next frames, shape (channels, frames); return those that are ready."""
        self._taken += block.shape[1]
        return self._joined([self._through(chunk) for chunk in self._chunks.push(block)])

    def flush(self) -> Block:
        """Return the frames held back."""
        rest = self._chunks.rest()
        missing = self._taken - self._given
        parts: list[Block] = []
        while sum(part.shape[1] for part in parts) < missing + self._late:
            padded = np.zeros((self._before.shape[0], GRID_FRAMES), dtype=np.float32)
            if rest is not None:
                padded[:, : rest.shape[1]] = rest
                rest = None
            parts.append(self._through(padded))
        return self._joined(parts)[:, :missing]

    def _joined(self, parts: list[Block]) -> Block:
        whole = np.concatenate(parts, axis=1) if parts else self._before[:, :0]
        if self._late:
            skipped = min(self._late, whole.shape[1])
            whole, self._late = whole[:, skipped:], self._late - skipped
        self._given += whole.shape[1]
        return whole

    def _through(self, chunk: Block) -> Block:
        """One chunk in, one chunk out, `_late` frames behind it."""
        audio = np.concatenate([self._before, chunk], axis=1, dtype=np.float32)
        self._before = audio[:, GRID_FRAMES:].copy()
        new = self._signals[:, :, -GRID_FRAMES:]
        half = self._taps // 2
        self._low_passes.split(audio, new[:-1])
        new[-1] = audio[:, half : half + GRID_FRAMES]
        self._silence(audio, new)
        coefficients = self._weights(new)
        out = self._mixed(np.concatenate([self._coefficients, coefficients], axis=1))
        self._coefficients = coefficients[:, -1:]
        self._signals[:, :, :-GRID_FRAMES] = self._signals[:, :, GRID_FRAMES:].copy()
        return out

    def _silence(self, audio: Block, signals: FloatArray) -> None:
        """Clear what rounding left of the low-passes where all their input is digital silence."""
        sounding = audio.any(axis=0).reshape(-1, self._step).any(axis=1)
        if sounding.all():
            return
        reach = self._taps // self._step
        count = np.concatenate([[0], np.cumsum(sounding)])
        for step in np.flatnonzero(count[reach + 1 :] == count[: -reach - 1]):
            signals[:-1, :, step * self._step : (step + 1) * self._step] = 0.0

    def _weights(self, signals: FloatArray) -> FloatArray:
        """What each low-pass and, last, the signal is multiplied by, shape (bands, steps)."""
        bands = [signals[0], *(upper - lower for lower, upper in itertools.pairwise(signals))]
        followers = zip(self._gains, self._powers, bands, strict=True)
        gains = np.stack([gain.push(power.push(band)) for gain, power, band in followers])
        gains[:-1] -= gains[1:]
        return gains.astype(np.float32)

    def _mixed(self, coefficients: FloatArray) -> Block:
        channels = self._signals.shape[1]
        out = np.zeros((channels, GRID_FRAMES), dtype=np.float32)
        shaped = out.reshape(channels, -1, self._step)
        for signal, weights in zip(self._signals, coefficients, strict=True):
            ramps = np.diff(weights)[:, np.newaxis] * self._ramp
            ramps += weights[:-1, np.newaxis]
            for channel in range(channels):
                shaped[channel] += ramps * signal[channel, :GRID_FRAMES].reshape(-1, self._step)
        return out


def _power_meters(
    crossovers_hz: list[float], step: int, sample_rate: int, channels: int
) -> list[SampledPower | SteppedPower]:
    """One meter per band; the bass is slow enough to be sampled, once what lies below it is taken out."""
    meters: list[SampledPower | SteppedPower] = [SteppedPower(step) for _ in range(len(crossovers_hz) + 1)]
    if crossovers_hz and crossovers_hz[0] < HIGHEST_SAMPLED_CROSSOVER * sample_rate / step:
        meters[0] = SampledPower(step, sample_rate, channels)
    return meters


def _taps(sample_rate: int) -> int:
    return frames_at(sample_rate, 4096)


def _step(sample_rate: int) -> int:
    return frames_at(sample_rate, 64)


def _lookahead(plan: DynamicsPlan, step_s: float) -> int:
    return max(smoothing_reach(band.smoothing_ms, step_s) for band in plan.bands)


def _gain_delay(lookahead: int) -> int:
    """Steps by which gains lie behind the band powers they follow from: two windows and the power's bell."""
    return 2 * lookahead + 1


def _latency(plan: DynamicsPlan, sample_rate: int) -> int:
    step = _step(sample_rate)
    return _gain_delay(_lookahead(plan, step / sample_rate)) * step + _taps(sample_rate) // 2
