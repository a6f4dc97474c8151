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
from masterdesk.window.models.slot import SlotStatus

X = "X"
TOO_FEW = "A blind test needs two cards that can be heard: wait until they are rendered."
NOT_YET = "Some cards are still being rendered: start the blind test again in a moment."
FROZEN = "The desk stays as it is during a blind test: reveal the names or end the test to go on working."
CHANGED = "The blind test has ended: one of its cards does not sound as it did at the start any more."


class BlindTestActions(QObject):
    """Deals the cards, plays them by letter, counts, and gives the names back.

    As long as names are hidden every letter plays what it played at the start: the desk is frozen, and a card
    that loses its sound ends the test.
    """

    def __init__(self, models: Models, listening: ListeningActions, view: ViewActions, commands: Commands) -> None:
        super().__init__()
        self._models, self._listening, self._view = models, listening, view
        self._ranking: RankingTest | None = None
        self._abx: AbxTest | None = None
        self._sounds: dict[str, object] = {}
        line = "Hear the cards without their names, and rank them or tell two of them apart"
        commands.add("blind_test", "Listen", "Blind test…", "B", line, lambda: view.ask("blind_test"))
        line = "Back to the cards; asks first if answers would be lost"
        self._end = commands.add("end_blind_test", "Listen", "End the blind test", "Esc", line, self.leave)
        self._end.setEnabled(False)
        listening.letter_wanted.connect(self.step)
        models.track.changed.connect(self._follow_track)
        models.blind.changed.connect(self._follow_test)
        models.desk.refused.connect(lambda: view.tell(FROZEN))
        models.reference.changed.connect(self._check_sounds)
        for slot in models.slots:
            slot.changed.connect(self._check_sounds)

    def start_ranking(self) -> None:
        """Shuffle the original and every slot that can be heard."""
        if any(slot.is_busy for slot in self._models.slots):
            self._view.tell(NOT_YET)
            return
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
            self._view.tell(NOT_YET if self._are_coming(key_a, key_b) else TOO_FEW)
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

    def step(self, letters: int) -> None:
        """Hear the letter before (-1) or after (1), as they stand."""
        blind = self._models.blind
        order = blind.ranking or blind.letters
        if blind.heard_letter in order:
            self.hear(order[(order.index(blind.heard_letter) + letters) % len(order)])

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

    def leave(self) -> None:
        """End the test; where answers would be lost, ask first."""
        blind = self._models.blind
        if blind.is_hiding and (blind.answers or blind.ranking):
            self._view.ask("end_blind_test")
        else:
            self.stop()

    def stop(self) -> None:
        """End the test, whatever its state."""
        self._ranking = self._abx = None
        self._models.blind.clear()

    def _begin(self, kind: BlindKind, labels: dict[str, str], letters: tuple[str, ...]) -> None:
        blind = self._models.blind
        blind.clear()
        self._sounds = {key: self._sound(key) for key in labels}
        blind.update(kind=kind, labels=labels, letters=letters)
        self._models.desk.note(match_loudness=True)
        self.hear(letters[0])

    def _is_ready(self, key: str) -> bool:
        """Whether a card can be heard, and as it will stay: an estimate is replaced soon."""
        if key in SLOT_KEYS:
            return self._models.slot(key).status is SlotStatus.EXACT
        return self._models.lane(key).track is not None

    def _are_coming(self, *keys: str) -> bool:
        return any(key in SLOT_KEYS and self._models.slot(key).is_busy for key in keys)

    def _sound(self, key: str) -> object:
        """What a card plays: the same object as long as it is the same sound."""
        if key in SLOT_KEYS:
            return self._models.slot(key).audio
        return self._models.lane(key).track

    def _check_sounds(self) -> None:
        if self._models.blind.is_hiding and any(self._sound(key) is not old for key, old in self._sounds.items()):
            self.stop()
            self._view.tell(CHANGED)

    def _follow_test(self) -> None:
        self._end.setEnabled(self._models.blind.kind is not None)
        self._models.desk.freeze(self._models.blind.is_hiding)

    def _key_of(self, letter: str) -> str | None:
        if self._ranking is not None and letter in self._ranking.labels:
            return self._ranking.key(letter)
        if self._abx is not None:
            return {"A": self._abx.a, "B": self._abx.b, X: self._abx.x}.get(letter)
        return None

    def _follow_track(self) -> None:
        if self._models.track.track is None and self._models.blind.kind is not None:
            self.stop()
