"""Shortening the words of a master: dither and noise shaping."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import GRID_FRAMES, Block, Rechunker

KINDS = ("tpdf", "shaped", "none")

#: A run of zeros of this many samples is silence and stays it. A single zero is the crossing of a
#: signal and gets dither like its neighbors: leaving it out would make the noise depend on the signal.
SILENCE_FRAMES = 32

#: Frames in one lane of the noise shaper, which starts anew in each, and grid chunks shaped at once.
LANE_FRAMES = 2048
LANES_PER_CHUNK = GRID_FRAMES // LANE_FRAMES
GROUP_CHUNKS = 8
_ERROR_ROWS = 64

#: Taps of the noise shaper, and how far above 0 dB SPL the hearing threshold is taken to rise: a higher
#: limit hides more noise above 16 kHz, and makes more of it.
SHAPER_TAPS = 5
SHAPER_LIMIT_DB = 35.0
_DESIGN_POINTS = 4096
#: Dither and shaped error together stay below this many steps: only louder samples can clip.
_NOISE_STEPS = 64

IntBlock = npt.NDArray[np.int32]
FloatArray = npt.NDArray[np.float64]


class Quantizer:
    """Turns floating point into the words of `bit_depth` (16, 24 or 32) bits; a stage of the sample's journey.

    Takes blocks of shape (channels, frames), float32 or float64, full scale 1.0;
    returns int32 of that shape, words at the upper end of the 32 bits. Values
    beyond full scale saturate and are counted in `clipped`. What comes out depends on
    `seed` and not on how the input was cut into blocks.

    - `none` rounds: words that came from `bit_depth` bits come back unchanged.
    - `tpdf` adds white triangular noise, 2 steps peak to peak, independent in each channel,
      not subtracted again: it makes the mean and the power of the error independent of the signal,
      so that neither distortion nor noise modulation is left (Lipshitz, Wannamaker and
      Vanderkooy, "Quantization and Dither: A Theoretical Survey", JAES 40, 1992). The error's
      power is 1/4 step squared.
    - `shaped` feeds the error of that same quantizer back through a filter, so that it lies
      where hearing is least sensitive at `sample_rate` (see `shaping_filter`).

    Digital silence (`SILENCE_FRAMES` zeros and more) comes out as silence. Noise comes from a counter-based
    generator that is set by the number of the grid chunk.
    """

    def __init__(self, bit_depth: int, kind: str, seed: int, channels: int, sample_rate: int = 44100) -> None:
        self.clipped = 0
        self._shift = 32 - bit_depth
        self._scale = 2.0 ** (bit_depth - 1)
        self._kind = kind
        self._key = seed % 2**64
        self._channels = channels
        self._chunk_number = 0
        self._taps = shaping_filter(sample_rate) if kind == "shaped" else np.zeros(0)
        self._chunks = Rechunker(GRID_FRAMES * (GROUP_CHUNKS if kind == "shaped" else 1))

    def process(self, block: Block) -> IntBlock:
        """Take the next frames; return the words that are ready, maybe none."""
        if self._kind == "none":
            return self._words(block)
        ready = [self._words(chunk) for chunk in self._chunks.push(block)]
        return np.concatenate(ready, axis=1) if len(ready) > 1 else ready[0] if ready else self._nothing()

    def flush(self) -> IntBlock:
        """Return the words that were held back."""
        rest = None if self._kind == "none" else self._chunks.rest()
        return self._nothing() if rest is None else self._words(rest)

    def _nothing(self) -> IntBlock:
        return np.empty((self._channels, 0), np.int32)

    def _words(self, chunk: Block) -> IntBlock:
        peak = max(chunk.max(initial=0.0), -chunk.min(initial=0.0))
        can_clip = not peak * self._scale < self._scale - _NOISE_STEPS
        if can_clip:
            self.clipped += int(np.count_nonzero(np.abs(chunk) > 1.0))
            chunk = np.clip(np.nan_to_num(chunk, nan=0.0), -1.0, 1.0)
        steps = self._shaped(chunk) if self._kind == "shaped" else self._unshaped(chunk)
        if can_clip:
            np.clip(steps, -self._scale, self._scale - 1.0, out=steps)
        # Interleaved, as files hold it; the caller sees the transposed view.
        words = steps.astype(np.int32, order="C").reshape(-1, self._channels)[: chunk.shape[1]]
        np.left_shift(words, self._shift, out=words)
        if self._kind != "none":
            _keep_silence(chunk, words)
        return words.T

    def _unshaped(self, chunk: Block) -> FloatArray:
        """Whole steps, shape (frames, channels)."""
        steps = np.multiply(chunk.T, self._scale, dtype=np.float64, order="C")
        if self._kind == "tpdf":
            steps += self._noise(len(steps))
        return np.rint(steps, out=steps)

    def _shaped(self, chunk: Block) -> FloatArray:
        """Whole steps, shape (lanes, lane frames, channels), silence behind the last frame of the chunk."""
        missing = -chunk.shape[1] % LANE_FRAMES
        if missing:
            chunk = np.pad(chunk, ((0, 0), (0, missing)))
        # A row holds what is computed at once: one frame of every lane and channel.
        by_lane = chunk.reshape(self._channels, -1, LANE_FRAMES)
        signal = np.multiply(by_lane.T, self._scale, dtype=np.float64, order="C")
        noise = np.empty_like(signal)
        for first in range(0, by_lane.shape[1], LANES_PER_CHUNK):
            lanes = noise[:, first : first + LANES_PER_CHUNK]
            drawn = self._noise(lanes.shape[1] * LANE_FRAMES)
            lanes[:] = drawn.reshape(-1, LANE_FRAMES, self._channels).transpose(1, 0, 2)
        words = _feed_back(signal.reshape(LANE_FRAMES, -1), noise.reshape(LANE_FRAMES, -1), self._taps)
        return words.reshape(signal.shape).transpose(1, 0, 2)

    def _noise(self, frames: int) -> npt.NDArray[np.float32]:
        """Triangular noise in steps, shape (frames, channels), for the next grid chunk."""
        generator = np.random.Philox(key=self._key, counter=[0, 0, self._chunk_number, 0])
        pairs = generator.random_raw(-(-frames * self._channels // 2)).view(np.int16).reshape(-1, 2)
        noise = np.add(pairs[:, 0], pairs[:, 1], dtype=np.float32)
        # Both are uniform over the 65,536 values around -1/2.
        noise += 1.0
        noise *= 2.0**-16
        self._chunk_number += 1
        return noise[: frames * self._channels].reshape(frames, self._channels)


def _feed_back(signal: FloatArray, noise: FloatArray, taps: FloatArray) -> FloatArray:
    """Quantize every column with error feedback; both arrays are used up, the words return in `noise`.

    With y = rint(v + d), e = y - v and v = x + sum(taps[k] e[n - k]) the whole error y - x is e
    filtered by 1 + sum(taps[k] z^-k), and e is the error of a dithered quantizer, white.
    The recursion allows no shortcut along time, but columns are independent: each row is one step for all of them.
    """
    count = len(taps)
    # The errors of a few steps only, so that they stay in the processor's cache.
    errors = np.zeros((_ERROR_ROWS + count, signal.shape[1]))
    fed_back = np.empty(signal.shape[1])
    newest_last = taps[::-1].copy()
    for first in range(0, len(signal), _ERROR_ROWS):
        for n in range(_ERROR_ROWS):
            value, word = signal[first + n], noise[first + n]
            np.dot(newest_last, errors[n : n + count], out=fed_back)
            np.add(value, fed_back, out=value)
            np.add(word, value, out=word)
            np.rint(word, out=word)
            np.subtract(word, value, out=errors[n + count])
        errors[:count] = errors[_ERROR_ROWS:]
    return noise


@lru_cache(maxsize=16)
def shaping_filter(sample_rate: int) -> FloatArray:
    """Taps c[1..] of the noise transfer function 1 + sum(c[k] z^-k) for a rate in Hz.

    Noise can be moved but not removed: the mean of its level in dB over frequency cannot fall (Gerzon
    and Craven, "Optimal Noise Shaping and Dither of Digital Signals", AES 87, 1989).
    The filter with the least weighted power under that law is the linear
    predictor of a signal with the spectrum of the weighting, found from its autocorrelation;
    the weighting is the inverse of the threshold of hearing, as in Wannamaker, "Psychoacoustically
    Optimal Noise Shaping" (JAES 40, 1992).
    """
    frequency_hz = (np.arange(_DESIGN_POINTS) + 0.5) / _DESIGN_POINTS * sample_rate / 2
    weight = 10.0 ** (-np.minimum(hearing_threshold_db(frequency_hz), SHAPER_LIMIT_DB) / 10)
    lags = np.arange(SHAPER_TAPS + 1)
    correlation = np.cos(2 * np.pi / sample_rate * np.outer(lags, frequency_hz)) @ weight
    matrix = correlation[np.abs(np.subtract.outer(lags[:-1], lags[:-1]))]
    return np.asarray(np.linalg.solve(matrix, -correlation[1:]), dtype=np.float64)


def hearing_threshold_db(frequency_hz: FloatArray) -> FloatArray:
    """Threshold of hearing in quiet in dB SPL: Terhardt, "Calculating virtual pitch", Hearing Research 1, 1979."""
    khz = np.maximum(frequency_hz, 20.0) / 1000
    return 3.64 * khz**-0.8 - 6.5 * np.exp(-0.6 * (khz - 3.3) ** 2) + 1e-3 * khz**4


def _keep_silence(chunk: Block, words: npt.NDArray[np.int32]) -> None:
    """Zero the interleaved words of runs of zeros; a run at the edge of the chunk counts whatever its length."""
    zero = chunk == 0.0
    if not zero.any():
        return
    frames = chunk.shape[1]
    for channel, flags in enumerate(zero):
        edges = np.flatnonzero(np.diff(flags, prepend=False, append=False))
        for start, stop in edges.reshape(-1, 2):
            if stop - start >= SILENCE_FRAMES or start == 0 or stop == frames:
                words[start:stop, channel] = 0
