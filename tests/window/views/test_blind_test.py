"""During a blind test nothing tells which card is which; afterwards everything does."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from window import card_scenes

from masterdesk.window import theme
from masterdesk.window.views.blind_test.blind_panel import MATCHED, BlindPanel
from masterdesk.window.views.cards.words import source_name


@pytest.fixture
def show(open_view):
    """Shows the panel for models; gives (panel, actions)."""
    return lambda models: open_view(BlindPanel, models, 1416, 210)


@pytest.fixture
def decked():
    return card_scenes.decked()


def words(panel):
    """Everything that the panel says, to the eye or to a screen reader."""
    tiles = [*panel.ranking.tiles.values(), *panel.abx.tiles.values()]
    spoken = [tile.accessibleName() + tile.shown_name + tile.toolTip() for tile in tiles]
    return " ".join(spoken + [label.text() for label in panel.findChildren(QLabel)])


class TestRanking:
    def test_no_name_is_told_while_it_runs(self, show, decked):
        panel, _ = show(card_scenes.ranking(decked))
        told = words(panel)
        for key in decked.blind.labels:
            assert source_name(decked, key) not in told

    def test_letters_are_heard_by_a_click(self, qtbot, show, decked):
        panel, actions = show(card_scenes.ranking(decked))
        qtbot.mouseClick(panel.ranking.tiles["D"], Qt.MouseButton.LeftButton)
        assert actions.named("blind.hear") == [("D",)]

    def test_the_heard_letter_is_marked(self, show, decked):
        panel, _ = show(card_scenes.ranking(decked))
        marked = [letter for letter, tile in panel.ranking.tiles.items() if "playing" in tile.accessibleName()]
        assert marked == ["C"]

    def test_keys_put_letters_in_order(self, qtbot, show, decked):
        panel, actions = show(card_scenes.ranking(decked))
        tile = panel.ranking.tiles["D"]
        qtbot.keyClick(tile, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        qtbot.keyClick(tile, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert panel.ranking.order == ("A", "D", "B", "C", "E")
        assert actions.named("blind.rank")[-1] == (("A", "D", "B", "C", "E"),)

    def test_the_ends_are_the_ends(self, qtbot, show, decked):
        panel, _ = show(card_scenes.ranking(decked))
        qtbot.keyClick(panel.ranking.tiles["A"], Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        qtbot.keyClick(panel.ranking.tiles["E"], Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        assert panel.ranking.order == ("A", "B", "C", "D", "E")

    def test_dragging_puts_letters_in_order_and_hears_nothing(self, qtbot, show, decked):
        panel, actions = show(card_scenes.ranking(decked))
        tile = panel.ranking.tiles["A"]
        start = tile.rect().center()
        qtbot.mousePress(tile, Qt.MouseButton.LeftButton, pos=start)
        target = tile.mapFromParent(QPoint(panel.ranking.width() - 5, start.y()))
        qtbot.mouseMove(tile, target)
        qtbot.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=target)
        assert panel.ranking.order == ("B", "C", "D", "E", "A")
        assert actions.named("blind.rank") == [(("B", "C", "D", "E", "A"),)]
        assert actions.named("blind.hear") == []

    def test_names_come_back_in_the_order_that_was_made(self, show, decked):
        panel, _ = show(card_scenes.ranking(decked, revealed=True))
        names = [panel.ranking.tiles[letter].shown_name for letter in panel.ranking.order]
        assert names == ["Strobe", "Neon", "Anthem", "Original", "Match reference"]
        assert panel.text.text() == MATCHED
        assert panel.reveal.isHidden()

    def test_once_the_names_are_back_what_is_heard_is_marked_as_on_the_desk(self, show, decked):
        panel, _ = show(card_scenes.ranking(decked, revealed=True))
        for key in ("3", "original", "5"):
            decked.desk.note(heard=key)
            marked = [letter for letter, tile in panel.ranking.tiles.items() if "playing" in tile.accessibleName()]
            assert marked == [letter for name, letter in decked.blind.labels.items() if name == key]

    def test_a_new_test_deals_new_letters(self, show, decked):
        panel, _ = show(card_scenes.ranking(decked, revealed=True))
        decked.blind.clear()
        decked.blind.update(kind=card_scenes.BlindKind.RANKING, letters=("A", "B"), labels={"original": "B", "1": "A"})
        assert set(panel.ranking.tiles) == {"A", "B"}
        assert panel.ranking.tiles["A"].shown_name == ""


class TestAbx:
    def test_letters_are_heard_and_answered(self, qtbot, show, decked):
        panel, actions = show(card_scenes.abx(decked))
        for letter in "ABX":
            qtbot.mouseClick(panel.abx.tiles[letter], Qt.MouseButton.LeftButton)
        qtbot.mouseClick(panel.abx.answers["B"], Qt.MouseButton.LeftButton)
        assert actions.named("blind.hear") == [("A",), ("B",), ("X",)]
        assert actions.named("blind.answer") == [("B",)]

    def test_how_many_were_right_stays_hidden_until_the_end(self, show, decked):
        panel, _ = show(card_scenes.abx(decked))
        told = words(panel)
        assert "9 answers" in told
        assert "right" not in told
        assert "Strobe" not in told

    def test_the_result_comes_with_its_probability(self, show, decked):
        panel, _ = show(card_scenes.abx(decked, revealed=True))
        assert panel.abx.result.text().startswith("8 of 9 right, p = 0.020 (chance by guessing 2.0 %).")
        assert "You hear a difference" in panel.abx.result.text()
        assert panel.abx.tiles["B"].shown_name == "Strobe"
        assert not panel.abx.answers["A"].isEnabled()

    def test_guessing_is_called_so(self, show, decked):
        card_scenes.abx(decked, revealed=True)
        decked.blind.update(right=5, p_value=0.5)
        panel, _ = show(decked)
        assert "could well be guessing" in panel.abx.result.text()

    def test_no_answer_no_result(self, show, decked):
        card_scenes.abx(decked, revealed=True)
        decked.blind.update(answers=0, right=0, p_value=None)
        panel, _ = show(decked)
        assert panel.abx.result.text() == "No answer was given."


@pytest.mark.parametrize("start", [card_scenes.ranking, card_scenes.abx])
def test_it_can_be_revealed_and_stopped(qtbot, show, decked, start):
    panel, actions = show(start(decked))
    qtbot.mouseClick(panel.reveal, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.stop, Qt.MouseButton.LeftButton)
    assert actions.named("blind.reveal") == [()]
    assert actions.named("blind.leave") == [()]
    assert "Esc" in panel.stop.toolTip()


@pytest.mark.parametrize("name", ["dark", "light"])
def test_no_color_hints_at_a_card(qapp, show, decked, name):
    """What is heard and what has the focus are marked, in shades of gray."""
    theme.apply(qapp, name)
    panel, _ = show(card_scenes.ranking(decked))
    panel.activateWindow()
    panel.ranking.tiles["A"].setFocus()
    for tile in panel.ranking.tiles.values():
        picture = tile.grab().toImage()
        pixels = [picture.pixelColor(x, y) for y in range(picture.height()) for x in range(picture.width())]
        assert max(pixel.hslSaturationF() * (1.0 - abs(2.0 * pixel.lightnessF() - 1.0)) for pixel in pixels) < 0.12
    heard, other = (panel.ranking.tiles[letter].grab().toImage().pixelColor(20, 20) for letter in "CB")
    assert heard != other
