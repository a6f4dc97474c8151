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
    def report(self) -> DecodeReport:
        """What the longest pass so far has found wrong; before any pass, what the header shows."""
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
        try:
            with reopen(self.path, self._stamp) as file:
                pieces = self._track.pieces(file, start, block_frames, dtype, log)
                yield from regroup(self._cleaned(pieces, start, stop, log), block_frames, dtype)
        except OSError as error:
            raise error if isinstance(error, InputError) else _read_failed(self.path, error) from None
        finally:
            self._publish(log)

    def _cleaned(
        self, pieces: Iterator[tuple[int, Block]], start: int, stop: int | None, log: PassLog
    ) -> Iterator[Block]:
        """The part of `pieces` that is asked for, free of what is not sound."""
        sanitizer = Sanitizer(self.path, log)
        exact = self.format.codec.startswith("pcm_") and not self.format.is_float
        end = 0
        for first, piece in pieces:
            end = first + piece.shape[1]
            kept = piece[:, max(0, start - first) : None if stop is None else max(0, stop - first)]
            if kept.shape[1]:
                cleaned = kept if exact else sanitizer.clean(kept, max(first, start))
                log.frames += kept.shape[1]
                yield cleaned
            if stop is not None and end >= stop:
                break
        else:
            self._at_end(end, start, log, sanitizer)

    def _at_end(self, end: int, start: int, log: PassLog, sanitizer: Sanitizer) -> None:
        promised = self._track.promised_frames
        if promised is not None and end < promised and (end > 0 or start == 0):
            if not self.format.codec.startswith("pcm_"):
                log.missing_frames = promised - end
                log.note(*_as_note(promised - end, self.format.sample_rate))
            else:
                raise changed(self.path)
        if start == 0:
            sanitizer.check_channels()
            if log.frames == 0:
                raise self._no_audio()
            log.complete = True

    def _publish(self, log: PassLog) -> None:
        with self._lock:
            if log.frames >= self._report.frames:
                self._report = log.report()

    def _new_log(self) -> PassLog:
        return PassLog(self.format.sample_rate, self._track.notes)

    def _no_audio(self) -> InputError:
        return InputError(f"{shown_path(self.path)} holds no audio", "export or download it again")


def regroup(pieces: Iterator[Block], block_frames: int, dtype: np.dtype[np.generic]) -> Iterator[Block]:
    """Cut pieces of any length into blocks of `block_frames`, the last one shorter."""
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
            yield np.ascontiguousarray(whole[:, at : at + block_frames], dtype)
        held = [whole[:, full:]] if full < count else []
        count -= full
    if count:
        yield np.ascontiguousarray(np.concatenate(held, axis=1), dtype)


def _as_note(missing_frames: int, sample_rate: int) -> tuple[str, str]:
    warning = cut_short(missing_frames, sample_rate)
    return warning.code, warning.message


def _read_failed(path: str | os.PathLike[str], error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"{shown_path(path)} could not be read to its end ({reason})", "check the disk, then retry")
