"""What can be a reference, and which part of it."""

import numpy as np
import pytest
from engine.match.tracks import RATE, music
from engine.plan.timelines import analysis_of

from masterdesk.engine.errors import InputError, SettingsError
from masterdesk.engine.match import reference_match
from masterdesk.engine.pipelines.takes.references import loudest_part
from masterdesk.engine.types.selection import Selection


@pytest.fixture(scope="module")
def track():
    return music(20)


def test_silence_is_refused_with_a_remedy():
    with pytest.raises(InputError, match="is silent"):
        reference_match(analysis_of(np.zeros((2, 5 * RATE), dtype=np.float32), RATE))


@pytest.mark.parametrize("frames", [1, 441, RATE // 2])
def test_a_moment_is_refused(track, frames):
    with pytest.raises(InputError, match="long"):
        reference_match(analysis_of(track[:, :frames], RATE))


def test_a_few_seconds_say_nothing_of_the_range(track):
    match = reference_match(analysis_of(track[:, : 3 * RATE], RATE))
    assert match.dynamics.range_lu is None
    assert match.integrated_lufs is not None


def test_a_region_reads_as_if_it_were_the_file(track):
    region = reference_match(analysis_of(track, RATE), Selection(6.0, 12.0))
    alone = reference_match(analysis_of(track[:, 6 * RATE : 12 * RATE], RATE))
    assert region.integrated_lufs == pytest.approx(alone.integrated_lufs, abs=0.05)
    assert region.dynamics.plr_db == pytest.approx(alone.dynamics.plr_db, abs=0.1)
    difference = (region.tone.level_db - alone.tone.level_db)[11:]
    assert np.ptp(difference) < 0.3


def test_a_region_without_an_end_goes_on_to_the_end(track):
    open_end = reference_match(analysis_of(track, RATE), Selection(6.0, None))
    assert open_end.integrated_lufs == reference_match(analysis_of(track, RATE), Selection(6.0, 99.0)).integrated_lufs


def test_a_region_behind_the_end_is_refused(track):
    with pytest.raises(SettingsError, match="behind the end"):
        reference_match(analysis_of(track, RATE), Selection(60.0, 70.0))


def test_a_silent_region_is_refused(track):
    padded = np.concatenate([track, np.zeros((2, 10 * RATE), dtype=np.float32)], axis=1)
    with pytest.raises(InputError, match="silent"):
        reference_match(analysis_of(padded, RATE), Selection(26.0, 32.0))


def test_the_loudest_part_is_found(track):
    quiet = np.tile(0.35 * track, (1, 2))
    whole = np.concatenate([quiet, np.tile(track, (1, 2))[:, : 30 * RATE], quiet], axis=1)
    analysis = analysis_of(whole, RATE)
    part = loudest_part(analysis)
    assert part.end_s - part.start_s == pytest.approx(30.0)
    assert part.start_s == pytest.approx(48.0, abs=1.0)
    assert reference_match(analysis, part).integrated_lufs > reference_match(analysis).integrated_lufs + 0.5
    assert loudest_part(analysis_of(track, RATE)) is None
