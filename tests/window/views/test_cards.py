"""Cards show the desk's state and pass on what is done with them."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu
from window import card_scenes, match_scenes, scenes

from masterdesk.engine.resources import platforms, profiles
from masterdesk.engine.types.analysis import Loudness
from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.desk_state import SOURCE_KEYS
from masterdesk.window.models.slot_match import PARTS, SlotMatch
from masterdesk.window.models.slot_names import NO_PROFILE
from masterdesk.window.views.cards import CardRow
from masterdesk.window.views.cards.level_popup import LevelPopup
from masterdesk.window.views.cards.match_drops import MatchDrops
from masterdesk.window.views.cards.menu import slot_menu
from masterdesk.window.views.cards.platform_delegate import FIGURES_ROLE
from masterdesk.window.views.cards.profile_popup import ProfilePopup
from masterdesk.window.views.cards.readings import Readings
from masterdesk.window.views.controls.popup import Popup


@pytest.fixture
def show(open_view):
    """Shows the row for models; gives (row, actions)."""
    return lambda models, width=1416, height=900: open_view(CardRow, models, width, height)


@pytest.fixture
def decked():
    return card_scenes.decked()


def fields(card):
    """The rows of a slot's card by what they are called."""
    return dict(zip(("intensity", "loudness", "ceiling", "stereo", "match"), card._fields, strict=True))


def open_popup(kind):
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


class PaintCounter(QObject):
    """Counts how often widgets are painted."""

    def __init__(self, widgets):
        super().__init__()
        self.count = 0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False


class TestHearing:
    @pytest.mark.parametrize("key", SOURCE_KEYS)
    def test_a_click_on_its_body_or_head_hears_the_card(self, qtbot, show, decked, key):
        row, actions = show(decked)
        card = row.cards[SOURCE_KEYS.index(key)]
        places = [QPoint(card.width() // 2, card.height() - 40), QPoint(card.width() - 40, 20)]
        readings = card._readings.mapTo(card, card._readings.rect().center())
        for place in (*places, readings):
            child = card.childAt(place) or card
            qtbot.mouseClick(
                child, Qt.MouseButton.LeftButton, pos=child.mapFrom(card, place) if child is not card else place
            )
        assert actions.named("listening.hear") == [(key,)] * 3

    def test_a_click_on_a_control_does_not_switch_what_is_heard(self, qtbot, show, decked):
        row, actions = show(decked)
        card = row.cards[4]
        for field in fields(card).values():
            qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))
            if isinstance(QApplication.activePopupWidget(), Popup):
                QApplication.activePopupWidget().close()
        slider = fields(card)["intensity"].slider
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(20, 8))
        card._name.click()
        QApplication.activePopupWidget().close()
        assert actions.named("listening.hear") == []
        assert actions.named("slots.set_stereo_image") == [(3, True)]
        assert actions.named("slots.set_intensity") != []

    def test_keys_on_a_control_do_not_switch_either(self, qtbot, show, decked):
        row, actions = show(decked)
        row.activateWindow()
        stereo = fields(row.cards[4])["stereo"]
        stereo.setFocus()
        qtbot.keyClick(stereo, Qt.Key.Key_Return)
        assert actions.named("slots.set_stereo_image") == [(3, True)]
        assert actions.named("listening.hear") == []

    def test_return_on_a_focused_card_hears_it(self, qtbot, show, decked):
        row, actions = show(decked)
        row.activateWindow()
        row.cards[5].setFocus()
        qtbot.waitUntil(row.cards[5].hasFocus)
        qtbot.keyClick(row.cards[5], Qt.Key.Key_Return)
        assert actions.named("listening.hear") == [("5",)]

    def test_the_heard_card_is_marked(self, show, decked):
        row, _ = show(decked)
        assert [card.key for card in row.cards if card.is_heard] == ["2"]
        decked.desk.note(heard="reference")
        assert [card.key for card in row.cards if card.is_heard] == ["reference"]

    def test_nothing_is_heard_without_a_track(self, qtbot, show):
        row, actions = show(scenes.empty())
        for card in row.cards:
            qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(20, 60))
        assert actions.named("listening.hear") == []
        assert not any(card.is_heard for card in row.cards)


