"""The report says in plain words what was moved."""

import numpy as np
import pytest
from engine.match.tracks import RATE, music, rendered, side_ratio_db
from engine.plan.timelines import analysis_of

from masterdesk.engine.match import match_plan, match_report, reference_match
from masterdesk.engine.match.describe import frequency_text
from masterdesk.engine.types.plan import Plan
from masterdesk.engine.types.reference import MatchAmounts


@pytest.mark.parametrize(
    ("hertz", "text"), [(39.4, "40 Hz"), (315.0, "315 Hz"), (992.1, "1 kHz"), (3175.0, "3.15 kHz"), (15874.0, "16 kHz")]
)
def test_frequencies_are_short(hertz, text):
    assert frequency_text(hertz) == text


def test_tone_width_and_range_are_told_with_sign_and_unit():
    track, reference = music(40, width=0.5, quiet_db=-10.0), music(41, width=0.25, quiet_db=-3.0, bump=(3000.0, 6.0))
    analysis = analysis_of(track, RATE)
    match = reference_match(analysis_of(reference, RATE))
    report = match_report(analysis, match, match_plan(analysis, match, MatchAmounts(), Plan()))
    raised = [line for line in report.lines if line.startswith("+") and line.endswith(("2.5 kHz", "3.15 kHz"))]
    assert raised and 3.0 < float(raised[0].split()[0]) < 8.0
    assert any(line.startswith("mid width -") and line.endswith("%") for line in report.lines)
    assert any(line.endswith("less range") for line in report.lines)
    assert report.range_lu < -1.0


def test_the_range_is_that_of_the_master_where_it_is_known():
    analysis = analysis_of(music(44), RATE)
    report = match_report(analysis, reference_match(analysis), Plan(), analysis.loudness.range_lu + 2.0)
    assert report.range_lu == pytest.approx(2.0)
    assert report.lines == ("2.0 dB more range",)


def test_the_figures_are_what_the_audio_does():
    track, reference = music(42, width=0.5), music(43, width=0.2, tilt_db=-3.0)
    analysis = analysis_of(track, RATE)
    match = reference_match(analysis_of(reference, RATE))
    plan = match_plan(analysis, match, MatchAmounts(), Plan())
    report = match_report(analysis, match, plan)
    change = side_ratio_db(rendered(plan, track)) - side_ratio_db(track)
    np.testing.assert_allclose(report.curves.side_gain_db[10:29], change[10:29], atol=0.4)
    np.testing.assert_allclose(report.curves.result_db - report.curves.track_db, report.curves.gain_db, atol=1e-9)


def test_a_plan_at_rest_is_said_to_be_one():
    analysis = analysis_of(music(44), RATE)
    report = match_report(analysis, reference_match(analysis), Plan())
    assert report.lines == ("tone, width and range stay as they are",)


def test_a_mono_reference_is_said_to_change_no_width():
    track = music(44, width=0.1, tilt_db=-3.0) + music(46, width=0.9, tilt_db=3.0)  # the wider, the higher
    reference = music(45, width=0.0, tilt_db=-4.0)
    analysis, match = analysis_of(track, RATE), reference_match(analysis_of(reference, RATE))
    report = match_report(analysis, match, match_plan(analysis, match, MatchAmounts(), Plan()))
    assert np.abs(report.width_percent).max() < 3.0
    assert not any("width" in line for line in report.lines)
