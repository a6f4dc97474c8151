"""Letters to be put in order, the best at the left."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from masterdesk.window.actions.desk_actions import Actions
from masterdesk.window.models.desk_models import Models
from masterdesk.window.theme import metrics
from masterdesk.window.views.blind_test.letter_tile import LetterTile, dealt, show_tiles


class RankingView(QWidget):
    """A tile for each letter; tiles are dragged, or moved by Alt and the arrow keys."""

    def __init__(self, models: Models, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models, self._actions = models, actions
        self.tiles: dict[str, LetterTile] = {}
        self._order: list[str] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(metrics.GAP)

    def show_test(self) -> None:
        """Show the test as the model has it."""
        blind = self._models.blind
        if set(blind.letters) != set(self.tiles):
            self._deal(blind.letters)
        self._arrange(list(blind.ranking) or list(blind.letters))
        show_tiles(self.tiles, self._models)

    @property
    def order(self) -> tuple[str, ...]:
        """Letters as they stand, best first."""
        return tuple(self._order)

    def _deal(self, letters: tuple[str, ...]) -> None:
        for tile in self.tiles.values():
            tile.setParent(None)
            tile.deleteLater()
        self.tiles = dealt(letters, self._actions)
        for letter, tile in self.tiles.items():
            self._row.addWidget(tile)
            tile.moved.connect(lambda steps, letter=letter: self._move(letter, self._order.index(letter) + steps))
            tile.dragged.connect(lambda x, letter=letter: self._drag(letter, x))
            tile.dropped.connect(self._tell)
        self._order = list(letters)

    def _drag(self, letter: str, x: float) -> None:
        """Stand where the pointer is."""
        width = max(self.width(), 1)
        place = int(x * len(self._order) / width)
        self._arrange_moved(letter, place)

    def _move(self, letter: str, place: int) -> None:
        self._arrange_moved(letter, place)
        self._tell()
        self.tiles[letter].setFocus()

    def _arrange_moved(self, letter: str, place: int) -> None:
        if self._models.blind.revealed:
            return
        order = [other for other in self._order if other != letter]
        order.insert(min(max(place, 0), len(order)), letter)
        self._arrange(order)

    def _arrange(self, order: list[str]) -> None:
        self._order = order
        for place, letter in enumerate(order):
            tile = self.tiles[letter]
            if self._row.indexOf(tile) != place:
                self._row.removeWidget(tile)
                self._row.insertWidget(place, tile)
            tile.set_place(f"{place + 1}.")

    def _tell(self) -> None:
        self._actions.blind.rank(self.order)
