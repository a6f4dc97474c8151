"""Another container, codec, rate or depth for the same audio, and nothing else."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import numpy as np

from masterdesk.engine.decode import AudioSource, open_source
from masterdesk.engine.dsp.resample import resample, resampled_frames
from masterdesk.engine.encode import check_destination, copy_tags, destination, resolve_delivery
from masterdesk.engine.pipelines.deliver import Written, exact_delivery, verified, write_blocks
from masterdesk.engine.pipelines.processes.blas import one_blas_thread
from masterdesk.engine.pipelines.stopwatch import Stopwatch
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.analysis import Analysis
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.delivery import Delivery
from masterdesk.engine.types.findings import Warning
from masterdesk.engine.types.request import ConvertRequest


@dataclass(frozen=True, eq=False)
class ConvertReport:
    """What was converted, and the written file as measured."""

    request: ConvertRequest
    source_format: AudioFormat
    result: Analysis
    warnings: tuple[Warning, ...]
    seconds: dict[str, float]


@one_blas_thread
def convert(request: ConvertRequest, progress: Progress | None = None) -> ConvertReport:
    """Write a file again in another form; samples change only where rate, depth or a lossy codec demand it.

    Raises `InputError`, `OutputError`, `SettingsError` or `Cancelled`; the
    destination is then as it was before.
    """
    progress, watch = progress or Progress(), Stopwatch()
    check_destination(request.output, request.delivery.overwrite, [request.source])
    source = open_source(request.source)
    delivery = resolve_delivery(request.delivery, request.output, source.format)
    settled = exact_delivery(delivery, source.format, is_at_rest=delivery.sample_rate == source.format.sample_rate)
    with destination(request.output, request.delivery.overwrite, [request.source]) as part:
        with watch.time("convert"):
            written = _write(source, settled, part, request, progress.part("Converting", 0.0, 0.7))
            tag_warnings = copy_tags(request.source, part) if request.delivery.tags else ()
        with watch.time("verify"):
            result = verified(part, request.output, written.frames, progress.part("Verifying", 0.7, 1.0))
    warnings = (*source.report.warnings, *written.warnings, *tag_warnings)
    result = replace(result, file=os.fspath(request.output))
    return ConvertReport(request, source.format, result, warnings, watch.seconds())


def _write(source: AudioSource, delivery: Delivery, part: str, request: ConvertRequest, progress: Progress) -> Written:
    shape = source.format
    dtype = np.float64 if (shape.bit_depth or 0) > 24 else np.float32
    stream = resample(source.blocks(dtype=dtype), shape.sample_rate, delivery.sample_rate)
    expected = source.expected_frames
    frames = None if expected is None else resampled_frames(expected, shape.sample_rate, delivery.sample_rate)
    return write_blocks(stream, delivery, part, frames, request.dither_seed, progress)
