"""Recursive filters run as matrix products, many samples at a time.

A recursion is slow sample by sample. Written in state-space form, a run of
samples is one product with the filter's impulse response, plus what the state
at its start adds; only the state is carried from run to run. In float64 the
result agrees with sample-by-sample filtering to about 1e-12, in float32, where
the state is still carried in float64, to about 1e-6 of the highest level.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from masterdesk.engine.dsp.processor import Block

Float64Array = npt.NDArray[np.float64]
FloatArray = npt.NDArray[np.floating]

#: Samples in a run, and runs in a group whose states are found by one product.
RUN_FRAMES = 32
GROUP_RUNS = 32


@dataclass(frozen=True, eq=False)
class _StateSpace:
    """state' = a @ state + b * x; y = c @ state + d * x."""

    a: Float64Array
    b: Float64Array
    c: Float64Array
    d: float

    def then(self, section: npt.ArrayLike) -> _StateSpace:
        """This system followed by one second-order section (b0 b1 b2 1 a1 a2), transposed direct form II."""
        b0, b1, b2, _, a1, a2 = np.asarray(section, dtype=np.float64)
        order = len(self.b)
        a = np.zeros((order + 2, order + 2))
        a[:order, :order] = self.a
        a[order, :order] = (b1 - a1 * b0) * self.c
        a[order + 1, :order] = (b2 - a2 * b0) * self.c
        a[order:, order:] = [[-a1, 1.0], [-a2, 0.0]]
        b = np.concatenate([self.b, [(b1 - a1 * b0) * self.d, (b2 - a2 * b0) * self.d]])
        return _StateSpace(a, b, np.concatenate([b0 * self.c, [1.0, 0.0]]), float(b0 * self.d))


class BlockRecursion:
    """A cascade of second-order sections as a streaming filter.

    `sos` has the shape (sections, 6) with a0 = 1. Blocks may have any size; how
    the stream is cut changes the output by no more than rounding.
    """

    def __init__(self, sos: npt.ArrayLike, channels: int, dtype: npt.DTypeLike = np.float64) -> None:
        self._dtype = np.dtype(dtype)
        self._sections = tuple(tuple(map(float, section)) for section in np.asarray(sos))
        self._system = _state_space(self._sections)
        self._state = np.zeros((channels, len(self._system.b)))

    def settle(self, level: npt.ArrayLike) -> None:
        """Take the state that a constant input, one level per channel, would lead to in the long run."""
        per_unit = np.linalg.solve(np.eye(len(self._system.b)) - self._system.a, self._system.b)
        self._state = np.outer(np.asarray(level, dtype=np.float64), per_unit)

    def process(self, block: Block) -> FloatArray:
        """Filter the next frames, (channels, frames) to (channels, frames) of the type chosen."""
        channels, frames = block.shape
        order, whole = len(self._system.b), frames // RUN_FRAMES * RUN_FRAMES
        runs = -(-frames // RUN_FRAMES)
        # Samples and state of each run side by side; room for at least one more run, to read the state after the last.
        shape = (channels, (runs // GROUP_RUNS + 1) * GROUP_RUNS, RUN_FRAMES + order)
        work = np.zeros(shape, dtype=self._dtype)
        work[:, : whole // RUN_FRAMES, :RUN_FRAMES] = block[:, :whole].reshape(channels, -1, RUN_FRAMES)
        work[:, whole // RUN_FRAMES, : frames - whole] = block[:, whole:]
        self._find_states(work)
        self._state = self._state_after(work[:, whole // RUN_FRAMES], frames - whole)
        filtered = work.reshape(-1, RUN_FRAMES + order) @ _response(self._sections, self._dtype)
        return filtered.reshape(channels, -1)[:, :frames]

    def _find_states(self, work: FloatArray) -> None:
        """Fill in the state at the start of every run, given the samples and the state before the first."""
        channels, runs, _ = work.shape
        drive, inner, carry = _group_matrices(self._sections)
        width = GROUP_RUNS * len(self._system.b)
        states = (work[:, :, :RUN_FRAMES] @ drive.astype(self._dtype, copy=False)).reshape(channels, -1, width) @ inner
        starts = np.empty((channels, states.shape[1], len(self._system.b)))
        carry_over, added = np.ascontiguousarray(carry[:, width:]), states[:, :, width:].swapaxes(0, 1)
        state = self._state
        for group in range(states.shape[1]):
            starts[:, group] = state
            state = state @ carry_over + added[group]
        states += starts @ carry
        work[:, :, RUN_FRAMES:] = states[:, :, :width].reshape(channels, runs, -1)

    def _state_after(self, run: FloatArray, frames: int) -> Float64Array:
        """State after the first `frames` samples of one run, (channels, RUN_FRAMES + order)."""
        state = run[:, RUN_FRAMES:]
        if not frames:
            return state.astype(np.float64)
        matrices = _matrices(self._sections, frames)
        return np.asarray(run[:, :frames] @ matrices.drive + state @ matrices.step.T)


@lru_cache(maxsize=32)
def _state_space(sections: tuple[tuple[float, ...], ...]) -> _StateSpace:
    system = _StateSpace(np.zeros((0, 0)), np.zeros(0), np.zeros(0), 1.0)
    for section in sections:
        system = system.then(section)
    return system


def _powers(matrix: Float64Array, count: int) -> list[Float64Array]:
    powers = [np.eye(len(matrix))]
    for _ in range(count):
        powers.append(matrix @ powers[-1])
    return powers


@dataclass(frozen=True, eq=False)
class _RunMatrices:
    """For a run of samples: samples and state before it to output, samples to state after it, state to state."""

    response: Float64Array
    drive: Float64Array
    step: Float64Array


@lru_cache(maxsize=128)
def _matrices(sections: tuple[tuple[float, ...], ...], run: int) -> _RunMatrices:
    system = _state_space(sections)
    powers = _powers(system.a, run)
    impulse = [system.d] + [float(system.c @ powers[i] @ system.b) for i in range(run - 1)]
    response = np.zeros((run + len(system.b), run))
    for i in range(run):
        response[: i + 1, i] = impulse[i::-1]
        response[run:, i] = system.c @ powers[i]
    drive = np.array([powers[run - 1 - j] @ system.b for j in range(run)])
    return _RunMatrices(response, drive, powers[run])


@lru_cache(maxsize=32)
def _response(sections: tuple[tuple[float, ...], ...], dtype: np.dtype[np.floating]) -> FloatArray:
    return _matrices(sections, RUN_FRAMES).response.astype(dtype)


@lru_cache(maxsize=32)
def _group_matrices(sections: tuple[tuple[float, ...], ...]) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Samples of a run to what it adds to the state; that of a group's runs, and the state before the group,
    to the states before each run and after all."""
    run = _matrices(sections, RUN_FRAMES)
    order = len(run.step)
    powers = [power.T for power in _powers(run.step, GROUP_RUNS)]
    inner = np.zeros((GROUP_RUNS * order, (GROUP_RUNS + 1) * order))
    for i in range(1, GROUP_RUNS + 1):
        for j in range(i):
            inner[j * order : (j + 1) * order, i * order : (i + 1) * order] = powers[i - 1 - j]
    return run.drive, inner, np.concatenate(powers, axis=1)
