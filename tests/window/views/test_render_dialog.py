"""The render dialog shows what would be written, lets nothing impossible through, and remembers."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from window import card_scenes, scenes

from masterdesk.engine.encode import resolve_delivery
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.request import MasterRequest
from masterdesk.window.views.render_dialog import RenderDialog
from masterdesk.window.views.render_dialog.choices import CONTAINERS, DEFAULTS, QUALITIES, recalled, remembered
from masterdesk.window.views.render_dialog.offers import offered_qualities, offered_rates


@pytest.fixture
def models():
    return card_scenes.decked()


@pytest.fixture
def opened(qtbot, models, tmp_path):
    """Opens the dialog on an empty folder; gives (dialog, actions)."""

    def make(**saved):
        models.preferences.delivery = {"folder": str(tmp_path), **saved}
        actions = scenes.RecordingActions()
        dialog = RenderDialog(models, actions)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog, actions

    return make


def fill(dialog, name):
    dialog.place.name_edit.setText(name)
    dialog.check()


class TestProposal:
    def test_the_heard_slot_is_proposed(self, opened):
        dialog, _ = opened()
        assert dialog.slots.chosen() == (1,)

    def test_the_first_slot_is_proposed_when_original_is_heard(self, opened, models):
        models.desk.note(heard="original")
        dialog, _ = opened()
        assert dialog.slots.chosen() == (0,)

    def test_files_are_shown_with_their_full_names(self, opened, tmp_path):
        dialog, _ = opened()
        assert dialog.files.texts == [str(tmp_path / "Harbour Lights - master.wav")]
        dialog.slots.toggles[4].setChecked(True)
        dialog._add_row(DeliveryRequest("mp3", bit_rate_kbps=128))
        fill(dialog, "Song")
        names = [f"Song - {card}.{end}" for card in ("Strobe", "Hearth") for end in ("wav", "mp3")]
        assert dialog.files.texts == [str(tmp_path / name) for name in names]
        assert dialog.render_button.text() == "Render 4 files"

    def test_without_a_saved_folder_it_goes_beside_the_track(self, qtbot, models):
        dialog = RenderDialog(models, scenes.RecordingActions())
        qtbot.addWidget(dialog)
        assert dialog.place.folder == models.desk.state.track.parent

    def test_masters_of_the_demo_track_go_where_people_look(self, qtbot, models, own_folders):
        hidden = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))
        hidden.mkdir(parents=True)
        models.desk._state = replace(models.desk.state, track=hidden / "MasterDesk demo.wav")
        dialog = RenderDialog(models, scenes.RecordingActions())
        qtbot.addWidget(dialog)
        assert dialog.place.folder.is_dir()
        assert dialog.place.folder != hidden

    def test_no_card_looks_chosen_that_is_not(self, qtbot, opened):
        """The name has the focus, and a click on a card does not frame it."""
        dialog, _ = opened()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.place.name_edit.hasFocus)
        assert dialog.place.name_edit.selectedText() == dialog.place.name
        qtbot.mouseClick(dialog.slots.toggles[3], Qt.MouseButton.LeftButton)
        assert not dialog.slots.toggles[3].hasFocus()


class TestChecks:
    def test_an_existing_file_needs_leave_to_be_replaced(self, opened, tmp_path):
        (tmp_path / "Song.wav").touch()
        dialog, _ = opened()
        fill(dialog, "Song")
        assert dialog.files.texts[1] == "exists already: choose another name, or let it be replaced"
        assert not dialog.render_button.isEnabled()
        dialog.overwrite.setChecked(True)
        dialog.check()
        assert dialog.files.texts[1] == "replaces the file that is there"
        assert dialog.render_button.isEnabled()

    def test_the_source_is_never_offered_up(self, opened, models):
        dialog, _ = opened()
        dialog.place.folder_edit.setText(str(models.desk.state.track.parent))
        dialog.overwrite.setChecked(True)
        fill(dialog, models.desk.state.track.stem)
        assert "is the source itself" in dialog.files.texts[1]
        assert not dialog.render_button.isEnabled()

    def test_a_missing_folder_is_told(self, opened, tmp_path):
        dialog, _ = opened()
        dialog.place.folder_edit.setText(str(tmp_path / "nowhere"))
        dialog.check()
        assert "there is no folder" in dialog.files.texts[1]
        assert not dialog.render_button.isEnabled()

    def test_a_file_that_a_waiting_render_will_write_is_told(self, opened, models, tmp_path):
        dialog, _ = opened()
        request = MasterRequest("mix.wav", tmp_path / "Song.wav")
        job = models.queue.add("Song.wav", 1, request)
        dialog.overwrite.setChecked(True)
        fill(dialog, "Song")
        assert "A render in the queue will write" in dialog.files.texts[1]
        assert not dialog.render_button.isEnabled()
        models.queue.cancel(job)
        dialog.check()
        assert dialog.render_button.isEnabled()

    def test_what_the_encoder_cannot_do_is_not_offered(self, opened, models):
        """The track has 16 kHz: MP3 at such a rate has 160 kbit/s at most."""
        saved = {"container": "mp3", "bit_rate_kbps": 320, "sample_rate": 96000}
        dialog, _ = opened(formats=[saved])
        (row,) = dialog.rows
        texts = lambda combo: [combo.itemText(index) for index in range(combo.count())]  # noqa: E731
        assert texts(row.rate) == ["Rate of the track", "44.1 kHz", "48 kHz"]
        assert texts(row.quality) == ["160 kbit/s", "128 kbit/s"]
        assert dialog.render_button.isEnabled()
        row.rate.setCurrentIndex(1)
        row.quality.setCurrentIndex(row.quality.findText("256 kbit/s"))
        assert row.delivery().sample_rate == 44100
        row.rate.setCurrentIndex(2)
        assert row.delivery().bit_rate_kbps == 256, "it is possible at the other rate, too"
        row.rate.setCurrentIndex(0)
        assert row.delivery().bit_rate_kbps == 160
        row.container.setCurrentIndex(row.container.findData("opus"))
        assert texts(row.rate) == ["48 kHz"]

    def test_where_no_usual_bit_rate_is_possible_the_encoder_chooses(self, models):
        source = replace(models.track.format, sample_rate=8000, channels=1)
        assert [quality.text for quality in offered_qualities("m4a", None, source)][:1] == ["Lossless 24 bit"]
        for container in CONTAINERS:
            for rate, _ in offered_rates(container, source):
                for quality in offered_qualities(container, rate, source):
                    asked = DeliveryRequest(container, quality.bit_depth, rate, quality.bit_rate_kbps)
                    assert resolve_delivery(asked, f"x.{container}", source)

    def test_a_further_format_is_one_that_is_not_there_yet(self, opened):
        dialog, _ = opened()
        for _ in range(3):
            dialog.add.click()
        assert [row.delivery().container for row in dialog.rows] == ["wav", "mp3", "flac", "m4a"]
        dialog.check()
        assert not any("would have this name" in text for text in dialog.files.texts)

    def test_two_files_of_one_name_are_told(self, opened):
        dialog, _ = opened()
        dialog._add_row(DEFAULTS[0])
        dialog.check()
        assert all("would have this name" in text for text in dialog.files.texts[1::2])
        assert not dialog.render_button.isEnabled()

    @pytest.mark.parametrize("name", ["", "   "])
    def test_a_name_is_wanted(self, opened, name):
        dialog, _ = opened()
        fill(dialog, name)
        assert not dialog.render_button.isEnabled()

    def test_no_slot_no_render(self, opened):
        dialog, _ = opened()
        dialog.slots.toggles[1].setChecked(False)
        dialog.check()
        assert dialog.files.texts == []
        assert not dialog.render_button.isEnabled()

    def test_it_asks_again_by_itself_after_a_change(self, qtbot, opened, tmp_path):
        dialog, _ = opened()
        dialog.place.name_edit.setText("Later")
        qtbot.waitUntil(lambda: dialog.files.texts == [str(tmp_path / "Later.wav")], timeout=2000)

    def test_nothing_is_left_behind_by_asking(self, opened, tmp_path):
        dialog, _ = opened()
        fill(dialog, "Song")
        assert list(tmp_path.iterdir()) == []


class TestAnswer:
    def test_it_renders_what_it_shows(self, qtbot, opened, tmp_path):
        dialog, actions = opened()
        fill(dialog, "Song")
        qtbot.mouseClick(dialog.render_button, Qt.MouseButton.LeftButton)
        wanted = DeliveryRequest("wav", "24", dither="tpdf")
        assert actions.named("rendering.render") == [((1,), tmp_path, "Song", [wanted])]
        assert not dialog.isVisible()

    def test_cancel_does_nothing(self, qtbot, opened, models):
        dialog, actions = opened()
        before = models.preferences.delivery
        dialog.reject()
        assert actions.calls == []
        assert models.preferences.delivery == before

    def test_the_choice_is_remembered_but_never_the_leave_to_overwrite(self, opened, tmp_path):
        dialog, _ = opened()
        dialog._remove_row(dialog.rows[0])
        dialog._add_row(DeliveryRequest("flac", "16", sample_rate=44100, dither="shaped"))
        dialog.overwrite.setChecked(True)
        dialog.tags.setChecked(False)
        dialog.accept()
        again = RenderDialog(dialog._models, scenes.RecordingActions())
        assert again.deliveries() == (DeliveryRequest("flac", "16", 44100, None, "shaped", tags=False),)
        assert not again.overwrite.isChecked()
        assert again.place.folder == tmp_path
        again.deleteLater()

    def test_what_cannot_be_recalled_becomes_the_default(self):
        for saved in (None, 3, [], [4], [{"container": "vinyl"}], [{"container": "wav", "speed": 33}]):
            assert recalled(saved) == DEFAULTS
        assert recalled(remembered((DeliveryRequest("opus"),))) == (DeliveryRequest("opus"),)


class TestFormats:
    @pytest.mark.parametrize("container", CONTAINERS)
    def test_every_quality_can_be_written(self, opened, models, container, tmp_path):
        dialog, _ = opened(formats=[{"container": container}])
        row = dialog.rows[0]
        row.rate.setCurrentIndex(row.rate.findData(48000))
        for index in range(row.quality.count()):
            row.quality.setCurrentIndex(index)
            asked = row.delivery()
            made = resolve_delivery(asked, f"x.{container}", models.track.format)
            assert made.container == container
            assert made.bit_rate_kbps == asked.bit_rate_kbps
        assert row.quality.count() == len(QUALITIES[container])

    def test_dither_is_for_shorter_words_only(self, opened):
        dialog, _ = opened()
        row = dialog.rows[0]
        assert row.dither.isEnabled()
        row.quality.setCurrentIndex(row.quality.findText("32 bit float"))
        assert not row.dither.isEnabled()
        assert row.delivery().dither is None

    def test_the_last_format_stays(self, opened):
        dialog, _ = opened()
        assert not dialog.rows[0].remove.isEnabled()
        dialog._add_row(DEFAULTS[0])
        dialog.rows[1].remove.click()
        assert len(dialog.rows) == 1
