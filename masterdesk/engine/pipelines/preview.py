"""The same seconds of one track under up to five settings, each a slice of its master."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from masterdesk.engine.encode import check_destination, destination, resolve_delivery
from masterdesk.engine.errors import OutputError, SettingsError, shown_path
from masterdesk.engine.match import MatchReport, match_report
from masterdesk.engine.pipelines.deliver import verified, write_blocks
from masterdesk.engine.pipelines.processes.blas import one_blas_thread
from masterdesk.engine.pipelines.processes.pickled import store
from masterdesk.engine.pipelines.processes.second_process import SecondProcess
from masterdesk.engine.pipelines.processes.side_by_side import side_by_side
from masterdesk.engine.pipelines.takes.job import stored_source
from masterdesk.engine.pipelines.takes.measured import measured
from masterdesk.engine.pipelines.takes.references import ReferenceShelf, check_save_match, write_match
from masterdesk.engine.pipelines.takes.source import TakeSource
from masterdesk.engine.pipelines.takes.take import Take
from masterdesk.engine.pipelines.takes.track import Track
from masterdesk.engine.plan import suggest_profiles
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.delivery import Delivery, DeliveryRequest
from masterdesk.engine.types.match import Match
from masterdesk.engine.types.request import DEFAULT_DITHER_SEED, DEFAULT_PREVIEW_START_S, PreviewRequest
from masterdesk.engine.types.settings import Selection, Settings

MAX_SLOTS = 5


@dataclass(frozen=True, eq=False)
class SlotPreview:
    """One slot's preview as written. `is_exact`: its drive was solved over the whole track; `match`: what was moved."""

    settings: Settings
    file: str
    is_exact: bool
    result: Analysis
    match: MatchReport | None = None


@dataclass(frozen=True, eq=False)
class PreviewReport:
    """The previews of all slots; `start_s` counts from the start of what is mastered."""

    start_s: float
    duration_s: float
    slots: tuple[SlotPreview, ...]


@one_blas_thread
def preview(
    request: PreviewRequest, progress: Progress | None = None, second: SecondProcess | None = None
) -> PreviewReport:
    """Master the same seconds under each slot's settings, and write one file per slot.

    With a `second` process, two slots are worked on at a time.

    Raises `InputError`, `OutputError`, `SettingsError` or `Cancelled`.
    """
    progress = progress or Progress()
    if len(request.slots) > MAX_SLOTS:
        raise SettingsError(f"{len(request.slots)} slots were given", f"give at most {MAX_SLOTS}")
    selection = _common_selection(request.slots)
    _check_save_match(request)
    track, matches = _loaded(request, selection, progress.part("Analyzing", 0.0, 0.2), second)
    with track:
        slots = request.slots or _suggested(track)
        window = _window(request, track)
        jobs = [
            _SlotJob(request, track, window, n, settings, matches.get(settings)) for n, settings in enumerate(slots, 1)
        ]
        _make_folder(request.folder)
        for job in jobs:
            job.check()
        previews = _run_all(jobs, track, progress.part("Mastering", 0.2, 1.0), second)
    if request.save_match is not None:
        write_match(next(iter(matches.values())), request.save_match, request.delivery.overwrite)
    start, stop = window
    return PreviewReport(start / track.sample_rate, (stop - start) / track.sample_rate, previews)


