"""Decks, queues and tests for the views around the cards, made of the engine's real types."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from window import scenes

from masterdesk.engine.pipelines.desk.deck import SlotAudio, Window
from masterdesk.engine.pipelines.master import MasterReport
from masterdesk.engine.pipelines.targets import Target, Targets
from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.findings import Warning
from masterdesk.engine.types.reference import MatchAmounts, Reference
from masterdesk.engine.types.request import MasterRequest
from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.blind_test import BlindKind

SLOTS = (
    Settings(profile="a", platform="spotify", stereo_image=True),
    Settings(profile="b", intensity=80.0, platform="spotify"),
    Settings(profile=None, intensity=70.0, stereo_image=True),
    Settings(profile="k", loudness_lufs=-9.5, ceiling_dbtp=-0.5),
    Settings(profile="m", intensity=60.0, loudness_lufs=-16.0, platform="apple-music", stereo_image=True),
)
PROBLEM = "The reference Slow Tide.flac cannot be read any more: open it again, or choose another"


def loudness(lufs=-14.0, peak=-1.0, lra=6.1):
    """Readings of a whole master."""
    return Loudness(lufs, lra, lufs + 3.0, lufs + 1.0, peak, peak - 0.2)


def audio(slot, settings, exact=True, lra=6.1):
    """What the deck answers, silent and short."""
    lufs = -17.3 if settings.loudness_lufs is None else settings.loudness_lufs
    rows = np.zeros((2, 2), np.float32)
    empty = np.zeros(2, np.float32)
    return SlotAudio(
        slot=slot,
        settings=settings,
        window=Window(0, 2),
        sample_rate=48000,
        samples=rows,
        exact=exact,
        drive_db=3.0,
        loudness=loudness(lufs, settings.ceiling_dbtp, lra),
        window_lufs=lufs,
        reduction_hop_frames=64,
        gain_reduction_db=empty,
        eq_hop_frames=1024,
        eq_frequencies_hz=empty,
        eq_gain_db=rows,
        warnings=(),
    )


def decked(heard="2", has_reference=True):
    """A desk in full work: an exact slot, estimates, one that renders anew, one that renders first."""
    models = scenes.ready(heard=heard, has_reference=has_reference)
    slots = list(SLOTS)
    if has_reference:
        path = str(models.reference.path)
        slots[2] = replace(slots[2], references=(Reference(path),), match=MatchAmounts(dynamics=0.0))
    models.desk.note(slots=tuple(slots))
    for number, settings in enumerate(slots[:4]):
        models.slots[number].start()
        models.slots[number].arrive(audio(number, settings, exact=number != 2, lra=6.1 - number))
    models.slots[2].progress(0.7)
    models.slots[4].start()
    models.slots[4].progress(0.4)
    return models


def troubled():
    """One slot failed, one renders anew with its old sound, the others are exact."""
    models = decked("3")
    for number in (2, 4):
        models.slots[number].arrive(audio(number, SLOTS[number]))
    models.slots[1].fail(PROBLEM)
    models.slots[3].start()
    models.slots[3].progress(0.25)
    return models


def ranking(models, revealed=False):
    """A ranking of original and four slots, C heard."""
    labels = {"original": "C", "1": "A", "2": "E", "3": "B", "4": "D"}
    models.blind.update(
        kind=BlindKind.RANKING, letters=("A", "B", "C", "D", "E"), labels=labels, heard_letter="C", revealed=revealed
    )
    if revealed:
        models.blind.update(ranking=("E", "A", "D", "C", "B"))
    return models


def abx(models, revealed=False):
    """Nine answers in a test of slot 2 against the original."""
    labels = {"original": "A", "2": "B"}
    fields = {"answers": 9, "right": 8, "p_value": 0.01953125, "heard_letter": "X", "revealed": revealed}
    models.blind.update(kind=BlindKind.ABX, letters=("A", "B", "X"), labels=labels, **fields)
    return models


def queued(models):
    """A job of every kind: done, done with a warning, running, waiting, failed and cancelled."""
    queue, folder = models.queue, Path("/music/masters")

    def add(name, slot, container, **settings):
        request = MasterRequest("mix.wav", folder / name, Settings(**settings), DeliveryRequest(container))
        return queue.add(name, slot, request)

    done = add("Harbour Lights - 24 bit.wav", 2, "wav")
    queue.start(done)
    queue.finish(done, report(models, done.request, -14.02, -1.04))
    short = add("Harbour Lights.mp3", 4, "mp3", loudness_lufs=-6.0)
    queue.start(short)
    queue.finish(
        short, report(models, short.request, -7.4, -1.01, "The limiter would have to take 9.2 dB at the drums.")
    )
    running = add("Harbour Lights.flac", 2, "flac")
    queue.start(running)
    running.started -= 6.0
    queue.progress(running, "Rendering", 0.62)
    add("Harbour Lights - a rather long name of a file that nobody would want to type.aiff", 1, "aiff")
    failed = add("Harbour Lights.opus", 5, "opus")
    queue.fail(failed, "There is no room left on the disk of /music/masters: free some and try again")
    queue.cancel(add("Harbour Lights.m4a", 3, "m4a"))
    return models


def report(models, request, lufs, peak, reason=""):
    """A report of a written file."""
    analysis = models.track.analysis
    asked = request.settings
    met = abs(lufs - asked.loudness_lufs) <= 0.1
    why = f": {reason}" if reason else ""
    text = f"The master measures {lufs:.1f} LUFS for a target of {asked.loudness_lufs:g} LUFS{why}."
    warnings = () if met else (Warning("target_not_reached", text),)
    reached = Targets(Target(asked.loudness_lufs, lufs, met), Target(asked.ceiling_dbtp, peak, True), warnings)
    result = replace(analysis, loudness=loudness(lufs, peak, 6.1))
    return MasterReport(request, analysis, result, reached, warnings, {"total": 8.2})
