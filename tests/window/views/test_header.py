"""The header names the track, states what was measured, and opens others."""

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip, QWidget
from window import scenes

from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.audio_format import AudioFormat
from masterdesk.engine.types.findings import Finding
from masterdesk.window.views.controls.window_menu import passing_menu
from masterdesk.window.views.header.fitting import fit
from masterdesk.window.views.header.header_view import HeaderView
from masterdesk.window.views.header.words import SHORT, finding_text, finding_tooltip, format_text, loudness_text
from masterdesk.window.views.texts import with_minus

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def show(open_view):
    """Shows the header for models and keeps it; gives (view, actions)."""
    return lambda models, width=1416: open_view(HeaderView, models, width, 30)


@pytest.fixture
def troubled():
    models = scenes.ready(has_reference=False)
    scenes.add_findings(models.track)
    return models


def seen(chips):
    return [chip.text() for chip in chips if chip.isVisible()]


def test_names_the_file_until_its_tags_are_known(show):
    models = scenes.ready(has_reference=False)
    row = show(models)[0].title_row
    assert (row.title.text(), row.artist.isVisible()) == ("Harbour Lights", False)
    models.track.named("Tide", "Northern Quay")
    assert (row.title.text(), row.artist.text(), row.artist.isVisible()) == ("Tide", "Northern Quay", True)


def test_a_reference_that_comes_first_is_named(show):
    models = scenes.ready(has_reference=False)
    models.track.clear()
    row = show(models)[0].title_row
    assert row.artist.text().startswith("No track yet")
    models.reference.start(Path("/music/Slow Tide.flac"))
    assert row.artist.text() == "The reference is Slow Tide.flac: now drop a mix, or open it"
    models.reference.fail("Slow Tide.flac was not found: check the name and the folder")
    assert row.artist.text() == "Slow Tide.flac was not found: check the name and the folder"
    models.reference.clear()
    assert row.artist.text().startswith("No track yet")


def test_states_format_and_loudness(show):
    row = show(scenes.ready(has_reference=False))[0].title_row
    loudness = scenes.desk_track(scenes.wav(scenes.TRACK_NAME)).analysis.loudness
    assert seen(row.facts) == ["WAV 24-bit · 16 kHz · stereo · 2:30", loudness_text(loudness)]


def test_warnings_come_first_and_lead_to_their_place(show, troubled, qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, widget: told.append(text))
    view, actions = show(troubled)
    row = view.title_row
    assert seen(row.findings)[:2] == ["Clipped", "Peaks above full scale"]
    assert row.findings[0].tone == "warning"
    qtbot.mouseClick(row.findings[1], LEFT)
    assert actions.named("findings.show")[0][0].code == "true_peak_over"
    assert told[0].startswith("Something about true_peak_over.\nAt 1:01.6, 1:44.0.")


def test_what_has_no_room_is_in_a_menu(show, troubled):
    view, actions = show(troubled, 1000)
    row = view.title_row
    hidden = len(scenes.FINDINGS) - len(seen(row.findings))
    assert hidden >= 3
    assert (row.more.isVisible(), row.more.text()) == (True, f"+{hidden}")
    assert row.more.geometry().right() <= row.width()
    menu = row.make_menu()
    assert len(menu.actions()) == hidden
    menu.actions()[-1].trigger()
    assert actions.named("findings.show")[0][0].severity == "info"
    view.resize(2400, 30)
    QApplication.processEvents()
    assert not row.more.isVisible()
    assert len(seen(row.findings)) == len(scenes.FINDINGS)


@pytest.mark.parametrize("width", [860, 1000, 1256, 1416])
def test_nothing_overlaps_or_is_cut_off_with_long_names(show, troubled, width):
    troubled.track.named("A very long title " * 8, "Many artists " * 6)
    row = show(troubled, width)[0].title_row
    shown = [w for w in (row.title, row.artist, *row.facts, *row.findings, row.more) if w.isVisible()]
    spans = sorted((w.x(), w.x() + w.width()) for w in shown)
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(spans))
    assert spans[-1][1] <= row.width()
    assert row.title.width() >= 120


def test_reading_failing_and_waiting(show):
    models = scenes.reading(0.4)
    row = show(models)[0].title_row
    assert seen(row.facts) == ["WAV 24-bit · 16 kHz · stereo · 2:30", "Reading 40 %"]
    models.track.progress(0.9)
    assert seen(row.facts)[1] == "Reading 90 %"
    row = show(scenes.failed())[0].title_row
    assert seen(row.facts) == ["Could not be opened"]
    assert "choose a sound file" in row.facts[0].toolTip()
    row = show(scenes.empty())[0].title_row
    assert "drop a mix" in row.artist.text()
    assert not row.facts


def test_buttons_open_files(show, qtbot):
    models = scenes.empty()
    view, actions = show(models)
    qtbot.mouseClick(view.open_button, LEFT)
    qtbot.mouseClick(view.reference_button, LEFT)
    assert actions.commands.triggered == ["open_track", "open_reference"]
    assert "Ctrl+O" in view.open_button.toolTip()
    assert not view.recent_button.isEnabled()
    models.preferences.remember_file(Path("/music/Rock & Roll.wav"))
    assert view.recent_button.isEnabled()
    view.recent_button.fill()
    first, *_, references = view.recent_button.menu().actions()
    assert first.text() == "Rock && Roll.wav"
    first.trigger()
    references.menu().actions()[0].trigger()
    assert actions.calls == [
        ("files.open_track", (Path("/music/Rock & Roll.wav"),)),
        ("files.open_reference", (Path("/music/Rock & Roll.wav"),)),
    ]