class TestSettings:
    def test_names_promises_and_levels_are_shown(self, show, decked):
        row, _ = show(decked)
        card = row.cards[2]
        assert card._name.name == "Strobe"
        assert card._promise.text() == "b · tight dynamics, solid low end, mid clarity for vocals"
        assert fields(card)["loudness"].value_text == "−14 Spotify"
        assert fields(card)["ceiling"].value_text == "−1.0 dBTP"
        assert fields(card)["stereo"].value_text == "off"
        assert row.cards[3]._name.name == "Match reference"

    def test_a_change_elsewhere_is_followed(self, show, decked):
        row, _ = show(decked)
        decked.desk.change_slot(1, Settings(profile="n", intensity=35.0, loudness_lufs=None), "Other")
        card = row.cards[2]
        assert card._name.name == "Amber"
        assert fields(card)["loudness"].value_text == "off"
        assert fields(card)["intensity"].slider.value() == 35

    def test_dragging_the_intensity_is_one_step(self, qtbot, show, decked):
        row, actions = show(decked)
        slider = fields(row.cards[1])["intensity"].slider
        qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, 8))
        qtbot.mouseMove(slider, QPoint(7, 8))
        assert actions.named("slots.end_drag") == []
        qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(7, 8))
        percents = [percent for _, percent in actions.named("slots.set_intensity")]
        assert percents[0] == pytest.approx(50, abs=2)
        assert percents[-1] == 0
        assert actions.named("slots.end_drag") == [()]

    def test_arrow_keys_move_the_intensity(self, qtbot, show, decked):
        row, actions = show(decked)
        slider = fields(row.cards[2])["intensity"].slider
        qtbot.keyClick(slider, Qt.Key.Key_Left)
        qtbot.keyClick(slider, Qt.Key.Key_Home)
        assert actions.named("slots.set_intensity") == [(1, 79.0), (1, 0.0)]
        assert len(actions.named("slots.end_drag")) == 2

    def test_a_focused_slider_keeps_its_keys_from_the_desk(self, show, decked):
        row, _ = show(decked)
        slider = fields(row.cards[2])["intensity"].slider
        for key, keeps in ((Qt.Key.Key_Left, True), (Qt.Key.Key_Space, False), (Qt.Key.Key_3, False)):
            event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
            event.ignore()
            QApplication.sendEvent(slider, event)
            assert event.isAccepted() == keeps

    def test_showing_a_value_does_not_set_it(self, show, decked):
        _, actions = show(decked)
        decked.desk.change_slot(0, Settings(profile="c", intensity=12.0), "Other")
        assert actions.calls == []

    def test_the_match_row_is_always_there(self, show):
        row, _ = show(card_scenes.decked(has_reference=False))
        assert fields(row.cards[1])["match"].value_text == "off"
        row, _ = show(card_scenes.decked())
        assert fields(row.cards[3])["match"].value_text == "tone · width"
        row.set_dense(True)
        assert fields(row.cards[3])["match"].value_text == "tone, width"

    def test_a_card_says_what_its_match_moved(self, show):
        models = match_scenes.matched()
        row, _ = show(models)
        moved = match_scenes.MOVED
        for number in (3, 4):
            assert row.cards[number]._promise.text() == moved
            assert moved in fields(row.cards[number])["match"].toolTip()
        models.desk.change_slot(2, Settings(profile="b"), "Off")
        assert row.cards[3]._promise.text().startswith("b · ")

    def test_a_card_does_not_claim_the_width_of_a_mono_reference(self, show):
        row, _ = show(match_scenes.with_saved(match_scenes.matched(), is_mono=True))
        assert fields(row.cards[3])["match"].value_text == "tone"
        assert fields(row.cards[4])["match"].value_text == "tone · dynamics · width"

    def test_a_card_whose_reference_is_read_says_so(self, show):
        models = match_scenes.reading()
        row, _ = show(models)
        assert fields(row.cards[3])["match"].value_text == "reading…"
        assert "Waits for Glow.flac: reading, 40 %" in fields(row.cards[3])["match"].toolTip()
        models.references.learn(match_scenes.FURTHER, match_scenes.READY)
        assert fields(row.cards[3])["match"].value_text == "tone · width"

    def test_without_a_profile_the_slider_moves_the_match(self, qtbot, show):
        models = match_scenes.matched()
        row, actions = show(models)
        alone, balanced = (fields(row.cards[number])["intensity"].slider for number in (3, 4))
        assert alone.accessibleName() == "Amount of card 3, percent"
        qtbot.keyClick(alone, Qt.Key.Key_Home)
        qtbot.keyClick(balanced, Qt.Key.Key_Home)
        assert actions.named("match.set_all") == [(2, 0.0)]
        assert actions.named("slots.set_intensity") == [(3, 0.0)]
        models.desk.note(matches=tuple(SlotMatch(frozenset(PARTS)) for _ in range(5)))
        assert not alone.isEnabled(), "there is nothing left that it could move"

    def test_a_target_that_the_reference_decides_says_so(self, show):
        models = match_scenes.matched()
        row, _ = show(models)
        loudness = fields(row.cards[3])["loudness"]
        for amount, text in ((0.0, "−14 LUFS"), (40.0, "40 % to reference"), (100.0, "as the reference")):
            settings = models.desk.state.slots[2]
            models.desk.change_slot(2, replace(settings, match=replace(settings.match, loudness=amount)), "Loudness")
            assert loudness.value_text == text

    def test_without_a_profile_there_is_no_intensity(self, show, decked):
        row, _ = show(decked)
        decked.desk.change_slot(0, Settings(profile=None), "None")
        assert row.cards[1]._name.name == NO_PROFILE
        assert not fields(row.cards[1])["intensity"].isEnabled()


