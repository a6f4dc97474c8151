"""The loudness of a track as limited: what the solver predicts, measured on the audio itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from masterdesk.engine.dsp.processor import Block, chain
from masterdesk.engine.limit.limiter import Limiter
from masterdesk.engine.limit.power import PowerMeter, Powers
from masterdesk.engine.limit.predict import plain_lufs
from masterdesk.engine.limit.study import Study


def limited_lufs(study: Study, drive_db: float, ceiling_dbtp: float, blocks: Iterable[Block]) -> float | None:
    """Integrated loudness of the whole track, `blocks` of it at the study's rate, after the limiter.

    `None` where there is nothing to read.
    """
    limiter = Limiter(study.sample_rate, study.channels, drive_db, ceiling_dbtp, study)
    meter = PowerMeter(study.sample_rate, study.channels)
    powers: list[Powers] = []
    for block in chain([limiter], blocks):
        powers += meter.push(block)
    powers += meter.flush()
    return plain_lufs(replace(study, powers=tuple(powers)))
