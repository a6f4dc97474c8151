"""What happens to a preview that is cancelled, fails or is closed while others wait for the same study."""

import threading
import time

import pytest
from deck_listener import Listener, ask
from engine.pipelines.desk.by_hand import RATE, WorkersByHand, exact_of, left_over, silent_track

from masterdesk.engine.errors import OutputError
from masterdesk.engine.pipelines.desk.composer import Composer
from masterdesk.engine.pipelines.desk.deck import Deck, Window
from masterdesk.engine.pipelines.desk.slot_tasks import estimate_slot, exact_slot, study_slot
from masterdesk.engine.pipelines.desk.take_key import take_key
from masterdesk.engine.pipelines.desk.wanted_preview import WantedPreview
from masterdesk.engine.pipelines.takes.job import study_part
from masterdesk.engine.types.settings import Settings

SETTINGS = Settings("a", loudness_lufs=-14.0)
LOUDER = Settings("a", loudness_lufs=-10.0)
OTHERS = Settings("b")
FULL = OutputError("the disk is full", "free some space")


@pytest.fixture
def workers():
    return WorkersByHand()


@pytest.fixture
def deck(workers, tmp_path):
    opened = Deck(silent_track(tmp_path), workers)
    yield opened
    opened.close()


def leader_and_follower(deck, workers):
    """Two slots whose takes are one, both waiting for its study; the first began it."""
    leader = ask(deck, 0, SETTINGS)
    workers.estimate()
    follower = ask(deck, 1, LOUDER)
    workers.estimate()
    return leader, follower


def is_gone(path, within_s=5.0):
    until = time.monotonic() + within_s
    while path.exists() and time.monotonic() < until:
        time.sleep(0.01)
    return not path.exists()


def test_who_joins_a_study_is_exact_after_it_and_progress_never_goes_back(deck, workers):
    leader, follower = leader_and_follower(deck, workers)
    parts = workers.take_parts()
    for fraction in (0.2, 0.9):
        for part in parts:
            part.progress.advance(fraction)
    for part in parts:
        part.answer()
    workers.take(study_slot).answer(is_exact=True)
    last = workers.take(exact_slot)
    last.progress.advance(0.0)
    last.answer(is_exact=True)
    assert leader.exact().exact and follower.exact().exact
    assert leader.fractions == sorted(leader.fractions)
    assert follower.fractions == sorted(follower.fractions) and follower.fractions[-1] > 0.5
    assert not workers.has(study_part)


def test_cancel_while_an_answer_is_put_together(deck, workers, monkeypatch):
    begun, may_end, whole = threading.Event(), threading.Event(), Composer.whole

    def slowly(self, preview, answer, path):
        begun.set()
        assert may_end.wait(10.0)
        return whole(self, preview, answer, path)

    monkeypatch.setattr(Composer, "whole", slowly)
    listener = ask(deck, 0, SETTINGS)
    thread = threading.Thread(target=workers.take(estimate_slot).answer)
    thread.start()
    assert begun.wait(10.0)
    deck.cancel(0)
    may_end.set()
    thread.join(10.0)
    assert not listener.audio and not listener.errors
    assert not workers.has(study_part)


def test_cancel_returns_when_the_listener_has_heard_what_it_was_hearing(deck, workers):
    begun, may_end = threading.Event(), threading.Event()

    class Slow(Listener):
        def on_audio(self, audio):
            begun.set()
            assert may_end.wait(10.0)
            super().on_audio(audio)

    listener = Slow()
    deck.render(0, SETTINGS, Window(0, 10 * RATE), listener)
    answering = threading.Thread(target=workers.estimate)
    answering.start()
    assert begun.wait(10.0)
    cancelling = threading.Thread(target=deck.cancel, args=(0,))
    cancelling.start()
    cancelling.join(0.1)
    assert cancelling.is_alive()
    may_end.set()
    cancelling.join(10.0), answering.join(10.0)
    assert len(listener.audio) == 1
    while workers.has(study_part):  # the deck may have been quicker than who cancelled
        workers.take(study_part).end_as_told()


def test_a_listener_may_ask_anew_while_it_hears(deck, workers):
    class Changing(Listener):
        def on_audio(self, audio):
            super().on_audio(audio)
            deck.render(0, OTHERS, audio.window, newer)

    older, newer = Changing(), Listener()
    deck.render(0, SETTINGS, Window(0, 10 * RATE), older)
    workers.estimate()
    workers.estimate()
    workers.study()
    assert newer.exact().settings == OTHERS
    assert len(older.audio) == 1


