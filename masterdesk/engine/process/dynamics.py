"""Multiband dynamics: each band's level decides its gain; with all gains at rest nothing is changed, to the bit."""

from __future__ import annotations

import math

import numpy as np

from masterdesk.engine.dsp.grid import frames_at
from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Rechunker
from masterdesk.engine.process.band_gain import BandGain, smoothing_reach
from masterdesk.engine.process.band_mix import INTERPOLATION_STEPS, BandMix
from masterdesk.engine.process.band_split import BandSplit
from masterdesk.engine.types.plan import DynamicsPlan


def dynamics_preroll_frames(plan: DynamicsPlan, sample_rate: int) -> int:
    """Frames until the slowest release has fallen from full scale to the lowest level that matters."""
    seconds = max(float(band.level_db[-1] - band.level_db[0]) / band.release_db_per_s for band in plan.bands)
    return math.ceil(seconds * sample_rate) + _latency(plan, sample_rate) + _taps(sample_rate)


class DynamicsStage:
    """Bands from complementary low-passes L1, L2, ..., each with its own gain g1, g2, ..., gn.

    The output is gn x + (g1 - g2) L1 + (g2 - g3) L2 + ..., which is the sum of the bands times
    their gains, and x itself where all gains are 1. Gains are found once per `step`
    frames from the mean power of the channels and ramp in between. Low-passes that leave room
    for it are made and weighted at a lower rate, and their sum interpolated.
    """

    def __init__(self, plan: DynamicsPlan, sample_rate: int, channels: int) -> None:
        self._taps, self._step = _taps(sample_rate), _step(sample_rate)
        self._bands = BandSplit(plan.crossovers_hz, sample_rate, channels, self._taps, self._step)
        step_s = self._step / sample_rate
        self._look = _lookahead(plan, step_s)
        self._gains = [BandGain(band, step_s, self._look) for band in plan.bands[: self._bands.count]]
        self._mix = BandMix(self._bands, _gain_delay(self._look) * self._step, self._step, channels)
        self._before = np.zeros((channels, self._taps), dtype=np.float32)
        self._chunks = Rechunker(GRID_FRAMES)
        self._late = self._mix.latency + self._taps // 2
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
        if not parts:
            return self._before[:, :0]
        whole = parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)
        if self._late:
            skipped = min(self._late, whole.shape[1])
            whole, self._late = whole[:, skipped:], self._late - skipped
        self._given += whole.shape[1]
        return whole

    def _through(self, chunk: Block) -> Block:
        """One chunk in, one chunk out, `_late` frames behind it."""
        audio = np.concatenate([self._before, chunk], axis=1, dtype=np.float32)
        self._before = audio[:, GRID_FRAMES:].copy()
        powers = self._bands.split(audio, self._mix.slow_inlet, self._mix.inlet)
        gains = np.stack([gain.push(power) for gain, power in zip(self._gains, powers, strict=True)])
        gains[:-1] -= gains[1:]
        return self._mix.mixed(gains.astype(np.float32))


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
    return (_gain_delay(_lookahead(plan, step / sample_rate)) + INTERPOLATION_STEPS) * step + _taps(sample_rate) // 2