def test_the_menu_has_sessions_themes_and_help(show):
    view, actions = show(scenes.empty())
    entries = view.gear_button.menu().actions()
    names = [entry.objectName() for entry in entries if entry.objectName()]
    assert {"open_session", "save_session_as", "settings", "help", "about", "quit"} <= set(names)
    themes = next(entry.menu() for entry in entries if entry.menu())
    assert [entry.text() for entry in themes.actions()] == ["Dark", "Light", "System"]
    next(entry for entry in entries if entry.objectName() == "help").trigger()
    assert actions.commands.triggered == ["help"]


def test_everything_has_a_name_and_chips_of_findings_are_reached_by_tab(show, troubled):
    view, _ = show(troubled)
    buttons = (view.open_button, view.recent_button, view.reference_button, view.gear_button)
    assert all(button.accessibleName() and button.toolTip() for button in buttons)
    assert all(chip.focusPolicy() & Qt.FocusPolicy.TabFocus for chip in view.title_row.findings)
    assert all(chip.accessibleName() for chip in (*view.title_row.facts, *view.title_row.findings))


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (("wav", "pcm_s24le", 2, "FL+FR", 48000, 24, 2304, None, 0), "WAV 24-bit · 48 kHz · stereo · 4:12"),
        (("mp3", "mp3", 2, "FL+FR", 44100, None, 320, None, 0), "MP3 320 kbit/s · 44.1 kHz · stereo · 4:12"),
        (("aiff", "pcm_f32be", 1, "FC", 96000, 32, 3072, None, 0), "AIFF 32-bit float · 96 kHz · mono · 4:12"),
        (("ogg", "vorbis", 2, "FL+FR", 44100, None, None, None, 0), "OGG · 44.1 kHz · stereo · 4:12"),
    ],
)
def test_formats_in_words(fields, text):
    assert format_text(AudioFormat(*fields), 252.4) == text


def test_loudness_in_words():
    assert loudness_text(Loudness(-17.84, 7.4, None, None, -3.2, None)) == "−17.8 LUFS · −3.2 dBTP · LRA 7.4"
    assert loudness_text(Loudness(-7.0, None, None, None, 0.62, None)) == "−7.0 LUFS · +0.6 dBTP · LRA –"


def test_an_unknown_finding_speaks_for_itself():
    assert finding_text(Finding("new", "info", "Short.")) == "Short."
    assert finding_text(Finding("new", "info", "x" * 80)) == "x" * 32 + "…"
    assert finding_text(Finding("clipped", "warning", "Long.")) == SHORT["clipped"]


def test_minus_signs_are_true_and_hyphens_stay():
    assert with_minus("It is -7.4 LUFS (-1 dBTP) in the low-end of take-2, 3-4 dB") == (
        "It is −7.4 LUFS (−1 dBTP) in the low-end of take-2, 3-4 dB"
    )
    assert finding_tooltip(Finding("low_level", "info", "Peaks at -30.2 dBFS.")) == "Peaks at −30.2 dBFS."


def test_room_goes_to_facts_then_findings_and_names_give_way():
    wide = fit(2000, 300, 100, [200, 200], [80, 80], 40, 8)
    assert (wide.title, wide.artist, wide.facts, wide.findings) == (300, 100, 2, 2)
    narrow = fit(800, 900, 100, [200, 200], [80, 80], 40, 8)
    assert narrow.title == round(0.28 * 800)
    assert (narrow.facts, narrow.findings) == (2, 0)
    tiny = fit(300, 900, 100, [200, 200], [80], 40, 8)
    assert (tiny.title, tiny.artist, tiny.facts) == (120, 0, 0)


def test_chips_keep_the_focus_when_the_lane_changes(show, troubled):
    view, actions = show(troubled)
    view.activateWindow()
    chip = view.title_row.findings[1]
    chip.setFocus()
    assert chip.hasFocus()
    troubled.track.named("Tide", "Northern Quay")
    assert view.title_row.findings[1] is chip and chip.hasFocus()
    scenes.add_findings(troubled.track)
    assert chip.hasFocus()
    chip.click()
    assert actions.named("findings.show")[0][0] == view.title_row._found[1]


def test_chips_come_and_go_with_what_there_is_to_say(show, troubled):
    row = show(troubled)[0].title_row
    count = len(row.findings)
    assert count > 3
    troubled.track.start(troubled.track.path)
    assert (row.findings, seen(row.facts)) == ([], ["Reading…"])
    troubled.track.clear()
    assert row.facts == []


def test_a_menu_stays_inside_the_window(show):
    view, _ = show(scenes.empty(), 600)
    view.move(40, 0)
    button = view.gear_button
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
    assert button.menu().geometry().right() <= view.geometry().right()
    assert button.menu().width() > button.width()
    button.menu().close()


@pytest.mark.parametrize(("top", "height"), [(0, 400), (360, 400), (90, 150)])
def test_a_menu_opens_where_the_window_has_room(qtbot, top, height):
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(100, 100, 300, height)
    button = QPushButton("Open", window)
    button.setGeometry(20, top, 80, 24)
    window.show()
    menu = passing_menu(button)
    for number in range(4):
        menu.addAction(str(number))
    menu.open_below()
    middle, edge = menu.geometry(), button.mapToGlobal(button.rect().topLeft()).y()
    assert window.geometry().top() <= middle.top() and middle.bottom() <= window.geometry().bottom()
    assert middle.top() >= edge + 24 if top == 0 else middle.top() < edge
    if top == 360:
        assert middle.bottom() < edge, "the button stays in sight"
    with qtbot.waitSignal(menu.destroyed):
        menu.close()
