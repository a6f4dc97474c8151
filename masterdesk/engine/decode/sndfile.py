"""The door to libsndfile, loaded only when a file needs it: the fastest way through an undamaged FLAC file."""

from __future__ import annotations

from collections.abc import Iterator
from io import FileIO

import numpy as np

from masterdesk.engine.decode.track import Block, Dtype

_MIN_READ_FRAMES, _MAX_READ_FRAMES = 1 << 14, 1 << 18


def read_until_damage(file: FileIO, start: int, size: int, dtype: Dtype) -> Iterator[Block]:
    """Decode from frame `start` on, in blocks of about `size`; ends at the end of the file or before its first fault.

    libFLAC holds every frame against its checksum, and libsndfile fails as a whole where one does not pass.
    """
    import soundfile

    many = min(max(size, _MIN_READ_FRAMES), _MAX_READ_FRAMES)
    file.seek(0)
    try:
        with soundfile.SoundFile(file) as opened:
            opened.seek(start)
            while len(interleaved := opened.read(many, dtype=np.dtype(dtype).name, always_2d=True)):
                yield np.ascontiguousarray(interleaved.T)
    except soundfile.LibsndfileError:
        return
