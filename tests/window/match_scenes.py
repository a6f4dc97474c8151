"""Desks that match: references of every kind, reports of what was moved."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from window import card_scenes, scenes
from window.live_frames import EQ_HZ

from masterdesk.engine.match import MatchCurves, MatchReport
from masterdesk.engine.types.reference import MatchAmounts, Reference
from masterdesk.window.models.desk_state import Region
from masterdesk.window.models.references import SourceFacts, SourceStatus

LINES = ("+1.8 dB at 3.15 kHz", "low width -20 %", "2.1 dB less range")
#: The same, as it is read.
MOVED = "+1.8 dB at 3.15 kHz · low width −20 % · 2.1 dB less range"
FURTHER, SAVED = "/music/Glow.flac", "/music/album.mdmatch"
CHORUS = Region(72.0, 102.0)
READY = SourceFacts(SourceStatus.READY, duration_s=scenes.REFERENCE_S, chorus=CHORUS)


def report(lines=LINES, side_db=0.0):
    """What a match moved: 6 dB more at the top, `side_db` more width there."""
    octaves = np.log2(EQ_HZ / 1000.0)
    gain_db = 1.5 * octaves - 2.0 * np.exp(-((octaves + 2.0) ** 2))
    track_db = -18.0 - 1.2 * np.abs(octaves)
    curves = MatchCurves(
        EQ_HZ, track_db, track_db + 1.1 * gain_db, track_db + gain_db, gain_db, side_db * np.maximum(octaves, 0.0)
    )
    return MatchReport(lines, curves, (-20.0, 0.0, 0.0), -2.1, (0.0, 0.0, 0.0, 0.0))


def audio(slot, settings, exact=True, **options):
    """A preview of a slot that matches something."""
    return replace(card_scenes.audio(slot, settings, exact), match_report=report(**options))


def matched(heard="3", **options):
    """Cards 3 (alone) and 4 (with a profile) match the reference of the desk and are exact; card 3 is heard."""
    models = scenes.ready(heard=heard)
    path = str(models.reference.path)
    slots = list(card_scenes.SLOTS)
    slots[2] = replace(slots[2], references=(Reference(path),), match=MatchAmounts(dynamics=0.0))
    slots[3] = replace(slots[3], references=(Reference(path),))
    models.desk.note(slots=tuple(slots))
    models.references.learn(path, READY)
    for number, settings in enumerate(slots):
        made = audio if settings.has_reference else card_scenes.audio
        models.slots[number].arrive(made(number, settings, **(options if settings.has_reference else {})))
    return models


def with_further(models, slot=2, **facts):
    """A second reference counts half as much."""
    settings = models.desk.state.slots[slot]
    slots = list(models.desk.state.slots)
    slots[slot] = replace(settings, references=(*settings.references, Reference(FURTHER, 0.5)))
    models.desk.note(slots=tuple(slots))
    models.references.learn(FURTHER, replace(READY, **facts))
    return models


def with_saved(models, slot=2, **facts):
    """A saved match takes the place of references."""
    slots = list(models.desk.state.slots)
    slots[slot] = replace(slots[slot], references=(), use_match=SAVED)
    models.desk.note(slots=tuple(slots))
    models.references.learn(SAVED, SourceFacts(SourceStatus.READY, names=("Slow Tide", "Glow"), **facts))
    return models


def reading(fraction=0.4):
    """The further reference is still being read."""
    models = with_further(matched(), status=SourceStatus.READING, fraction=fraction)
    models.slots[2].start()
    return models


def failed():
    """The further reference cannot be used."""
    problem = f"the reference {Path(FURTHER).name} is silent: choose a reference, or a region of it, that sounds"
    models = with_further(matched(), status=SourceStatus.FAILED, problem=problem)
    models.slots[2].fail(problem)
    return models


def open_panel(models, slot=2):
    """The match of a slot is open."""
    models.match_panel.show(slot)
    return models
