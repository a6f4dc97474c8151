"""Who gets how much room in the header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: A long title leaves this share of the width to the chips, and is never narrower than this.
TITLE_SHARE, LEAST_TITLE = 0.28, 120
LEAST_ARTIST = 84


@dataclass(frozen=True)
class Fit:
    """Widths of title and artist (0: left out), and how many facts and findings are shown as chips."""

    title: int
    artist: int
    facts: int
    findings: int


def fit(room: int, title: int, artist: int, facts: Sequence[int], findings: Sequence[int], more: int, gap: int) -> Fit:
    """Share `room` pixels, given the widths that everything would like.

    Facts (format, loudness) come before findings, whose rest goes into a chip of width `more`;
    title and artist give way down to a part of the room, the artist first.
    """
    chips = [width + gap for width in facts]
    wanted = sum(chips) + sum(width + gap for width in findings)
    least_title = min(title, max(LEAST_TITLE, round(TITLE_SHARE * room)))
    shown_title = min(title, max(least_title, room - wanted))
    left = room - shown_title
    needed = sum(chips) + (more + gap if findings else 0)
    shown_artist = min(artist, max(left - gap - max(needed, wanted), min(LEAST_ARTIST, artist)))
    if shown_artist + gap + needed > left or not artist:
        shown_artist = 0
    left -= shown_artist + (gap if shown_artist else 0)
    shown_facts = _fitting(facts, left - (more + gap if findings else 0), gap)
    left -= sum(chips[:shown_facts])
    shown_findings = _fitting(findings, left, gap)
    if shown_findings < len(findings):
        shown_findings = _fitting(findings, left - more - gap, gap)
    return Fit(shown_title, shown_artist, shown_facts, shown_findings)


def _fitting(widths: Sequence[int], room: int, gap: int) -> int:
    """How many of `widths`, in order, have room."""
    count = 0
    for width in widths:
        room -= width + gap
        if room < 0:
            break
        count += 1
    return count
