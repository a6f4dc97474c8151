"""Names of notes for frequencies."""

from __future__ import annotations

import math


def note_name(frequency_hz: float, a4_hz: float = 440.0) -> str:
    """The nearest note of equal temperament and how far off it lies, in cents: `A4 +12 ct`, or `A4` right on it."""
    semitones = 12.0 * math.log2(frequency_hz / a4_hz) + 69.0
    nearest = round(semitones)
    cents = round(100.0 * (semitones - nearest))
    names = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
    note = f"{names[nearest % 12]}{nearest // 12 - 1}"
    return f"{note} {cents:+d} ct".replace("-", "\N{MINUS SIGN}") if cents else note
