"""Lengths that keep their duration over sample rates, as powers of two, so that they divide the grid."""

from __future__ import annotations

import math


def frames_at(sample_rate: int, frames_at_48k: int) -> int:
    """`frames_at_48k` (a power of two) scaled to another rate by the nearest power of two, at least 4 frames."""
    return max(4, round(frames_at_48k * 2.0 ** round(math.log2(sample_rate / 46000.0))))
