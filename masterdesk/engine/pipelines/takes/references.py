"""From settings to the numbers of a master: the profile, the references, and the balance between the two."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from masterdesk.engine.analyze.smart_window import smart_window_s
from masterdesk.engine.encode import destination
from masterdesk.engine.errors import InputError, OutputError, SettingsError, shown_path
from masterdesk.engine.match import combined, match_from_json, match_plan, match_to_json, reference_match
from masterdesk.engine.match.saved import MAX_CHARACTERS
from masterdesk.engine.plan import make_plan
from masterdesk.engine.progress import Progress
from masterdesk.engine.resources import profile
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.plan import Plan
from masterdesk.engine.types.selection import Selection
from masterdesk.engine.types.settings import LOUDNESS_RANGE_LUFS, Settings

#: Measures the file at a path.
AnalyzeFile = Callable[[str, Progress], Analysis]

#: References whose analyses are remembered, some megabytes each.
SHELF_SIZE = 8
#: Seconds of the loudest part of a reference.
LOUDEST_S = 30.0


class ReferenceShelf:
    """Analyses of references, each made once: of files as they are now, or offered by who has one. Thread-safe."""

    def __init__(self, analyze: AnalyzeFile) -> None:
        self._analyze = analyze
        self._analyses: OrderedDict[tuple[str, int, int], Analysis] = OrderedDict()
        self._lock = threading.Lock()

    def offer(self, analysis: Analysis) -> None:
        """Take the analysis of a whole file that was made elsewhere."""
        self._keep(_identity(analysis.file), analysis)

    def analysis(self, path: str, progress: Progress, analyze: AnalyzeFile | None = None) -> Analysis:
        """The analysis of a file as it is now: remembered, or made by `analyze` (by default the shelf's own)."""
        identity = _identity(path)  # before it is read: who writes it anew meanwhile makes it another
        with self._lock:
            known = self._analyses.get(identity)
        return known if known is not None else self._keep(identity, (analyze or self._analyze)(path, progress))

    def match(self, settings: Settings, progress: Progress) -> Match | None:
        """What the settings' references, or their saved match, ask for; `None` if there is neither.

        Raises `InputError` for a reference that cannot be used, `SettingsError` for a region outside it.
        """
        if settings.use_match is not None:
            return read_match(settings.use_match)
        if not settings.references:
            return None
        share = 1.0 / len(settings.references)
        parts = []
        for number, reference in enumerate(settings.references):
            part = progress.part("Analyzing the reference", number * share, (number + 1) * share)
            analysis = self.analysis(reference.path, part)
            region = loudest_part(analysis) if reference.is_loudest else reference.region
            parts.append((reference_match(analysis, region), reference.weight))
        return combined(parts)

    def _keep(self, identity: tuple[str, int, int], analysis: Analysis) -> Analysis:
        with self._lock:
            self._analyses[identity] = analysis
            self._analyses.move_to_end(identity)
            while len(self._analyses) > SHELF_SIZE:
                self._analyses.popitem(last=False)
        return analysis


def loudest_part(analysis: Analysis) -> Selection | None:
    """The loudest `LOUDEST_S` of a track, of a song its chorus; `None`, for all of it, where it is not longer."""
    if (analysis.format.duration or 0.0) <= LOUDEST_S:
        return None
    start_s = round(smart_window_s(analysis, "loudest", LOUDEST_S), 1)
    return Selection(start_s, start_s + LOUDEST_S)


def read_match(path: str | os.PathLike[str]) -> Match:
    """The match saved in a file. Raises `InputError` where it cannot be read or is none."""
    name = shown_path(path)
    try:
        with Path(path).open(encoding="utf-8") as file:
            text = file.read(MAX_CHARACTERS + 1)
    except OSError as error:
        raise InputError(f"the saved match {name} cannot be read ({error.strerror})", "check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not a saved match", "give a file that --save-match wrote") from error
    return match_from_json(text, name)


def write_match(match: Match, path: str | os.PathLike[str], overwrite: bool) -> None:
    """Save a match, beside its destination first. Raises `OutputError`."""
    with destination(path, overwrite, []) as part:
        try:
            Path(part).write_text(match_to_json(match), encoding="utf-8")
        except OSError as error:
            what = f"the match {shown_path(path)} cannot be written ({error.strerror})"
            raise OutputError(what, "choose another place") from error


def check_save_match(settings: Settings, save_match: str | os.PathLike[str] | None) -> None:
    """Raise `SettingsError` where a match is to be saved and there is none."""
    if save_match is not None and not settings.has_reference:
        raise SettingsError("there is no match to save", "give a reference")


class Aims(NamedTuple):
    """What one track is mastered by: its plan, the settings with the loudness they come to, and the true peak that
    the dynamics of a reference ask for (`None`: as high as the ceiling).
    """

    plan: Plan
    settings: Settings
    wanted_peak_dbtp: float | None


def planned(analysis: Analysis, settings: Settings, match: Match | None) -> Aims:
    """The plan for a track and what its limiter shall aim at. Loudness and ceiling have no part in the plan itself."""
    style = None if settings.profile is None else profile(settings.profile)
    under = make_plan(analysis, style, settings.intensity, settings.stereo_image)
    if match is None:
        return Aims(under, settings, None)
    aimed = replace(settings, loudness_lufs=_loudness_lufs(analysis, settings, match))
    return Aims(match_plan(analysis, match, settings.match, under), aimed, _peak_dbtp(analysis, aimed, match))


def _peak_dbtp(analysis: Analysis, aimed: Settings, match: Match) -> float | None:
    """The peak at which the master has the reference's ratio of peak to loudness, or a part of the way to it."""
    own, wanted, share = analysis.loudness.plr_db, match.dynamics.plr_db, aimed.match.dynamics / 100.0
    if aimed.loudness_lufs is None or own is None or wanted is None or share == 0.0:
        return None
    return aimed.loudness_lufs + wanted + (1.0 - share) * max(own - wanted, 0.0)


def _loudness_lufs(analysis: Analysis, settings: Settings, match: Match) -> float | None:
    """The target: that of the settings (or the track's own level, where it is off), and the reference's."""
    share = settings.match.loudness / 100.0
    base = settings.loudness_lufs if settings.loudness_lufs is not None else analysis.loudness.integrated_lufs
    if share == 0.0 or base is None:
        return settings.loudness_lufs
    low, high = LOUDNESS_RANGE_LUFS
    return min(max(base + share * (match.integrated_lufs - base), low), high)


def _identity(path: str | os.PathLike[str]) -> tuple[str, int, int]:
    """What tells one state of a file from another; opening it will say if it is not there."""
    absolute = Path(path).absolute()
    try:
        status = absolute.stat()
    except OSError:
        return str(absolute), 0, 0
    return str(absolute), status.st_mtime_ns, status.st_size
