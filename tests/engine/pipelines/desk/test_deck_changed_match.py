"""What is known of a take holds for the match it was learnt with, whatever the file is called."""

import threading

import pytest
from deck_listener import ask
from engine.pipelines.desk.by_hand import WorkersByHand, exact_of, silent_track, some_match

from masterdesk.engine.errors import InputError
from masterdesk.engine.pipelines.desk.deck import Deck
from masterdesk.engine.pipelines.desk.slot_tasks import estimate_slot, study_slot
from masterdesk.engine.pipelines.takes.job import study_part
from masterdesk.engine.types.settings import Settings

SETTINGS = Settings(None, loudness_lufs=-14.0, use_match="x.mdmatch")
LOUDER = Settings(None, loudness_lufs=-10.0, use_match="x.mdmatch")
LOST = InputError("x.mdmatch cannot be read", "check the path")


class Shelf:
    """A file whose match is that of `number`, and which is read when it `may_read`."""

    def __init__(self):
        self.number, self.error, self.may_read = 1, None, threading.Event()
        self.may_read.set()

    def match(self, settings, progress):
        assert self.may_read.wait(10.0)
        if self.error is not None:
            raise self.error
        return some_match(self.number)


@pytest.fixture
def workers():
    return WorkersByHand()


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def deck(workers, shelf, tmp_path):
    opened = Deck(silent_track(tmp_path), workers, shelf)
    yield opened
    shelf.may_read.set()
    opened.close()


@pytest.mark.parametrize("settings", [SETTINGS, LOUDER])
def test_a_match_saved_anew_under_its_name_is_learnt_anew(deck, workers, shelf, settings):
    exact_of(deck, workers, SETTINGS)
    shelf.number = 2
    listener = ask(deck, 0, settings)
    estimate = workers.take(estimate_slot)
    assert (estimate.job.kept, estimate.job.known) == (None, None)
    estimate.answer()
    workers.study()
    assert listener.exact().exact


def test_a_match_read_again_is_the_same(deck, workers):
    exact_of(deck, workers, SETTINGS)
    ask(deck, 0, LOUDER)
    assert workers.take(estimate_slot).job.kept is not None
    ask(deck, 0, SETTINGS)
    assert workers.take(estimate_slot).job.known is not None


def studied_and_asked_anew(deck, workers, shelf):
    """A study under way, whose slot asks for another loudness of what its file holds; that is not read yet."""
    ask(deck, 0, SETTINGS)
    workers.estimate()
    parts = workers.take_parts()
    shelf.may_read.clear()
    newer = ask(deck, 0, LOUDER)
    assert not any(part.progress.is_cancelled for part in parts), "it may be wanted"
    return parts, newer


def test_a_study_goes_on_while_the_match_is_read_again(deck, workers, shelf):
    parts, newer = studied_and_asked_anew(deck, workers, shelf)
    shelf.may_read.set()
    workers.estimate()
    for part in parts:
        part.answer()
    workers.take(study_slot).answer(is_exact=True)
    workers.finish()
    assert newer.exact().settings == LOUDER and not workers.has(study_part)


def test_a_study_ends_when_its_match_turns_out_to_be_an_old_one(deck, workers, shelf):
    parts, newer = studied_and_asked_anew(deck, workers, shelf)
    shelf.number = 2
    shelf.may_read.set()
    workers.estimate()
    for part in parts:
        part.end_as_told()
    workers.study()
    assert newer.exact().settings == LOUDER


@pytest.mark.parametrize("how", ["cancelled", "failed"])
def test_a_study_ends_when_its_match_will_not_be_known(deck, workers, shelf, how):
    parts, newer = studied_and_asked_anew(deck, workers, shelf)
    shelf.error = LOST
    if how == "cancelled":
        deck.cancel(0)
    shelf.may_read.set()
    if how == "failed":
        with pytest.raises(AssertionError):
            newer.first()
    for part in parts:
        part.end_as_told()
