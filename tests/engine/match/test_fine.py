"""The forecast's model of the shaper is the shaper."""

import numpy as np
import pytest
from engine.match.tracks import RATE, music, rendered
from engine.plan.timelines import analysis_of

from masterdesk.engine.dsp.bands import THIRD_OCTAVE_HZ
from masterdesk.engine.match.fine import FineBands
from masterdesk.engine.match.levels import level_db
from masterdesk.engine.types.plan import Plan, TonePlan, WidthPlan


@pytest.mark.parametrize("band", [3, 8, 20, 29])
def test_a_step_is_let_through_as_foretold(band):
    audio = music(60, width=0.5)
    gain_db, side_db = np.zeros(THIRD_OCTAVE_HZ.size), np.zeros(THIRD_OCTAVE_HZ.size)
    gain_db[band:], side_db[band] = -12.0, 6.0
    plan = Plan(TonePlan(0.5, THIRD_OCTAVE_HZ, gain_db[:, np.newaxis]), WidthPlan(THIRD_OCTAVE_HZ, side_db))
    before, after = (
        FineBands(analysis_of(sound, RATE).spectrum, THIRD_OCTAVE_HZ) for sound in (audio, rendered(plan, audio))
    )
    mid_db, side_gain_db = before.mid_through_db(gain_db), before.side_through_db(gain_db + side_db)
    heard = slice(2, 30)
    np.testing.assert_allclose(mid_db[heard], level_db(after.mid_power / before.mid_power)[heard], atol=0.3)
    np.testing.assert_allclose(side_gain_db[heard], level_db(after.side_power / before.side_power)[heard], atol=0.3)
