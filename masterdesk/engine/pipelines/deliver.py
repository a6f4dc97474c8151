"""Writes a take into a file, measures the file as a stranger would, and corrects until it keeps its promises."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace

from masterdesk.engine.dsp.processor import Block, frames_in
from masterdesk.engine.encode import copy_tags, destination, open_writer
from masterdesk.engine.errors import InputError, OutputError, shown_path
from masterdesk.engine.pipelines.processes.second_process import SecondProcess
from masterdesk.engine.pipelines.stopwatch import Stopwatch
from masterdesk.engine.pipelines.takes.take import Take
from masterdesk.engine.pipelines.takes.track import analyze_file
from masterdesk.engine.pipelines.targets import LOUDNESS_TOLERANCE_LU
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.delivery import Delivery
from masterdesk.engine.types.findings import Warning
from masterdesk.engine.types.request import MasterRequest

#: Times a file may be written before its best state is accepted and the misses are told.
MAX_WRITES = 4
#: Loudness error in LU that is worth another write: well inside the tolerance.
WORTH_CORRECTING_LU = LOUDNESS_TOLERANCE_LU / 2
#: Taken off the ceiling beyond what a codec overshot, in dB, since the next encoding overshoots elsewhere.
CODEC_MARGIN_DB = 0.05


@dataclass(frozen=True, eq=False)
class Delivered:
    """The analysis of the file as written, and what the user should know about it."""

    analysis: Analysis
    warnings: tuple[Warning, ...]


@dataclass(frozen=True)
class Written:
    """What went into a file: how many frames, and what the user should know about them."""

    frames: int
    warnings: tuple[Warning, ...]


def deliver(
    take: Take,
    request: MasterRequest,
    delivery: Delivery,
    progress: Progress,
    watch: Stopwatch,
    second: SecondProcess | None = None,
) -> Delivered:
    """Write the whole take to the request's output, by way of a file beside it that replaces it once verified.

    A `second` process does half of the measuring. Raises `OutputError` where the file cannot be written or does not
    read back as written.
    """
    with destination(request.output, request.delivery.overwrite, [request.track]) as part:
        offset_lu = headroom_db = 0.0
        for attempt in range(MAX_WRITES):
            share = progress.part("Rendering", 1 - 0.5**attempt, 1 - 0.5 ** (attempt + 1))
            delivered = _write_and_measure(take, request, delivery, part, share, watch, second)
            miss_lu, over_db = _misses(take, delivered.analysis)
            if miss_lu == 0.0 and over_db == 0.0:
                break
            if attempt + 1 < MAX_WRITES:
                offset_lu, headroom_db = offset_lu - miss_lu, headroom_db + over_db
                take.aim(offset_lu, headroom_db)
    progress.advance(1.0)
    return delivered


def exact_delivery(delivery: Delivery, source: AudioFormat, is_at_rest: bool) -> Delivery:
    """Without dither where no bit is cut: the samples are the source's own, and the file has room for them."""
    keeps = delivery.bit_depth is not None and source.bit_depth is not None and delivery.bit_depth >= source.bit_depth
    if is_at_rest and source.is_lossless and not source.is_float and keeps:
        return replace(delivery, dither="none")
    return delivery


def write_blocks(
    blocks: Iterable[Block], delivery: Delivery, path: str, frames: int | None, seed: int, progress: Progress
) -> Written:
    """Encode blocks of shape (channels, frames) into a new file at `path`; `frames` is the length expected."""
    followed = progress.follow(blocks, frames, frames_in)
    with open_writer(path, delivery, frames or 0, seed) as writer, closing(followed):
        for block in followed:
            writer.write(block)
    return Written(writer.frames, _clipping(writer.clipped))


def verified(
    part: str, output: str | os.PathLike[str], frames: int, progress: Progress, second: SecondProcess | None = None
) -> Analysis:
    """Reopen, decode and measure a written file; raises `OutputError` unless it has `frames` frames."""
    try:
        analysis = analyze_file(part, progress, second)
    except InputError as error:
        raise OutputError(f"{shown_path(output)} does not read back ({error.what})", _REPORT_IT) from error
    if analysis.format.frames != frames:
        what = f"{shown_path(output)} reads back as {analysis.format.frames} frames instead of {frames}"
        raise OutputError(what, _REPORT_IT)
    return analysis


_REPORT_IT = "nothing was delivered; try another format, and please report this"


def _write_and_measure(
    take: Take,
    request: MasterRequest,
    delivery: Delivery,
    part: str,
    progress: Progress,
    watch: Stopwatch,
    second: SecondProcess | None,
) -> Delivered:
    settled = exact_delivery(delivery, take.track.analysis.format, take.is_at_rest)
    with watch.time("render"):
        share = progress.part("Rendering", 0.0, 0.5)
        written = write_blocks(take.render(), settled, part, take.frames, request.dither_seed, share)
        tag_warnings = copy_tags(request.track, part) if request.delivery.tags else ()
    with watch.time("verify"):
        analysis = verified(part, request.output, take.frames, progress.part("Verifying", 0.5, 1.0), second)
    return Delivered(analysis, (*written.warnings, *tag_warnings))


def _clipping(samples: int) -> tuple[Warning, ...]:
    if not samples:
        return ()
    text = f"{samples} samples went over full scale and were clipped; lower the level, or choose a 32-bit float file."
    return (Warning("clipped_on_write", text),)


def _misses(take: Take, analysis: Analysis) -> tuple[float, float]:
    """Loudness error in LU and overshoot in dB that another write should correct; zeros if none."""
    reading, target = analysis.loudness, take.settings.loudness_lufs
    miss_lu = over_db = 0.0
    if target is not None and reading.integrated_lufs is not None and not take.drive.limited:
        error = reading.integrated_lufs - target
        miss_lu = error if abs(error) > WORTH_CORRECTING_LU else 0.0
    if reading.true_peak_dbtp is not None and reading.true_peak_dbtp > take.settings.ceiling_dbtp:
        over_db = reading.true_peak_dbtp - take.settings.ceiling_dbtp + CODEC_MARGIN_DB
    return miss_lu, over_db