class TestState:
    @pytest.mark.parametrize(("width", "units"), [(220, "LUFS TP LRA"), (132, " TP LRA"), (96, "  ")])
    def test_no_figure_is_cut_on_a_narrow_card(self, qtbot, width, units):
        readings = Readings()
        qtbot.addWidget(readings)
        readings.set_dense(True)
        readings.show_loudness(Loudness(-14.0, 10.2, None, None, -5.0, -5.1))
        readings.resize(width, readings.sizeHint().height())
        number, unit, names = readings.look()
        assert " ".join(names) == units
        assert sum(readings._widths(number, unit, names)) < width

    def test_readings_and_the_estimate_mark(self, show, decked):
        row, _ = show(decked)
        assert row.cards[2]._readings.texts == ("−14.0", "−1.0", "5.1")
        assert row.cards[2]._readings.caption == ""
        assert row.cards[3]._readings.caption == "estimate"
        assert row.cards[5]._readings.texts == ("…", "…", "…")

    def test_the_exact_answer_takes_the_mark_away(self, show, decked):
        row, _ = show(decked)
        decked.slots[2].arrive(card_scenes.audio(2, card_scenes.SLOTS[2], lra=3.3))
        assert row.cards[3]._readings.caption == ""
        assert row.cards[3]._readings.texts[2] == "3.3"

    def test_progress_shows_only_while_something_is_to_come(self, show, decked):
        row, _ = show(decked)
        assert row.cards[5]._progress._shown
        assert row.cards[5]._progress.value() == 400
        assert not row.cards[1]._progress._shown

    def test_a_failed_slot_says_why_and_can_be_tried_again(self, qtbot, show):
        row, actions = show(card_scenes.troubled())
        failure = row.cards[2]._failure
        assert failure.isVisible()
        assert failure._text.text() == card_scenes.PROBLEM
        qtbot.mouseClick(failure._retry, Qt.MouseButton.LeftButton)
        assert actions.named("slots.retry") == [(1,)]

    def test_a_failed_slot_is_no_higher_than_the_others(self, show):
        fine, _ = show(card_scenes.decked())
        failed, _ = show(card_scenes.troubled())
        assert failed.sizeHint().height() <= fine.sizeHint().height()

    def test_original_and_reference_show_their_files(self, show, decked):
        row, _ = show(decked)
        loudness = decked.track.analysis.loudness
        assert row.cards[0]._readings.texts[0] == f"−{-loudness.integrated_lufs:.1f}"
        assert row.cards[-1]._head.line.text() == "Slow Tide.wav"

    def test_an_empty_reference_card_offers_to_open_one(self, qtbot, show):
        row, actions = show(card_scenes.decked(has_reference=False))
        qtbot.mouseClick(row.cards[-1]._open, Qt.MouseButton.LeftButton)
        assert actions.commands.triggered == ["open_reference"]

    def test_the_original_offers_what_fits_it_without_being_heard(self, qtbot, show, decked):
        row, actions = show(decked)
        qtbot.mouseClick(row.cards[0]._suggest, Qt.MouseButton.LeftButton)
        assert actions.commands.triggered == ["suggest_five"]
        assert actions.calls == []
        assert not row.cards[-1]._suggest.isVisible()

    def test_the_reference_offers_to_be_matched_until_a_card_does(self, qtbot, show):
        models = match_scenes.matched()
        slots = models.desk.state.slots
        models.desk.note(slots=card_scenes.SLOTS)
        row, actions = show(models)
        qtbot.mouseClick(row.cards[-1]._match, Qt.MouseButton.LeftButton)
        assert actions.commands.triggered == ["match_reference"] and actions.calls == []
        assert not row.cards[0]._match.isVisible()
        models.desk.note(slots=slots)
        assert not row.cards[-1]._match.isVisible()

    def test_a_card_with_a_saved_match_is_called_so(self, show):
        row, _ = show(match_scenes.with_saved(match_scenes.matched()))
        assert row.cards[3]._name.name == "Saved match"

    def test_nothing_is_painted_that_did_not_change(self, qtbot, show, decked):
        row, _ = show(decked)
        QApplication.processEvents()
        counter = PaintCounter(row.cards)
        for position in range(20):
            decked.playback.set_position(60.0 + position)
            decked.slots[1].progress(position / 20)
            QApplication.processEvents()
        assert counter.count == 0


