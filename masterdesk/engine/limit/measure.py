"""The loudness of a track as limited: what the solver predicts, measured on the audio itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from masterdesk.engine.dsp.loudness import (
    integrated_lufs,
    loudness_range_lu,
    max_lufs,
    momentary_power,
    short_term_power,
)
from masterdesk.engine.dsp.processor import Block, chain
from masterdesk.engine.limit.envelope import decode_levels
from masterdesk.engine.limit.finish import HEADROOM_DB
from masterdesk.engine.limit.limiter import Limiter
from masterdesk.engine.limit.power import PowerMeter, Powers
from masterdesk.engine.limit.predict import plain_lufs, predict
from masterdesk.engine.limit.study import Study
from masterdesk.engine.types.analysis import Loudness


def limited_loudness(study: Study, drive_db: float, ceiling_dbtp: float, high_lu: float = 0.0) -> Loudness:
    """Loudness of the whole track after the limiter, foretold from the study alone.

    `high_lu` is by how much such a prediction is known to read high on this
    track. The true peak is that of the envelope, or where the limiter acts
    what it leaves; the sample peak is not known.
    """
    outcome = predict(study, drive_db, ceiling_dbtp)
    powers = outcome.hop_powers * 10.0 ** (high_lu / -10.0)
    return Loudness(
        integrated_lufs=integrated_lufs(powers),
        range_lu=loudness_range_lu(powers),
        max_momentary_lufs=max_lufs(momentary_power(powers)),
        max_short_term_lufs=max_lufs(short_term_power(powers)),
        true_peak_dbtp=_peak_dbtp(study, drive_db, ceiling_dbtp),
        sample_peak_dbfs=None,
    )


def _peak_dbtp(study: Study, drive_db: float, ceiling_dbtp: float) -> float | None:
    highest = np.array([max((int(codes.max()) for codes in study.codes if codes.size), default=0)], dtype=np.uint16)
    if not highest[0]:
        return None
    return min(float(decode_levels(highest, drive_db)[0]), ceiling_dbtp - HEADROOM_DB)


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
