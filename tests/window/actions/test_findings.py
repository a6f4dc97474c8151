"""A finding leads to its place."""

import pytest

from masterdesk.engine.types.findings import Finding


def finding(*at):
    return Finding("clipped", "warning", "The track is clipped", at)


def test_a_finding_is_heard_coming(loaded):
    loaded.actions.findings.show(finding(61.5, 20.0))
    assert loaded.state.window_start_s == 59.5
    assert loaded.models.playback.position_s == 59.5


@pytest.mark.parametrize(("at_s", "window_s", "position_s"), [(0.5, 0.0, 0.0), (149.0, 120.0, 147.0)])
def test_at_the_edges_of_the_track_too(loaded, at_s, window_s, position_s):
    loaded.actions.findings.show(finding(at_s))
    assert loaded.state.window_start_s == pytest.approx(window_s)
    assert loaded.models.playback.position_s == pytest.approx(position_s)


def test_a_finding_about_the_whole_track_leads_nowhere(loaded):
    before = loaded.state
    loaded.actions.findings.show(finding())
    assert loaded.state == before


def test_going_to_two_findings_is_two_steps(loaded):
    loaded.actions.findings.show(finding(20.0))
    loaded.actions.findings.show(finding(90.0))
    loaded.actions.commands["undo"].trigger()
    assert loaded.state.window_start_s == 18.0


def test_the_real_findings_of_a_track_have_places_on_it(loaded):
    analysis = loaded.models.track.analysis
    placed = [found for found in analysis.findings if found.at]
    assert placed, "the song is clipped on purpose"
    for found in placed:
        loaded.actions.findings.show(found)
        assert loaded.state.window.start_s <= found.at[0] <= loaded.state.window.stop_s
