"""What is asked of the window itself."""

import pytest


@pytest.mark.parametrize("how", ["in", "out", "all", "window"])
def test_zooms_are_asked_for_by_command(desk, how):
    asked = []
    desk.actions.view.zoom_requested.connect(asked.append)
    desk.actions.commands[f"zoom_{how}"].trigger()
    assert asked == [how]


@pytest.mark.parametrize("name", ["light", "system", "dark"])
def test_themes_exclude_each_other_and_are_remembered(desk, name):
    desk.actions.commands[f"theme_{name}"].trigger()
    assert desk.models.preferences.theme == name
    checked = [theme for theme in ("dark", "light", "system") if desk.actions.commands[f"theme_{theme}"].isChecked()]
    assert checked == [name]
    desk.actions.view.set_theme("light")
    assert desk.actions.commands["theme_light"].isChecked()


def test_spectrum_options_are_shown_and_remembered(desk):
    desk.actions.view.set_spectrum_options(1 / 3, 3.0, False, True)
    live = desk.models.live
    shown = (live.smoothing_octaves, live.tilt_db_per_octave, live.averages, live.holds_peaks)
    assert shown == (1 / 3, 3.0, False, True)
    desk.models.live.set_options(1 / 6, 4.5, True, False)
    desk.models.live.set_options(**desk.models.preferences.spectrum)
    assert desk.models.live.smoothing_octaves == pytest.approx(1 / 3)
    assert desk.models.live.holds_peaks


@pytest.mark.parametrize(("name", "signal"), [("full_screen", "full_screen_toggled"), ("reset_meters", "meters_reset")])
def test_commands_for_the_window_are_passed_on(desk, qtbot, name, signal):
    with qtbot.waitSignal(getattr(desk.actions.view, signal), timeout=1000):
        desk.actions.commands[name].trigger()
