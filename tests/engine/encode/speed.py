"""Prints what writing costs: python tests/engine/encode/speed.py [SECONDS], with tests/ on the path."""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from engine.encode.support import delivery, music, write

from masterdesk.engine.dsp.dither import KINDS, Quantizer

RATE = 44100
JOBS = [
    ("a.wav", {}),
    ("a.wav", {"dither": "none"}),
    ("a.wav", {"dither": "shaped", "bit_depth": "16"}),
    ("a.wav", {"bit_depth": "32f"}),
    ("a.aiff", {}),
    ("a.flac", {}),
    ("a.m4a", {"bit_depth": "24"}),
    ("a.ogg", {}),
    ("a.m4a", {}),
    ("a.opus", {}),
    ("a.webm", {}),
    ("a.mp3", {}),
]


def main(seconds):
    audio = np.tile(music(60 * RATE), -(-seconds // 60))[:, : seconds * RATE]
    print(f"{seconds} s of stereo at {RATE} Hz; CPU seconds and file size")
    for kind in KINDS:
        quantizer = Quantizer(16, kind, 1, 2)
        start = time.process_time()
        for frame in range(0, audio.shape[1], 65536):
            quantizer.process(audio[:, frame : frame + 65536])
        quantizer.flush()
        print(f"  quantizer alone, {kind:6}        {time.process_time() - start:6.2f}")
    with tempfile.TemporaryDirectory() as folder:
        for out, asked in JOBS:
            how = delivery(out, **asked)
            write(Path(folder) / out, audio[:, :1000], how)  # the libraries are loaded now
            start = time.process_time()
            write(Path(folder) / out, audio, how, block_frames=65536)
            cost, size = time.process_time() - start, (Path(folder) / out).stat().st_size
            print(f"  {how.container:5} {how.codec:10} {how.dither:6}  {cost:6.2f}  {size / 1e6:6.1f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 243)
