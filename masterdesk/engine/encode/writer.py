"""Writes audio into a file of any container that can be delivered."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Self

import numpy as np

from masterdesk.engine.dsp.dither import Quantizer
from masterdesk.engine.dsp.processor import Block
from masterdesk.engine.encode.encoder import Encoder, Samples, needed_bytes
from masterdesk.engine.encode.room import check_room
from masterdesk.engine.encode.sink import Sink
from masterdesk.engine.errors import OutputError, SettingsError, shown_path
from masterdesk.engine.types.delivery import Delivery

#: What an encoder is given at a time: libsndfile 1.2.2 crashes on one large write of Vorbis.
LARGEST_WRITE_FRAMES = 65536
#: What floating-point samples are held to. A sample that is no number, or huge, makes LAME abort the whole process.
LOUDEST = float(np.finfo(np.float32).max)
LOUDEST_LOSSY = 16.0
#: AIFF counts in 32 bits, signed in some readers.
LARGEST_AIFF_BYTES = 2**32 - 2**26


class AudioWriter:
    """A file being written; leaving its `with` block, or `close`, finishes it.

    `frames` counts what was written so far.
    """

    def __init__(self, path: str, delivery: Delivery, frames: int, seed: int) -> None:
        self.frames = 0
        self._path = path
        self._codec = delivery.codec
        self._loudest = LOUDEST if delivery.is_lossless else LOUDEST_LOSSY
        self._quantizer = _quantizer(delivery, seed)
        needed = needed_bytes(delivery, frames)
        self._sink = Sink(path, needed)
        self._encoder: Encoder | None = None
        try:
            if delivery.codec.startswith("pcm_"):
                check_room(path, needed)
            self._step(lambda: self._start(delivery, frames))
        except BaseException:
            self.abandon()
            raise

    @property
    def clipped(self) -> int:
        """Samples beyond full scale so far, saturated; always 0 for floating point and lossy codecs."""
        return self._quantizer.clipped if self._quantizer else 0

    def write(self, block: Block) -> None:
        """Add frames, shape (channels, frames), float32 or float64, full scale 1.0.

        Raises `OutputError` where the disk is full or the encoder fails.
        """
        self.frames += block.shape[1]
        self._put(self._quantizer.process(block) if self._quantizer else _bearable(block, self._loudest))

    def close(self) -> None:
        """Finish the file. Raises `OutputError` where it could not be written whole."""
        try:
            if self._quantizer:
                self._put(self._quantizer.flush())
            if self._encoder:
                self._step(self._encoder.finish)
            self._sink.close()
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Let go of a file that will not be finished."""
        self._sink.drop()
        if self._encoder:
            with contextlib.suppress(Exception):  # its last words go nowhere
                self._encoder.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self.abandon()

    def _start(self, delivery: Delivery, frames: int) -> None:
        # Either library takes a tenth of a second to import, and a run rarely needs both.
        if delivery.container in ("wav", "aiff", "flac", "ogg"):
            from masterdesk.engine.encode.sndfile_encoder import SoundFileEncoder

            self._encoder = SoundFileEncoder(self._sink, delivery, frames)
        else:
            from masterdesk.engine.encode.av_encoder import AvEncoder

            self._encoder = AvEncoder(self._sink, delivery)

    def _put(self, samples: Samples) -> None:
        if self._encoder is None:
            return
        for start in range(0, samples.shape[1], LARGEST_WRITE_FRAMES):
            self._step(partial(self._encoder.put, samples[:, start : start + LARGEST_WRITE_FRAMES]))

    def _step(self, work: Callable[[], None]) -> None:
        """Run a step of the encoder; where it fails, tell what went wrong below it, if anything did."""
        try:
            work()
        except Exception as error:
            self._sink.check()
            raise OutputError(
                f"{shown_path(self._path)} could not be encoded as {self._codec} ({error})", "choose another format"
            ) from error
        self._sink.check()


def open_writer(path: str, delivery: Delivery, frames: int, seed: int) -> AudioWriter:
    """Start a new file at `path`, replacing what is there, for about `frames` frames.

    `frames` decides whether a WAV needs 64-bit sizes (RF64) and whether the disk
    has room; `seed` is that of the dither. Decoded, the file has exactly the frames
    that are written. Raises `OutputError` where the disk is full or the file cannot be
    made, `SettingsError` for audio that is too long for AIFF.
    """
    if delivery.container == "aiff" and needed_bytes(delivery, frames) > LARGEST_AIFF_BYTES:
        raise SettingsError("aiff cannot hold more than 4 GiB", "choose wav or flac")
    return AudioWriter(path, delivery, frames, seed)


def _bearable(block: Block, loudest: float) -> Block:
    """The block, with silence for what is no number."""
    peak = max(block.max(initial=0.0), -block.min(initial=0.0))
    if peak <= loudest:
        return block
    return np.clip(np.nan_to_num(block, nan=0.0, posinf=loudest, neginf=-loudest), -loudest, loudest)


def _quantizer(delivery: Delivery, seed: int) -> Quantizer | None:
    if delivery.bit_depth is None or delivery.is_float:
        return None
    return Quantizer(delivery.bit_depth, delivery.dither, seed, delivery.channels, delivery.sample_rate)
