"""The match of a card, open for work."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QScrollArea, QSlider, QWidget
from window import card_scenes, match_scenes, scenes

from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.reference import Reference
from masterdesk.engine.types.request import MasterRequest
from masterdesk.engine.types.selection import Selection
from masterdesk.window.models.desk_state import Region
from masterdesk.window.models.references import SourceFacts, SourceStatus
from masterdesk.window.models.slot_match import PARTS, SlotMatch
from masterdesk.window.views.match import words
from masterdesk.window.views.match.match_dialogs import MatchDialogs
from masterdesk.window.views.match.match_panel import MatchPanel
from masterdesk.window.views.queue.job_row import JobRow
from masterdesk.window.views.side_panel import SidePanel
from masterdesk.window.views.texts import NO_BREAK

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def show(open_view):
    """Opens the match of a slot; gives (panel, actions)."""

    def make(models, slot=2, width=418, height=378):
        models.match_panel.show(slot)
        return open_view(MatchPanel, models, width, height)

    return make


def locks(models, slot, *parts):
    matches = list(models.desk.state.matches)
    matches[slot] = SlotMatch(frozenset(parts))
    models.desk.note(matches=tuple(matches))


class TestAmounts:
    def test_are_those_of_the_card(self, show):
        panel, _ = show(match_scenes.matched())
        assert {part: row.slider.value() for part, row in panel.amounts.rows.items()} == {
            "tone": 100,
            "dynamics": 0,
            "width": 100,
            "loudness": 0,
        }
        assert panel.amounts.all.value.text() == "100 %"

    def test_go_to_their_part_and_all_to_all(self, show, qtbot):
        panel, actions = show(match_scenes.matched())
        for part in PARTS:
            qtbot.keyClick(panel.amounts.rows[part].slider, Qt.Key.Key_PageUp)
            qtbot.keyClick(panel.amounts.rows[part].slider, Qt.Key.Key_PageDown)
        qtbot.keyClick(panel.amounts.all.slider, Qt.Key.Key_Home)
        assert {part for _, part, _ in actions.named("slots.set_match")} == set(PARTS)
        assert actions.named("match.set_all") == [(2, 0.0)]
        assert actions.named("slots.end_drag")

    def test_a_locked_amount_cannot_be_moved_and_says_so(self, show, qtbot):
        models = match_scenes.matched()
        panel, actions = show(models)
        row = panel.amounts.rows["width"]
        qtbot.mouseClick(row.lock, LEFT)
        assert actions.named("match.set_lock") == [(2, "width", True)]
        locks(models, 2, "width")
        qtbot.waitUntil(lambda: not row.slider.isEnabled())
        assert row.lock.isChecked() and row.lock.accessibleName() == "Unlock width"
        qtbot.mouseClick(row.lock, LEFT)
        assert actions.named("match.set_lock")[-1] == (2, "width", False)
        locks(models, 2, *PARTS)
        qtbot.waitUntil(lambda: not panel.amounts.all.slider.isEnabled())

    def test_with_a_profile_they_are_a_balance_and_that_is_said(self, show):
        panel, _ = show(match_scenes.matched(), 3)
        assert panel.amounts.all.name.text() == "Balance"
        assert panel.balance.text().startswith("Balance with Anthem: at 100 % the reference alone decides, at 0 %")
        assert "intensity of 100 %" in panel.balance.text()
        panel, _ = show(match_scenes.matched(), 2)
        assert panel.amounts.all.name.text() == "All"
        assert "Choose a profile" in panel.balance.text()

    @pytest.mark.parametrize("what", ["reference", "track"])
    def test_mono_has_no_width(self, show, what):
        models = match_scenes.with_saved(match_scenes.matched(), is_mono=what == "reference")
        if what == "track":
            models.track.format = replace(models.track.format, channels=1)
        panel, _ = show(models)
        row = panel.amounts.rows["width"]
        assert not row.slider.isEnabled()
        assert row.slider.toolTip() == (words.MONO_WIDTH if what == "reference" else words.MONO_TRACK)

    def test_one_stereo_reference_is_enough_for_width(self, show):
        panel, _ = show(match_scenes.with_further(match_scenes.matched(), is_mono=True))
        assert panel.amounts.rows["width"].slider.isEnabled()


class TestSources:
    def test_weights_and_shares_are_shown_and_set(self, show, qtbot):
        panel, actions = show(match_scenes.with_further(match_scenes.matched()))
        tide, glow = panel.sources.rows
        assert [row.share.text() for row in (tide, glow)] == ["67 %", "33 %"]
        qtbot.keyClick(glow.weight, Qt.Key.Key_Right)
        assert actions.named("references.set_weight") == [(2, match_scenes.FURTHER, pytest.approx(0.6))]
        qtbot.mouseClick(tide.remove, LEFT)
        assert actions.named("references.remove") == [(2, tide.path)]

    def test_one_alone_has_no_weight(self, show):
        panel, _ = show(match_scenes.matched())
        (row,) = panel.sources.rows
        assert row.weight.isHidden() and row.share.isHidden()

    def test_what_counts_of_it_is_chosen_from_a_menu(self, show):
        models = match_scenes.with_further(match_scenes.matched())
        panel, actions = show(models)
        tide, glow = panel.sources.rows
        entries = {action.text(): action for action in glow.make_menu().actions()}
        assert entries["All of it"].isChecked()
        entries["Loudest chorus, 1:12–1:42"].trigger()
        assert actions.named("references.set_chorus") == [(2, match_scenes.FURTHER, True)]
        lane = [action.text() for action in tide.make_menu().actions()]
        assert "Region from the playhead" in lane and "Region from the playhead" not in entries

    def test_the_loudest_part_of_a_command_line_is_its_chorus(self, show):
        models = match_scenes.matched()
        slots = list(models.desk.state.slots)
        (reference,) = slots[2].references
        slots[2] = replace(slots[2], references=(replace(reference, is_loudest=True),))
        models.desk.note(slots=tuple(slots))
        panel, _ = show(models)
        (row,) = panel.sources.rows
        assert row.region.text().startswith("chorus")
        chosen = [action.text() for action in row.make_menu().actions() if action.isChecked()]
        assert chosen == ["Loudest chorus, 1:12–1:42"]

    @pytest.mark.parametrize(
        ("region", "text"),
        [(None, "all of it"), (Selection(72.0, 102.0), "chorus"), (Selection(5.0, 25.0), "0:05–0:25")],
    )
    def test_says_what_counts_of_it(self, show, region, text):
        models = match_scenes.matched()
        slots = list(models.desk.state.slots)
        (reference,) = slots[2].references
        slots[2] = replace(slots[2], references=(replace(reference, region=region),))
        models.desk.note(slots=tuple(slots))
        panel, _ = show(models)
        assert panel.sources.rows[0].region.text().startswith(text)

    def test_rows_follow_the_card_without_being_made_anew(self, show, qtbot):
        models = match_scenes.with_further(match_scenes.matched())
        panel, _ = show(models)
        rows = panel.sources.rows
        slots = list(models.desk.state.slots)
        slots[2] = replace(slots[2], references=tuple(replace(one, weight=1.5) for one in slots[2].references))
        models.desk.note(slots=tuple(slots))
        qtbot.waitUntil(lambda: rows[1].share.text() == "50 %")
        assert panel.sources.rows is rows
        models.match_panel.follow(3)
        assert len(panel.sources.rows) == 1

    def test_buttons_ask_for_files(self, show, qtbot):
        panel, actions = show(match_scenes.matched())
        for button in panel.sources.buttons.values():
            qtbot.mouseClick(button, LEFT)
        assert actions.named("references.ask") == [("add", 2), ("use", 2), ("save", 2)]

    def test_other_cards_can_have_the_same_if_they_differ(self, show, qtbot):
        panel, _ = show(match_scenes.matched())
        assert panel.share.isHidden()
        panel, actions = show(match_scenes.with_further(match_scenes.matched()))
        qtbot.mouseClick(panel.share, LEFT)
        assert actions.named("references.share") == [(2,)]

    def test_a_saved_match_names_what_it_is_made_of(self, show, qtbot):
        panel, actions = show(match_scenes.with_saved(match_scenes.matched()))
        (row,) = panel.sources.rows
        assert (row.name.text(), row.note.text()) == ("album.mdmatch", "saved from Slow Tide, Glow")
        assert row.region.isHidden()
        qtbot.mouseClick(row.remove, LEFT)
        assert actions.named("references.remove_saved") == [(2,)]


class TestState:
    def test_says_what_was_moved(self, show):
        panel, _ = show(match_scenes.matched())
        assert panel.state.text().replace(NO_BREAK, " ") == match_scenes.MOVED
        assert all(f" {part}" not in panel.state.text() for part in ("dB", "kHz", "%")), "no unit begins a line"
        assert panel.accessibleDescription() == match_scenes.MOVED

    def test_nothing_moves_under_the_hand_when_another_report_comes(self, show, qtbot):
        models = match_scenes.with_further(match_scenes.matched())
        panel, _ = show(models)
        controls = (panel.amounts.all.slider, panel.sources.rows[1].weight)
        before = [control.mapTo(panel, QPoint(0, 0)) for control in controls]
        lines = (
            *match_scenes.LINES,
            "-11.4 dB at 800 Hz",
            "+3.2 dB at 12.5 kHz",
            "high width +39 %",
            "mid width +12 %",
        )
        models.slots[2].arrive(match_scenes.audio(2, models.desk.state.slots[2], lines=lines))
        qtbot.waitUntil(lambda: f"12.5{NO_BREAK}kHz" in panel.state.text())
        QApplication.processEvents()
        assert [control.mapTo(panel, QPoint(0, 0)) for control in controls] == before

    def test_waits_for_what_is_being_read(self, show, qtbot):
        models = match_scenes.reading()
        panel, _ = show(models)
        assert panel.state.text() == "Waits for Glow.flac: reading, 40 %"
        assert not panel.sources.rows[1].region.isEnabled()
        models.references.learn(match_scenes.FURTHER, SourceFacts(SourceStatus.READING, 0.7))
        qtbot.waitUntil(lambda: panel.state.text().endswith("70 %"))

    def test_names_what_cannot_be_matched_and_why(self, show):
        panel, _ = show(match_scenes.failed())
        assert panel.state.text() == "Glow.flac cannot be matched."
        assert panel.state.property("tone") == "danger"
        assert "is silent" in panel.sources.rows[1].note.text()

    def test_a_card_that_failed_otherwise_says_why(self, show):
        models = match_scenes.matched()
        models.slots[2].fail("there is no room on the disk: free some")
        panel, _ = show(models)
        assert panel.state.text() == "There is no room on the disk: free some"

    def test_a_file_that_is_at_fault_is_named_without_its_folders(self, show):
        """The whole path left no room on the card for what to do."""
        models = match_scenes.matched()
        state = models.desk.state
        reference = words.matched_paths(state.slots[2])[0]
        models.slots[2].fail(f"the reference {reference} is silent: choose another")
        assert show(models)[0].state.text() == f"The reference {Path(reference).name} is silent: choose another"
        models.slots[2].fail(f"{state.track} was not found: check the folder")
        assert words.slot_problem(models, 2) == f"{state.track.name} was not found: check the folder"

    def test_notes_of_short_and_mono_references(self, show):
        panel, _ = show(match_scenes.with_further(match_scenes.matched(), duration_s=6.2, is_mono=True))
        note = panel.sources.rows[1].note.text()
        assert "mono: says nothing about width" in note and "only 6 s long" in note

    def test_the_first_answer_is_waited_for(self, show):
        models = match_scenes.matched()
        models.slots[2].arrive(card_scenes.audio(2, models.desk.state.slots[2]))
        panel, _ = show(models)
        assert panel.state.text() == words.RENDERING

    def test_without_anything_to_match_it_says_what_to_do(self, show):
        panel, _ = show(card_scenes.decked(has_reference=False))
        assert panel.state.text() == words.NOTHING
        assert not panel.switch.isEnabled()
        assert panel.sources.buttons["add"].isEnabled() and not panel.sources.buttons["save"].isEnabled()

    def test_switched_off_it_can_be_switched_on(self, show, qtbot):
        models = match_scenes.matched()
        panel, actions = show(models, 0)
        assert (panel.state.text(), panel.switch.isChecked()) == (words.OFF.format("Slow Tide.wav"), False)
        panel.switch.click()
        assert actions.named("slots.use_reference") == [(0, True)]
        panel, actions = show(models, 2)
        panel.switch.click()
        assert actions.named("slots.use_reference") == [(2, False)]

    def test_showing_a_card_sets_nothing(self, show):
        models = match_scenes.matched()
        panel, actions = show(models)
        for slot in (3, 0, 2):
            models.match_panel.follow(slot)
            assert panel.slot == slot
        assert actions.calls == []


class TestAccess:
    def test_every_control_has_a_name_and_a_tooltip(self, show):
        panel, _ = show(match_scenes.with_further(match_scenes.matched()))
        controls = [w for kind in (QAbstractButton, QSlider) for w in panel.findChildren(kind) if w.isVisible()]
        assert len(controls) > 14
        for control in controls:
            assert control.accessibleName() and control.toolTip(), control
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control.accessibleName()

    def test_nothing_is_cut_off_in_a_low_window(self, show):
        panel, _ = show(match_scenes.with_further(match_scenes.matched()), width=372, height=280)
        for control in (*panel.findChildren(QSlider), *(row.value for row in panel.amounts.rows.values())):
            right = control.mapTo(panel, QPoint(control.width(), 0)).x()
            assert right <= panel.width() - 4

    @pytest.mark.parametrize("height", [246, 378])
    def test_one_reference_needs_no_scrolling(self, show, height):
        panel, _ = show(match_scenes.matched(), width=374, height=height)
        button = panel.sources.buttons["save"]
        assert button.mapTo(panel, QPoint(0, button.height())).y() <= height
        assert not panel.findChild(QScrollArea).verticalScrollBar().isVisible()
        assert panel.balance.isVisible() is (height > 300), "a low panel leaves explanations to the tooltips"

    def test_the_button_closes(self, show, qtbot):
        panel, actions = show(match_scenes.matched())
        qtbot.mouseClick(panel.close_button, LEFT)
        assert actions.named("match.close_panel") == [()]


class TestSidePanel:
    @pytest.fixture
    def side(self, qtbot):
        window, models = QWidget(), match_scenes.matched()
        side, before = SidePanel(models, scenes.RecordingActions(), window), QWidget(window)
        before.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        before.setFocus()
        qtbot.waitUntil(before.hasFocus)
        yield side, models, before  # the window lives as long

    def test_shows_meters_until_a_match_is_opened(self, side):
        side, models, _ = side
        assert side.currentWidget() is side.meters and side.match is None
        models.match_panel.show(3)
        assert side.currentWidget() is side.match and side.match.slot == 3
        models.match_panel.close()
        assert side.currentWidget() is side.meters

    def test_the_keyboard_goes_in_and_comes_back(self, side, qtbot):
        side, models, before = side
        models.match_panel.show(2)
        qtbot.waitUntil(lambda: side.match.amounts.all.slider.hasFocus())
        models.match_panel.close()
        qtbot.waitUntil(before.hasFocus)

    def test_the_mouse_leaves_the_keyboard_where_it_was_and_the_key_does_not(self, side, qtbot):
        side, models, before = side
        before.clearFocus()
        side.window().setFocus()
        models.match_panel.show(2)
        assert not side.match.amounts.all.slider.hasFocus()
        models.match_panel.show(0, by_key=True)
        qtbot.waitUntil(side.match.switch.hasFocus)
        models.match_panel.close()
        qtbot.waitUntil(side.window().hasFocus)

    def test_who_works_elsewhere_is_left_there(self, side, qtbot):
        side, models, _ = side
        elsewhere = QWidget(side.window())
        elsewhere.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        elsewhere.show()
        models.match_panel.show(2)
        elsewhere.setFocus()
        qtbot.waitUntil(elsewhere.hasFocus)
        models.match_panel.close()
        assert elsewhere.hasFocus()


class TestDialogs:
    @pytest.fixture
    def dialogs(self, loaded, qtbot):
        window = QWidget()
        qtbot.addWidget(window)
        return MatchDialogs(window, loaded.models, loaded.actions, "Audio (*.wav)")

    @pytest.mark.parametrize(
        ("what", "dialog", "chosen", "wanted"),
        [
            ("add", "getOpenFileNames", ["/a.wav", "/b.wav"], ("add", (1, [Path("/a.wav"), Path("/b.wav")]))),
            ("save", "getSaveFileName", "/album.mdmatch", ("save", (1, Path("/album.mdmatch")))),
            ("use", "getOpenFileName", "/album.json", ("use", (1, Path("/album.json")))),
        ],
    )
    def test_hand_on_what_was_chosen_and_nothing_else(self, dialogs, loaded, monkeypatch, what, dialog, chosen, wanted):
        calls = []
        for name in ("add", "save", "use"):
            monkeypatch.setattr(loaded.actions.references, name, lambda *a, name=name: calls.append((name, a)))
        for answer in (type(chosen)(), chosen):
            monkeypatch.setattr(QFileDialog, dialog, lambda *a, answer=answer: (answer, ""))
            loaded.actions.references.asked.emit(what, 1)
        assert calls == [wanted]


def test_a_written_master_says_what_was_moved_and_which_loudness_was_aimed_at(qtbot):
    models, actions = match_scenes.matched(), scenes.RecordingActions()
    request = MasterRequest("mix.wav", Path("/music/mix.wav"), models.desk.state.slots[2], DeliveryRequest("wav"))
    job = models.queue.add("mix.wav", 3, request)
    row = JobRow(job, actions)
    qtbot.addWidget(row)
    assert row.moved.isHidden()
    done = card_scenes.report(models, request, -14.0, -1.0)
    aimed = replace(done.targets, integrated_lufs=replace(done.targets.integrated_lufs, asked=-9.3))
    models.queue.finish(job, replace(done, targets=aimed, match=match_scenes.report()))
    row.refresh()
    assert row.moved.text() == f"Match: {match_scenes.MOVED}"
    assert row.targets.text() == "targets met (−9.3 LUFS, −1.0 dBTP)"


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        (None, ""),
        (SourceFacts(SourceStatus.READING, 0.5), ""),
        (
            SourceFacts(SourceStatus.FAILED, problem="the reference /music/ref.wav is silent"),
            "The reference ref.wav is silent",
        ),
        (SourceFacts(SourceStatus.READY, duration_s=200.0), ""),
    ],
)
def test_a_note_says_what_is_special(facts, note):
    assert words.source_note(facts, "/music/ref.wav") == note


def test_a_region_without_an_end_is_readable():
    assert words.region_text(Selection(12.0, None), Region(0.0, 30.0)) == "0:12–"
    assert Reference("x").region is None