@dataclass(frozen=True, eq=False)
class _SlotJob:
    """One slot; `source` is the track, or the file that holds it for another process."""

    request: PreviewRequest
    source: Track | Path
    window: tuple[int, int]
    number: int
    settings: Settings
    match: Match | None

    @property
    def track(self) -> TakeSource:
        return stored_source(self.source) if isinstance(self.source, Path) else self.source

    @property
    def output(self) -> Path:
        stem = Path(self.request.track).stem
        return Path(self.request.folder) / f"{stem}-{self.number}-{self.settings.profile or 'none'}.{self._extension}"

    @property
    def _extension(self) -> str:
        return self._delivery_request().container or "wav"

    def _delivery_request(self) -> DeliveryRequest:
        asked = self.request.delivery
        if asked.container is None:
            return replace(asked, container="wav", bit_depth=asked.bit_depth or "32f")
        return asked

    def _delivery(self) -> Delivery:
        return resolve_delivery(self._delivery_request(), self.output, self.track.analysis.format)

    def check(self) -> None:
        check_destination(self.output, self.request.delivery.overwrite, [self.request.track])
        self._delivery()

    def run(self, progress: Progress) -> SlotPreview:
        rate = self._delivery().sample_rate
        with Take(self.track, self.settings, rate, match=self.match) as take:
            take.process(progress.part("Mastering", 0.0, 0.8))
            return self._written(take, progress)

    def _written(self, take: Take, progress: Progress) -> SlotPreview:
        delivery = self._delivery()
        start, stop = (frame * take.sample_rate // self.track.sample_rate for frame in self.window)
        with destination(self.output, self.request.delivery.overwrite, [self.request.track]) as part:
            share = progress.part("Rendering", 0.8, 0.9)
            written = write_blocks(take.render(start, stop), delivery, part, stop - start, DEFAULT_DITHER_SEED, share)
            result = verified(part, self.output, written.frames, progress.part("Verifying", 0.9, 1.0))
        file = os.fspath(self.output)
        return SlotPreview(self.settings, file, True, replace(result, file=file), self._moved(take))

    def _moved(self, take: Take) -> MatchReport | None:
        if self.match is None:
            return None
        return match_report(self.track.analysis, self.match, take.plan, take.loudness().range_lu)


def _check_save_match(request: PreviewRequest) -> None:
    if request.save_match is not None:
        check_save_match(next((slot for slot in request.slots if slot.has_reference), Settings()), request.save_match)
        check_destination(request.save_match, request.delivery.overwrite, [request.track])


@one_blas_thread
def _run_slot(job: _SlotJob, progress: Progress) -> SlotPreview:
    return job.run(progress)


def _loaded(
    request: PreviewRequest, selection: Selection | None, progress: Progress, second: SecondProcess | None
) -> tuple[Track, dict[Settings, Match]]:
    """The track, and the matches of the slots that have one."""

    def matches(shelf: ReferenceShelf, share: Progress) -> dict[Settings, Match]:
        slots = request.slots
        parts = [share.share(number / len(slots), (number + 1) / len(slots)) for number in range(len(slots))]
        found = {slot: shelf.match(slot, part) for slot, part in zip(slots, parts, strict=True)}
        return {slot: match for slot, match in found.items() if match is not None}

    has_references = any(slot.references for slot in request.slots)
    return measured(request.track, selection, matches, has_references, progress, second)


def _run_all(
    jobs: list[_SlotJob], track: Track, progress: Progress, second: SecondProcess | None
) -> tuple[SlotPreview, ...]:
    """All slots, each by whichever process is free."""
    waiting = deque(enumerate(zip(jobs, progress.at_once(len(jobs)), strict=True)))
    done: dict[int, SlotPreview] = {}

    def work(run: Callable[[_SlotJob, Progress], SlotPreview]) -> None:
        while waiting:
            try:
                number, (job, share) = waiting.popleft()
            except IndexError:  # the other process was quicker
                return
            done[number] = run(job, share)

    if second is None:
        work(_SlotJob.run)
    else:
        path = second.new_path(".track")
        store(track.stored(), path)
        side_by_side(lambda: work(_SlotJob.run), lambda: work(partial(_run_elsewhere, second, path)), progress)
        path.unlink()
    return tuple(done[number] for number in range(len(jobs)))


def _run_elsewhere(second: SecondProcess, path: Path, job: _SlotJob, progress: Progress) -> SlotPreview:
    found: SlotPreview = second.submit(_run_slot, replace(job, source=path), progress=progress).result()
    return found


def _common_selection(slots: tuple[Settings, ...]) -> Selection | None:
    selections = {slot.selection for slot in slots}
    if len(selections) > 1:
        raise SettingsError("the slots have different selections", "give every slot the same selection")
    return selections.pop() if selections else None


def _make_folder(folder: str | os.PathLike[str]) -> None:
    try:
        Path(folder).mkdir(exist_ok=True)
    except OSError as error:
        what = f"the folder {shown_path(folder)} cannot be made ({error.strerror})"
        raise OutputError(what, "choose a folder whose parent exists") from error


def _suggested(track: Track) -> tuple[Settings, ...]:
    return tuple(Settings(profile=letter) for letter in suggest_profiles(track.analysis, MAX_SLOTS))


def _window(request: PreviewRequest, track: Track) -> tuple[int, int]:
    """First and last frame (exclusive) of the preview."""
    rate, frames = track.sample_rate, track.frames
    length = min(round(request.duration_s * rate), frames)
    if request.start_s is None:
        start = min(round(DEFAULT_PREVIEW_START_S * rate), frames - length)
    else:
        start = round(request.start_s * rate)
    if start >= frames or length <= 0:
        what = f"a preview from {start / rate:g} s of {request.duration_s:g} s is not in {shown_path(request.track)}"
        raise SettingsError(what, f"the track is {frames / rate:.2f} s long; choose an earlier start")
    return start, min(start + length, frames)
