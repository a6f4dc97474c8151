"""Many hands at once: whatever the order of things, nobody is told too late, twice or nothing."""

import random
import threading

import pytest
from deck_listener import Listener
from engine.pipelines.desk.by_hand import RATE, WorkersByHand, left_over, silent_track

from masterdesk.engine.errors import Cancelled, OutputError
from masterdesk.engine.pipelines.desk.deck import Deck, Window
from masterdesk.engine.pipelines.desk.slot_tasks import exact_slot, study_slot
from masterdesk.engine.pipelines.desk.take_key import take_key
from masterdesk.engine.types.settings import Settings

SLOTS, HANDS, SERVERS, CHANGES = 5, 2, 3, 120
INTENSITIES = (0.0, 1.0, 2.0)


class Once(Listener):
    """Notes what it is told after its slot was asked for something else."""

    def __init__(self):
        super().__init__()
        self.is_over, self.late = False, 0

    def on_audio(self, audio):
        self.late += self.is_over
        super().on_audio(audio)

    def on_progress(self, fraction):
        self.late += self.is_over
        super().on_progress(fraction)

    def on_failed(self, error):
        self.late += self.is_over
        super().on_failed(error)


class Storm:
    """Hands that change slots of a deck, while servers end its tasks in any order, one in twenty badly."""

    def __init__(self, deck, workers, seed):
        self._deck, self._workers, self._dice = deck, workers, random.Random(seed)
        self._is_over = threading.Event()
        self._locks = [threading.Lock() for _ in range(SLOTS)]
        self.newest, self.all = {}, []

    def blow(self):
        """Change everything, and wait for what was asked for last."""
        servers = [threading.Thread(target=self._serve) for _ in range(SERVERS)]
        hands = [threading.Thread(target=self._change) for _ in range(HANDS)]
        for thread in (*servers, *hands):
            thread.start()
        for hand in hands:
            hand.join()
        try:
            return [told(listener) for listener in self.newest.values() if listener is not None]
        finally:
            self._is_over.set()
            for server in servers:
                server.join()

    def _change(self):
        for _ in range(CHANGES):
            slot = self._dice.randrange(SLOTS)
            with self._locks[slot]:
                former, self.newest[slot] = self.newest.get(slot), None
                if self._dice.random() < 0.15:
                    self._deck.cancel(slot)
                else:
                    self.newest[slot] = self._ask(slot)
                if former is not None:
                    former.is_over = True
            self._is_over.wait(0.003 * self._dice.random())

    def _ask(self, slot):
        listener = Once()
        self.all.append(listener)
        settings = Settings("a", self._dice.choice(INTENSITIES), loudness_lufs=-10.0 - self._dice.randrange(3))
        self._deck.render(slot, settings, Window(0, 2 * RATE), listener)
        return listener

    def _serve(self):
        """End what there is, to the last: what nobody waits for any more ends too."""
        while (task := self._workers.take_any()) is not None or not self._is_over.is_set():
            if task is not None:
                self._end(task)

    def _end(self, task):
        try:
            task.progress.advance(0.5)
        except Cancelled as error:
            task.fail(error)
            return
        if self._dice.random() < 0.05:
            task.fail(OutputError("the disk is full", "free some space"))
        else:
            task.answer(is_exact=task.function in (study_slot, exact_slot))


def told(listener):
    """The exact answer, or the error."""
    try:
        return listener.exact(10.0)
    except AssertionError:
        assert listener.errors, "neither an answer nor an error"
        return listener.errors[0]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_storm_leaves_everybody_told_and_nothing_behind(tmp_path, seed, caplog):
    workers = WorkersByHand()
    deck = Deck(silent_track(tmp_path), workers)
    storm = Storm(deck, workers, seed)
    try:
        assert storm.blow()
        left = left_over(deck, [take_key(Settings("a", intensity), None) for intensity in INTENSITIES])
    finally:
        deck.close()
    assert not left
    assert not sum(listener.late for listener in storm.all)
    assert all(listener.fractions == sorted(listener.fractions) for listener in storm.all)
    assert all(sum(audio.exact for audio in listener.audio) + len(listener.errors) <= 1 for listener in storm.all)
    assert not caplog.records
