"""Opens any audio file and hands out its samples, checked, block by block."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from masterdesk.engine.decode.chunks import Header
from masterdesk.engine.decode.files import Stamp, changed, open_regular, reopen
from masterdesk.engine.decode.readers import read_track
from masterdesk.engine.decode.report import DecodeReport, PassLog
from masterdesk.engine.decode.sanitize import Sanitizer
from masterdesk.engine.decode.sniff import sniff
from masterdesk.engine.decode.track import Block, Dtype, Track, cut_short
from masterdesk.engine.errors import InputError, shown_path
from masterdesk.engine.types.audio_format import AudioFormat

BLOCK_FRAMES = 1 << 16


def open_source(path: str | os.PathLike[str]) -> AudioSource:
    """Look into an audio file: what it is, decided by its content, and that its audio can be read.

    Raises `InputError`, naming the file, for everything that is not a readable
    regular file with 1 to 8 channels of audio at 8 to 384 kHz.
    """
    file, stamp = open_regular(path)
    with file:
        try:
            header = Header(file, path, stamp.size)
            track = read_track(header, sniff(file, stamp.size, shown_path(path)))
        except OSError as error:
            raise _read_failed(path, error) from None
    source = AudioSource(path, stamp, track)
    source.check_beginning()
    return source


class AudioSource:
    """An audio file that can be decoded as often as wanted, from any thread.

    `format.frames` is the exact length where the header can be believed.
    """

    def __init__(self, path: str | os.PathLike[str], stamp: Stamp, track: Track) -> None:
        self.path = Path(os.fsdecode(path))
        self._stamp, self._track = stamp, track
        self._lock = threading.Lock()
        self._report = self._new_log().report()

    @property
    def format(self) -> AudioFormat:
        """Container, codec and shape."""
        return self._track.format

    @property
    def expected_frames(self) -> int | None:
        """About how long the file is, for showing progress; `None` where nothing tells."""
        return self._track.expected_frames

    @property
    def report(self) -> DecodeReport:
        """What the longest pass so far has found wrong; before any, what the header and the first block show."""
        return self._report

    def blocks(
        self, start: int = 0, stop: int | None = None, block_frames: int = BLOCK_FRAMES, dtype: Dtype = np.float32
    ) -> Iterator[Block]:
        """Decode frames `start` to `stop` (`None`: to the end), opening the file anew.

        Yields C-contiguous arrays of shape (channels, block_frames) that belong
        to the caller, the last one shorter; full scale is 1.0 and louder
        floating-point samples are not clipped. `dtype` float64 keeps 32-bit and
        double samples exact. What is yielded depends neither on `block_frames`
        nor on `start`. Raises `InputError` if the file was changed since it was
        opened, or proves not to be music: above +60 dBFS, a channel without a
        single valid sample.
        """
        if start < 0 or block_frames < 1 or (stop is not None and stop < start):
            raise ValueError(f"no such frames: {start} to {stop} by {block_frames}")
        return self._pass(start, stop, block_frames, np.dtype(dtype))

    def check_beginning(self) -> None:
        """Decode the first frames; raises `InputError` if there are none, or no music in them."""
        if next(self.blocks(stop=BLOCK_FRAMES), None) is None:
            raise self._no_audio()

    def _pass(self, start: int, stop: int | None, block_frames: int, dtype: np.dtype[np.generic]) -> Iterator[Block]:
        log = self._new_log()
        sanitizer = Sanitizer(self.path, log)
        try:
            with reopen(self.path, self._stamp) as file:
                pieces = self._track.pieces(file, start, block_frames, dtype, log)
                for block in regroup(self._cut(pieces, start, stop, log), block_frames):
                    first = start + log.frames
                    log.frames += block.shape[1]
                    yield block if self._is_exact else sanitizer.clean(block, first, dtype)
            self._check_pass(start, log, sanitizer)
        except OSError as error:
            raise _read_failed(self.path, error) from None
        finally:
            self._publish(log)

    @property
    def _is_exact(self) -> bool:
        """Whether samples are stored as integers, which are always sound."""
        codec = self.format.codec
        return codec in ("flac", "alac") or (codec.startswith("pcm_") and not self.format.is_float)

    def _cut(self, pieces: Iterator[tuple[int, Block]], start: int, stop: int | None, log: PassLog) -> Iterator[Block]:
        """The part of `pieces` that is asked for."""
        end = 0
        for first, piece in pieces:
            end = first + piece.shape[1]
            kept = piece[:, max(0, start - first) : None if stop is None else max(0, stop - first)]
            if kept.shape[1]:
                yield kept
            if stop is not None and end >= stop:
                log.complete = start == 0 and end == self._track.promised_frames == stop
                return
        log.complete = start == 0
        self._check_length(start, end, log)

    def _check_length(self, start: int, end: int, log: PassLog) -> None:
        """Compare where the file ended with what its header promised."""
        promised = self._track.promised_frames
        if promised is None or end >= promised or (end == 0 and start > 0):
            return
        if self.format.codec.startswith("pcm_"):
            raise changed(self.path)
        log.missing_frames = promised - end
        warning = cut_short(log.missing_frames, self.format.sample_rate)
        log.note(warning.code, warning.message)

    def _check_pass(self, start: int, log: PassLog, sanitizer: Sanitizer) -> None:
        if log.complete:
            sanitizer.check_channels()
        if log.complete and not log.frames:
            raise self._no_audio()

    def _publish(self, log: PassLog) -> None:
        with self._lock:
            if log.frames >= self._report.frames:
                self._report = log.report()

    def _new_log(self) -> PassLog:
        return PassLog(self.format.sample_rate, self._track.notes)

    def _no_audio(self) -> InputError:
        return InputError(f"{shown_path(self.path)} holds no audio", "export or download it again")


def regroup(pieces: Iterator[Block], block_frames: int) -> Iterator[Block]:
    """Cut pieces of any length into contiguous blocks of `block_frames`, the last one shorter."""
    held: list[Block] = []
    count = 0
    for piece in pieces:
        held.append(piece)
        count += piece.shape[1]
        if count < block_frames:
            continue
        whole = held[0] if len(held) == 1 else np.concatenate(held, axis=1)
        full = count - count % block_frames
        for at in range(0, full, block_frames):
            yield np.ascontiguousarray(whole[:, at : at + block_frames])
        held = [whole[:, full:]] if full < count else []
        count -= full
    if count:
        yield np.ascontiguousarray(np.concatenate(held, axis=1))


def _read_failed(path: str | os.PathLike[str], error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"{shown_path(path)} could not be read to its end ({reason})", "check the disk, then retry")
