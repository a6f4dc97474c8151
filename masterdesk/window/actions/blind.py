"""Listening without knowing what is heard."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from PySide6.QtCore import QObject

from masterdesk.engine.live.listening_test import AbxTest, RankingTest
from masterdesk.window.actions.commands import Commands
from masterdesk.window.actions.listening import ListeningActions
from masterdesk.window.actions.view import ViewActions
from masterdesk.window.models.blind_test import BlindKind
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, SLOT_KEYS

X = "X"
TOO_FEW = "A blind test needs two cards that can be heard: wait until they are rendered."


class BlindTestActions(QObject):
    """Deals the cards, plays them by letter, counts, and gives the names back."""

    def __init__(
        self,
        models: Models,
        listening: ListeningActions,
        view: ViewActions,
        commands: Commands,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._models, self._listening, self._view = models, listening, view
        self._ranking: RankingTest | None = None
        self._abx: AbxTest | None = None
        line = "Hear the cards without their names, and rank them or tell two of them apart"
        commands.add("blind_test", "Listen", "Blind test…", "B", line, lambda: view.ask("blind_test"))
        models.track.changed.connect(self._follow_track)

    def start_ranking(self) -> None:
        """Shuffle the original and every slot that can be heard."""
        keys = [ORIGINAL, *(key for key in SLOT_KEYS if self._is_ready(key))]
        if len(keys) < 2:
            self._view.tell(TOO_FEW)
            return
        test = RankingTest(keys, secrets.randbits(32))
        self._ranking, self._abx = test, None
        labels = {test.key(letter): letter for letter in test.labels}
        self._begin(BlindKind.RANKING, labels, test.labels)

    def start_abx(self, key_a: str, key_b: str) -> None:
        """Ask again and again whether X is A or B."""
        if key_a == key_b or not (self._is_ready(key_a) and self._is_ready(key_b)):
            self._view.tell(TOO_FEW)
            return
        self._ranking, self._abx = None, AbxTest(key_a, key_b, secrets.randbits(32))
        self._begin(BlindKind.ABX, {key_a: "A", key_b: "B"}, ("A", "B", X))

    def hear(self, letter: str) -> None:
        """Hear what stands behind a letter; once the names are back that is a card like any other."""
        key = self._key_of(letter)
        if key is not None and self._models.blind.revealed:
            self._listening.hear(key)
        elif key is not None:
            window = self._models.desk.state.window
            self._models.blind.update(heard_letter=letter, heard_key=key)
            if not window.start_s <= self._models.playback.position_s < window.stop_s:
                self._listening.seek(window.start_s)

    def rank(self, letters: Sequence[str]) -> None:
        """Put letters in order, best first."""
        if self._ranking is not None:
            self._ranking.rank(letters)
            self._models.blind.update(ranking=tuple(letters))

    def answer(self, letter: str) -> None:
        """X is A, or B; the next X is drawn."""
        test = self._abx
        if test is None or letter not in ("A", "B"):
            return
        test.answer(test.a if letter == "A" else test.b)
        self._models.blind.update(answers=len(test.trials), right=test.correct, p_value=test.p_value)
        if self._models.blind.heard_letter == X:
            self.hear(X)

    def reveal(self) -> None:
        """Give the names back, and keep the result on the screen."""
        heard = self._models.blind.heard_key
        self._models.blind.update(revealed=True, heard_key="")
        if heard:
            self._models.desk.note(heard=heard)

    def stop(self) -> None:
        """End the test, whatever its state."""
        self._ranking = self._abx = None
        self._models.blind.clear()

    def _begin(self, kind: BlindKind, labels: dict[str, str], letters: tuple[str, ...]) -> None:
        blind = self._models.blind
        blind.clear()
        blind.update(kind=kind, labels=labels, letters=letters)
        self._models.desk.note(match_loudness=True)
        self.hear(letters[0])

    def _is_ready(self, key: str) -> bool:
        if key in SLOT_KEYS:
            return self._models.slots[SLOT_KEYS.index(key)].audio is not None
        return self._models.lane(key).track is not None

    def _key_of(self, letter: str) -> str | None:
        if self._ranking is not None and letter in self._ranking.labels:
            return self._ranking.key(letter)
        if self._abx is not None:
            return {"A": self._abx.a, "B": self._abx.b, X: self._abx.x}.get(letter)
        return None

    def _follow_track(self) -> None:
        if self._models.track.track is None and self._models.blind.kind is not None:
            self.stop()
