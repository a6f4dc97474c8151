"""The notes of the demo track: a small pop song in A minor, 100 beats per minute, 4/4."""

from __future__ import annotations

from dataclasses import dataclass

BEAT_S = 0.6
BEATS_PER_BAR = 4
BARS_PER_PHRASE = 4


@dataclass(frozen=True)
class Note:
    """A MIDI note (or, for drums, none) that begins on a beat of its phrase and lasts some beats."""

    beat: float
    beats: float
    pitch: int = 0
    level: float = 1.0


@dataclass(frozen=True)
class Chord:
    """Its bass note, and its notes from low to high, as MIDI notes."""

    root: int
    notes: tuple[int, ...]


A_MINOR, F_MAJOR = Chord(33, (57, 60, 64, 67)), Chord(29, (53, 57, 60, 64))
C_MAJOR, G_MAJOR = Chord(36, (55, 60, 64, 67)), Chord(31, (55, 59, 62, 67))
E_MINOR = Chord(28, (55, 59, 62, 64))

VERSE = (A_MINOR, F_MAJOR, C_MAJOR, G_MAJOR)
CHORUS = (F_MAJOR, G_MAJOR, E_MINOR, A_MINOR)

VERSE_TUNE = (
    Note(2, 1, 76, 0.8), Note(3, 0.5, 74, 0.7), Note(3.5, 0.5, 72, 0.7), Note(4, 3, 69, 0.9),
    Note(10, 0.5, 67, 0.7), Note(10.5, 0.5, 69, 0.7), Note(11, 1, 72, 0.9), Note(12, 1.5, 71, 0.9),
    Note(13.5, 0.5, 67, 0.7), Note(14, 1.75, 74, 0.8),
)  # fmt: skip

_CHORUS_OPENING = (
    Note(0, 1.5, 69), Note(1.5, 0.5, 72, 0.8), Note(2, 1, 76), Note(3, 1, 74, 0.9),
    Note(4, 1.5, 74), Note(5.5, 0.5, 71, 0.8), Note(6, 1.75, 67, 0.9),
)  # fmt: skip
CHORUS_TUNE = (
    *_CHORUS_OPENING,
    Note(8, 0.5, 67, 0.8), Note(8.5, 0.5, 69, 0.8), Note(9, 1, 71), Note(10, 1, 74), Note(11, 1, 71, 0.9),
    Note(12, 1, 72), Note(13, 2.5, 69, 0.9),
)  # fmt: skip
CHORUS_TUNE_HIGH = (
    *_CHORUS_OPENING,
    Note(8, 1, 79), Note(9, 1, 76), Note(10, 1, 74), Note(11, 1, 71, 0.9),
    Note(12, 0.5, 72), Note(12.5, 0.5, 74), Note(13, 2.75, 76),
)  # fmt: skip

VERSE_BASS = (Note(0, 1.2), Note(1.5, 0.8, 0, 0.8), Note(2.5, 0.9, 0, 0.9), Note(3.5, 0.4, 12, 0.7))
CHORUS_BASS = (*(Note(beat / 2, 0.42, 0, 0.95 if beat % 2 else 1.0) for beat in range(7)), Note(3.5, 0.4, 12, 0.9))


@dataclass(frozen=True)
class Phrase:
    """Four bars, and who plays in them. `drums` is 0 (none), 1 (verse), 2 (chorus)."""

    chords: tuple[Chord, ...]
    tunes: tuple[Note, ...] = ()
    piano: bool = False
    pads: bool = False
    plucks: bool = False
    bass: tuple[Note, ...] = ()
    drums: int = 0
    fill: bool = False
    riser: bool = False
    level: float = 1.0


SONG = (
    Phrase(VERSE, piano=True),
    Phrase(VERSE, piano=True, bass=VERSE_BASS, drums=1, level=0.85),
    Phrase(VERSE, VERSE_TUNE, piano=True, bass=VERSE_BASS, drums=1, fill=True, level=0.9),
    Phrase(CHORUS, CHORUS_TUNE, pads=True, plucks=True, bass=CHORUS_BASS, drums=2),
    Phrase(CHORUS, CHORUS_TUNE_HIGH, pads=True, plucks=True, bass=CHORUS_BASS, drums=2),
    Phrase(VERSE, pads=True, plucks=True, riser=True, level=0.85),
    Phrase(CHORUS, CHORUS_TUNE, piano=True, pads=True, plucks=True, bass=CHORUS_BASS, drums=2, fill=True),
    Phrase(CHORUS, CHORUS_TUNE_HIGH, piano=True, pads=True, plucks=True, bass=CHORUS_BASS, drums=2, fill=True),
    Phrase((F_MAJOR, G_MAJOR, A_MINOR, A_MINOR), piano=True, pads=True, level=0.9),
)