class TestChoosers:
    def test_profiles_are_all_there_with_none(self, qtbot, show, decked):
        row, actions = show(decked)
        qtbot.mouseClick(row.cards[2]._name, Qt.MouseButton.LeftButton)
        popup = open_popup(ProfilePopup)
        assert popup.list.count() == len(profiles()) + 1
        assert popup.list.currentItem().text() == "Strobe"
        popup.list.setCurrentRow(13)
        qtbot.keyClick(popup.list, Qt.Key.Key_Return)
        assert actions.named("slots.set_profile") == [(1, "n")]

    def test_no_profile_can_be_chosen(self, qtbot, decked, show):
        row, actions = show(decked)
        row.cards[1].choose_profile()
        popup = open_popup(ProfilePopup)
        popup.list.itemClicked.emit(popup.list.item(14))
        assert actions.named("slots.set_profile") == [(0, None)]

    @pytest.mark.parametrize(("key", "letter"), [("n", "n"), ("C", "c"), ("-", None)])
    def test_a_profile_is_chosen_by_the_letter_before_its_name(self, qtbot, decked, show, key, letter):
        row, actions = show(decked)
        row.cards[1].choose_profile()
        popup = open_popup(ProfilePopup)
        qtbot.keyClicks(popup.list, f"z{key}")
        assert actions.named("slots.set_profile") == [(0, letter)]

    def test_platforms_say_where_they_come_from(self, qtbot, decked, show):
        row, actions = show(decked)
        qtbot.mouseClick(fields(row.cards[5])["loudness"], Qt.MouseButton.LeftButton)
        popup = open_popup(LevelPopup)
        assert popup.list.count() == len(platforms()) + 1
        assert popup.list.currentItem().text() == "Apple Music"
        for target, number in zip(platforms(), range(1, popup.list.count()), strict=True):
            assert target.source in popup.list.item(number).toolTip()
            assert target.date in popup.list.item(number).toolTip()
        popup.list.itemClicked.emit(popup.list.item(1))
        assert actions.named("slots.set_platform") == [(4, "spotify")]

    def test_a_level_of_ones_own_is_what_is_marked(self, qtbot, decked, show):
        """Return must not choose what nobody has chosen."""
        decked.desk.change_slot(0, replace(decked.desk.state.slots[0], loudness_lufs=-11.5, platform=None), "Own")
        row, actions = show(decked)
        row.activateWindow()
        fields(row.cards[1])["loudness"].choose()
        popup = open_popup(LevelPopup)
        assert popup.list.currentItem().text() == "Your own level"
        assert popup.list.currentItem().data(FIGURES_ROLE)[0] == "−11.5"
        qtbot.keyClick(popup.list, Qt.Key.Key_Return)
        assert not popup.isVisible()
        assert actions.named("slots.set_loudness") == actions.named("slots.set_platform") == []

    def test_the_mark_follows_the_slider(self, qtbot, decked, show):
        row, _ = show(decked)
        fields(row.cards[1])["loudness"].choose()
        popup, settings = open_popup(LevelPopup), decked.desk.state.slots[0]
        assert popup.list.currentItem().text() == "Spotify (normal)"
        for lufs, platform, text in (
            (-9.5, None, "Your own level"),
            (-14.0, "spotify", "Spotify (normal)"),
            (None, None, "Off"),
        ):
            decked.desk.change_slot(0, replace(settings, loudness_lufs=lufs, platform=platform), "Loudness")
            assert popup.list.currentItem().text().startswith(text)
        assert popup.list.count() == len(platforms()) + 1
        popup.close()

    def test_the_target_can_be_that_of_the_reference(self, qtbot, show):
        models = match_scenes.matched()
        row, actions = show(models)
        fields(row.cards[1])["loudness"].choose()
        popup = open_popup(LevelPopup)
        assert popup.list.item(1).text() != "As the reference", "this card matches nothing"
        popup.close()
        fields(row.cards[3])["loudness"].choose()
        popup = open_popup(LevelPopup)
        assert popup.list.item(1).text() == "As the reference"
        popup.list.itemClicked.emit(popup.list.item(1))
        assert actions.named("slots.set_match") == [(2, "loudness", 100.0)]
        settings = models.desk.state.slots[2]
        models.desk.change_slot(2, replace(settings, match=replace(settings.match, loudness=40.0)), "Loudness")
        fields(row.cards[3])["loudness"].choose()
        popup = open_popup(LevelPopup)
        assert popup.list.currentItem().text() == "40 % to reference"
        popup.close()

    def test_loudness_can_be_off(self, qtbot, decked, show):
        row, actions = show(decked)
        fields(row.cards[1])["loudness"].choose()
        popup = open_popup(LevelPopup)
        popup.list.itemClicked.emit(popup.list.item(0))
        assert actions.named("slots.set_loudness") == [(0, None)]

    def test_levels_are_typed_with_any_minus_and_comma(self, qtbot, decked, show):
        row, actions = show(decked)
        fields(row.cards[1])["ceiling"].choose()
        popup = open_popup(LevelPopup)
        assert popup.loudness.text() == "−14.0 LUFS"
        popup.loudness.lineEdit().setText("-11,5 LUFS")
        popup.loudness.interpretText()
        popup.ceiling.lineEdit().setText("−0.3 dBTP")
        popup.ceiling.interpretText()
        assert actions.named("slots.set_loudness") == [(0, -11.5)]
        assert actions.named("slots.set_ceiling") == [(0, -0.3)]
        popup.close()

    def test_the_match_row_opens_and_closes_the_match(self, qtbot, decked, show):
        row, actions = show(decked)
        qtbot.mouseClick(fields(row.cards[3])["match"], Qt.MouseButton.LeftButton)
        assert actions.named("match.show_panel") == [(2,)]
        decked.match_panel.show(2)
        qtbot.mouseClick(fields(row.cards[3])["match"], Qt.MouseButton.LeftButton)
        assert actions.named("match.close_panel") == [()]

    def test_files_dropped_on_a_card_are_matched(self, decked, show):
        row, actions = show(decked)
        card, paths = row.cards[3], ["/music/Glow.flac", "/music/Dawn.wav"]
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in paths])
        keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(card, QDragEnterEvent(QPoint(20, 20), *keys))
        cover = card.findChild(MatchDrops).cover
        assert cover.isVisible()
        QApplication.sendEvent(card, QDropEvent(QPointF(20, 20), *keys))
        assert actions.named("references.add") == [(2, [Path(path) for path in paths])]
        assert not cover.isVisible()

    def test_a_session_dropped_on_a_card_is_left_to_the_desk(self, decked, show):
        row, _ = show(decked)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile("/music/desk.mdsession")])
        keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        event = QDragEnterEvent(QPoint(20, 20), *keys)
        QApplication.sendEvent(row.cards[3], event)
        assert not event.isAccepted()

    def test_the_profiles_stay_inside_a_low_window(self, decked, show):
        row, _ = show(decked)
        window = row.window()
        window.resize(1280, 500)
        row.cards[1].choose_profile()
        popup = open_popup(ProfilePopup)
        assert popup.height() > window.height() - row.cards[1].height(), "there is no room below the name"
        assert popup.geometry().bottom() <= window.frameGeometry().bottom()
        popup.close()

    def test_escape_closes_and_nothing_is_left(self, qtbot, decked, show):
        row, actions = show(decked)
        row.cards[1].choose_profile()
        popup = open_popup(ProfilePopup)
        with qtbot.waitSignal(popup.destroyed):
            qtbot.keyClick(popup, Qt.Key.Key_Escape)
        assert actions.named("slots.set_profile") == []
        assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, Popup) and w.isVisible()]

    def test_the_menu_copies_resets_and_renders(self, qtbot, decked, show):
        row, actions = show(decked)
        menu = slot_menu(decked, actions, 1, row)
        copies = next(action.menu() for action in menu.actions() if isinstance(action.menu(), QMenu))
        assert len(copies.actions()) == 4
        copies.actions()[1].trigger()
        by_text = {action.text(): action for action in menu.actions()}
        by_text["Reset settings"].trigger()
        by_text["Render this master…"].trigger()
        assert actions.named("slots.copy") == [(1, 2)]
        assert actions.named("slots.reset") == [(1,)]
        assert actions.named("listening.hear") == [("2",)]
        assert actions.named("rendering.ask") == [()]

    def test_the_menu_leads_to_the_match(self, show):
        models = match_scenes.matched()
        row, actions = show(models)
        by_text = {action.text(): action for action in slot_menu(models, actions, 2, row).actions()}
        for text in ("Match nothing", "Amounts and locks…", "Add a reference…", "Use a saved match…", "Save match…"):
            by_text[text].trigger()
        assert actions.named("slots.use_reference") == [(2, False)]
        assert actions.named("match.show_panel") == [(2,)]
        assert actions.named("references.ask") == [("add", 2), ("use", 2), ("save", 2)]
        by_text = {action.text(): action for action in slot_menu(models, actions, 0, row).actions()}
        assert by_text["Match the reference"].isEnabled()
        assert not by_text["Save match…"].isEnabled()


