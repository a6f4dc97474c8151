"""Writes one file of each kind into a folder, in a process of its own."""

import sys
from pathlib import Path

from engine.encode.support import delivery, noise, write

for out in ("a.wav", "a.aiff", "a.flac", "a.mp3", "a.m4a", "a.ogg", "a.opus", "a.webm"):
    asked = {"bit_depth": "32f"} if out in ("a.wav", "a.aiff") else {}
    write(Path(sys.argv[1]) / out, noise(30_000), delivery(out, **asked))
