"""Keeps what is not sound out of the engine: NaN, infinity, absurd levels, denormals."""

from __future__ import annotations

import math
import os

import numpy as np
import numpy.typing as npt

from masterdesk.engine.decode.report import PassLog
from masterdesk.engine.decode.track import Block
from masterdesk.engine.errors import InputError, shown_path

#: +60 dBFS: no recording is that loud; samples beyond it were stored in another format than the header says.
MAX_AMPLITUDE = 1000.0
_SMALLEST_NORMAL = np.float32(np.finfo(np.float32).tiny)


class Sanitizer:
    """Cleans blocks in place, one pass long; the outcome does not depend on their size."""

    def __init__(self, path: str | os.PathLike[str], log: PassLog) -> None:
        self._path, self._log = path, log
        self._scratch: npt.NDArray[np.floating] = np.empty(0, np.float32)
        self._finite: npt.NDArray[np.bool_] | None = None
        self._is_first = True

    def clean(self, block: Block, first: int, dtype: np.dtype[np.generic]) -> Block:
        """`block`, which begins at frame `first`, as `dtype`, with non-finite samples replaced by 0.

        Numbers too small for normal float32 arithmetic become 0 as well, if
        that is the `dtype`. Raises `InputError` for levels above +60 dBFS.
        """
        magnitude = np.abs(block, out=self._room(block))
        peak = float(magnitude.max(initial=0.0))
        if not math.isfinite(peak):
            peak = self._replace(block, magnitude, first)
        elif self._finite is not None:
            self._finite[:] = True
        self._is_first = False
        if peak > MAX_AMPLITUDE:
            raise self._absurd(peak)
        if dtype == np.float32:
            block[magnitude < _SMALLEST_NORMAL] = 0.0
        return block.astype(dtype, copy=False)

    def check_channels(self) -> None:
        """Raise `InputError` if a channel held nothing but NaN or infinity in all blocks."""
        if self._finite is not None and not self._finite.all():
            some = self._finite.any()
            holds = f"channel {int(np.argmin(self._finite)) + 1} holds no" if some else "no channel holds a"
            what = f"{shown_path(self._path)} is damaged: {holds} valid sample"
            raise InputError(what, "export it again")

    def _room(self, block: Block) -> Block:
        if self._scratch.size < block.size or self._scratch.dtype != block.dtype:
            self._scratch = np.empty(block.size, block.dtype)
        return self._scratch[: block.size].reshape(block.shape)

    def _replace(self, block: Block, magnitude: Block, first: int) -> float:
        finite = np.isfinite(block)
        bad_frames = np.flatnonzero(~finite.all(axis=0))
        self._log.nonfinite(int(block.size - np.count_nonzero(finite)), first + bad_frames)
        if self._finite is None:
            self._finite = np.full(len(block), not self._is_first)
        self._finite |= finite.any(axis=1)
        block[~finite] = magnitude[~finite] = 0.0
        return float(magnitude.max(initial=0.0))

    def _absurd(self, peak: float) -> InputError:
        level = 20.0 * math.log10(peak)
        hint = "; it looks like whole numbers stored as floating point" if 16_000 < peak <= 2.0**31 else ""
        what = f"{shown_path(self._path)} reaches {level:+,.0f} dBFS, which is not music{hint}"
        return InputError(what, "export it again as 24-bit or 32-bit float WAV with full scale at 0 dBFS")