def test_cancel_between_an_estimate_and_its_study(deck, workers, monkeypatch):
    deliver = WantedPreview.deliver

    def deliver_and_cancel(self, audio):
        goes_on = deliver(self, audio)
        deck.cancel(0)
        return goes_on

    monkeypatch.setattr(WantedPreview, "deliver", deliver_and_cancel)
    listener = ask(deck, 0, SETTINGS)
    workers.estimate()
    assert len(listener.audio) == 1
    assert not workers.has(study_part)


def test_what_fails_after_cancel_is_nobodys(deck, workers):
    listener = ask(deck, 0, SETTINGS)
    estimate = workers.take(estimate_slot)
    deck.cancel(0)
    estimate.fail(FULL)
    assert not listener.errors


def test_after_cancel_no_progress_is_heard(deck, workers):
    leader, follower = leader_and_follower(deck, workers)
    part = workers.take(study_part)
    deck.cancel(0)
    heard = len(leader.fractions)
    part.progress.advance(0.5)
    assert len(leader.fractions) == heard
    assert follower.fractions


def test_when_the_leader_is_cancelled_the_study_goes_on_for_who_joined(deck, workers):
    leader, follower = leader_and_follower(deck, workers)
    deck.cancel(0)
    workers.study()
    workers.finish()
    assert follower.exact().settings == LOUDER
    assert [audio.exact for audio in leader.audio] == [False]


def test_a_study_that_nobody_waits_for_any_more_is_ended(deck, workers):
    leader_and_follower(deck, workers)
    parts = workers.take_parts()
    deck.cancel(0)
    assert not any(part.progress.is_cancelled for part in parts)
    deck.cancel(1)
    for part in parts:
        part.end_as_told()
    assert not workers.has(study_slot)


def test_a_study_is_kept_for_a_newer_preview_of_the_same_take(deck, workers):
    ask(deck, 0, SETTINGS)
    workers.estimate()
    newer = ask(deck, 0, LOUDER)
    workers.estimate()
    workers.study()
    workers.finish()
    assert newer.exact().settings == LOUDER
    assert not workers.has(study_part)


@pytest.mark.parametrize("how", ["replaced", "cancelled", "failed"])
def test_a_study_that_was_kept_in_vain_is_ended(deck, workers, how):
    ask(deck, 0, SETTINGS)
    workers.estimate()
    parts = workers.take_parts()
    ask(deck, 0, LOUDER)
    estimate = workers.take(estimate_slot)
    assert not any(part.progress.is_cancelled for part in parts)
    if how == "replaced":
        ask(deck, 0, OTHERS)
    elif how == "cancelled":
        deck.cancel(0)
    else:
        estimate.fail(FULL)
    for part in parts:
        part.end_as_told()


def test_a_study_that_fails_is_told_to_its_leader_and_begun_anew_by_who_waited(deck, workers):
    leader, follower = leader_and_follower(deck, workers)
    third = ask(deck, 2, SETTINGS)
    workers.estimate()
    first, *rest = workers.take_parts()
    first.fail(FULL)
    for part in rest:
        part.end_as_told()
    assert leader.errors == [FULL] and not follower.errors and not third.errors
    workers.study()
    workers.finish()
    assert follower.exact().exact and third.exact().exact


def test_what_estimates_and_studies_left_is_deleted_but_what_is_kept(deck, workers):
    leader, follower = leader_and_follower(deck, workers)
    cancelled = ask(deck, 2, OTHERS)
    estimate = workers.take(estimate_slot)
    deck.cancel(2)
    estimate.answer()
    first, *rest = workers.take_parts()
    first.fail(FULL)
    for part in rest:
        part.end_as_told()
    workers.study()
    assert follower.exact().exact and leader.errors and not cancelled.audio
    assert left_over(deck, [take_key(SETTINGS, None)]) == []
    assert {path.suffix for path in deck.folder.iterdir()} == {".desk", ".study", ".audio", ".codes", ".powers"}


@pytest.mark.parametrize("task", [estimate_slot, exact_slot])
def test_a_study_that_cannot_be_read_is_forgotten_and_asking_again_helps(deck, workers, task):
    exact_of(deck, workers, SETTINGS)
    lost = ask(deck, 0, LOUDER)
    if task is exact_slot:
        workers.estimate()
    reading = workers.take(task)
    assert reading.job.kept is not None
    reading.fail(OSError("cut short"))
    assert len(lost.errors) == 1
    assert left_over(deck, []) == [], "it is of no use any more"
    assert exact_of(deck, workers, LOUDER).exact