class TestAccess:
    def test_every_control_has_a_name(self, show, decked):
        row, _ = show(decked)
        for card in row.cards:
            assert card.accessibleName()
            for control in card.findChildren(QObject):
                if getattr(control, "focusPolicy", lambda: Qt.FocusPolicy.NoFocus)() & Qt.FocusPolicy.TabFocus:
                    assert control.accessibleName(), control

    def test_tab_goes_through_a_card_in_reading_order(self, qtbot, show, decked):
        row, _ = show(decked)
        card = row.cards[2]
        rows = fields(card)
        wanted = [card, card._name, rows["intensity"].slider, rows["loudness"], rows["ceiling"], rows["stereo"]]
        order, widget = [card], card
        while len(order) < len(wanted):
            widget = widget.nextInFocusChain()
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                order.append(widget)
        assert order == wanted

    def test_low_windows_get_lower_cards(self, show, decked):
        high, _ = show(decked, height=900)
        low, _ = show(decked, 1256, 720)
        assert low.cards[1].sizeHint().height() < high.cards[1].sizeHint().height()
        assert fields(low.cards[1])["ceiling"].isHidden()

    def test_a_blind_test_hides_the_cards(self, show, decked):
        row, _ = show(decked)
        card_scenes.ranking(decked)
        assert not any(card.isVisible() for card in row.cards)
        decked.blind.clear()
        assert all(card.isVisible() for card in row.cards)