def test_a_study_that_failed_one_is_deleted_when_nobody_else_reads_it(deck, workers):
    exact_of(deck, workers, SETTINGS)
    ask(deck, 0, LOUDER), ask(deck, 1, LOUDER)
    one, other = workers.take(estimate_slot), workers.take(estimate_slot)
    one.fail(OSError("no memory"))
    assert one.job.kept.study.exists()
    other.answer(is_exact=True)
    assert not one.job.kept.study.exists()


def test_who_is_cancelled_forgets_nothing(deck, workers):
    exact_of(deck, workers, SETTINGS)
    ask(deck, 0, LOUDER)
    reading = workers.take(estimate_slot)
    deck.cancel(0)
    reading.end_as_told()
    ask(deck, 0, LOUDER)
    assert workers.take(estimate_slot).job.kept == reading.job.kept


def test_a_listener_that_raises_keeps_nobody_from_going_on(deck, workers):
    class Broken(Listener):
        def on_audio(self, audio):
            super().on_audio(audio)
            if audio.exact:
                raise RuntimeError("the window is gone")

    leader = Broken()
    deck.render(0, SETTINGS, Window(0, 10 * RATE), leader)
    workers.estimate()
    follower = ask(deck, 1, LOUDER)
    workers.estimate()
    workers.study()
    workers.finish()
    assert leader.exact().exact and follower.exact().exact


def test_close_ends_everything_and_late_answers_are_nobodys(deck, workers, caplog):
    listeners = leader_and_follower(deck, workers)
    *stopped, late = workers.take_parts()
    asked = ask(deck, 2, OTHERS)
    estimate = workers.take(estimate_slot)
    heard = [len(listener.audio) for listener in listeners]
    deck.close()
    for task in (*stopped, estimate):
        task.end_as_told()
    late.answer()
    assert is_gone(deck.folder)
    assert [len(listener.audio) for listener in listeners] == heard
    assert not any(listener.errors for listener in (*listeners, asked)) and not asked.audio
    assert not workers.has(study_slot) and not workers.has(exact_slot)
    assert not caplog.records


def test_a_study_answered_after_close_is_nobodys(deck, workers, caplog):
    listeners = leader_and_follower(deck, workers)
    for part in workers.take_parts():
        part.answer()
    study = workers.take(study_slot)
    deck.close()
    assert is_gone(deck.folder)
    deck.folder.mkdir()  # a task was about to write
    for part in study.args[2]:
        study.args[1].part(part.start_frame).touch()
    study.answer(is_exact=True)
    assert all(len(listener.audio) == 1 and not listener.errors for listener in listeners)
    assert not list(deck.folder.iterdir()) and not caplog.records
    deck.folder.rmdir()


def test_workers_that_close_first_leave_the_deck_quiet(deck, workers, caplog):
    leader, follower = leader_and_follower(deck, workers)
    parts = workers.take_parts()
    workers.is_closed = True
    for part in parts:
        part.answer()
    late = ask(deck, 2, OTHERS)
    deck.close()
    assert is_gone(deck.folder)
    assert not (leader.errors or follower.errors or late.errors or late.audio)
    assert not caplog.records


def test_a_preview_that_is_cancelled_before_it_is_begun_costs_nothing(deck, workers, monkeypatch):
    begun, may_end = threading.Event(), threading.Event()

    def slowly(settings, progress):
        begun.set()
        assert may_end.wait(10.0)

    monkeypatch.setattr(deck._shelf, "match", slowly)
    ask(deck, 0, SETTINGS)
    assert begun.wait(10.0)
    ask(deck, 1, LOUDER)
    last = ask(deck, 1, OTHERS)
    may_end.set()
    workers.estimate()
    assert workers.take(estimate_slot).job.settings == OTHERS
    assert not last.errors


def test_what_is_asked_for_later_goes_first_and_a_burst_in_its_order(deck, workers):
    for slot in range(3):
        ask(deck, slot, Settings("a", 10.0 * slot))
    tasks = [workers.take(estimate_slot) for _ in range(3)]
    time.sleep(0.15)
    ask(deck, 3, OTHERS)
    tasks.insert(0, workers.take(estimate_slot))
    assert [task.priority for task in tasks] == sorted(task.priority for task in tasks)
    assert [task.job.settings for task in tasks] == [OTHERS, *(Settings("a", 10.0 * slot) for slot in range(3))]
