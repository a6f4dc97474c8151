"""Which slots are rendered, in which order, and whose answer counts."""

from dataclasses import replace

import pytest
from window import scenes
from window.stand_ins import LentTrack, slot_audio

from masterdesk.engine.errors import SettingsError
from masterdesk.engine.pipelines.desk.deck import Window
from masterdesk.engine.progress import Progress
from masterdesk.window.models.slot import SlotStatus
from masterdesk.window.workers import previewer
from masterdesk.window.workers.previewer import LEAD_S


def asked(desk, qtbot):
    qtbot.waitUntil(lambda: bool(desk.deck.asked))
    return desk.deck.take()


def window_with_lead(start_s):
    """30 s from `start_s` on, and a little before, for a loop to fade from."""
    lead = round(LEAD_S * 16000)
    return Window(start_s * 16000 - lead, 30 * 16000 + lead)


def answer_to(job, exact=True):
    return slot_audio(job.slot, job.settings, job.window, 16000, exact)


def test_a_new_track_asks_for_all_five_at_the_window(loaded):
    jobs = loaded.deck.asked
    assert [job.slot for job in jobs] == [0, 1, 2, 3, 4]
    assert {job.window for job in jobs} == {window_with_lead(45)}
    assert [job.settings for job in jobs] == list(loaded.state.slots)
    assert all(slot.status is SlotStatus.RENDERING for slot in loaded.models.slots)


@pytest.mark.parametrize(("heard", "order"), [("4", [3, 0, 1, 2, 4]), ("1", [0, 1, 2, 3, 4])])
def test_the_heard_slot_goes_first(loaded, qtbot, heard, order):
    loaded.answer_all()
    loaded.deck.take()
    loaded.actions.listening.hear(heard)
    loaded.actions.transport.seek(50.0)
    loaded.actions.window.move(40.0)
    jobs = asked(loaded, qtbot)
    assert [job.slot for job in jobs] == order
    assert jobs[0].heard_frame == 50 * 16000
    assert jobs[0].window == window_with_lead(40)


def test_changes_in_quick_succession_are_rendered_once_and_the_newest_wins(loaded, qtbot):
    loaded.deck.take()
    for percent in range(90, 40, -10):
        loaded.actions.slots.set_intensity(2, float(percent))
    (job,) = asked(loaded, qtbot)
    assert (job.slot, job.settings.intensity) == (2, 50.0)
    qtbot.wait(60)
    assert loaded.deck.asked == []


def test_an_answer_to_what_was_asked_before_is_not_heard(loaded, qtbot):
    first = loaded.deck.take()[2]
    loaded.actions.slots.set_intensity(2, 10.0)
    (second,) = asked(loaded, qtbot)
    first.listener.on_audio(answer_to(first))
    first.listener.on_failed(SettingsError("old", "none"))
    first.listener.on_progress(0.9)
    qtbot.wait(30)
    slot = loaded.models.slots[2]
    assert (slot.audio, slot.status, slot.fraction) == (None, SlotStatus.RENDERING, 0.0)
    second.listener.on_audio(answer_to(second))
    qtbot.waitUntil(lambda: slot.status is SlotStatus.EXACT)
    assert slot.audio.settings.intensity == 10.0


def test_an_answer_about_the_track_before_is_not_heard(loaded, qtbot, song, reference_song):
    job = loaded.deck.take()[0]
    old_deck = loaded.deck
    loaded.models.track.start(reference_song)
    loaded.models.track.ready(LentTrack(scenes.desk_track(reference_song)))
    assert old_deck.is_closed and loaded.deck is not old_deck
    job.listener.on_audio(answer_to(job))
    qtbot.wait(5)
    assert loaded.models.slots[0].audio is None
    qtbot.waitUntil(lambda: len(loaded.deck.asked) == 5)


def test_an_estimate_comes_first_and_stays_while_the_exact_one_is_made(loaded, qtbot):
    job, slot = loaded.deck.take()[1], loaded.models.slots[1]
    job.listener.on_progress(0.05)
    job.listener.on_audio(answer_to(job, exact=False))
    qtbot.waitUntil(lambda: slot.status is SlotStatus.ESTIMATED)
    assert slot.is_busy
    job.listener.on_progress(0.6)
    qtbot.waitUntil(lambda: slot.fraction == 0.6)
    assert slot.status is SlotStatus.ESTIMATED
    job.listener.on_audio(answer_to(job))
    qtbot.waitUntil(lambda: slot.status is SlotStatus.EXACT)
    assert not slot.is_busy


def test_a_slot_keeps_its_sound_while_it_is_made_anew(loaded, qtbot):
    old = loaded.answer(1)
    loaded.deck.take()
    loaded.actions.slots.set_intensity(1, 20.0)
    asked(loaded, qtbot)
    slot = loaded.models.slots[1]
    assert (slot.status, slot.audio) == (SlotStatus.RENDERING, old)


def test_a_failure_is_told_on_its_card_only(loaded, qtbot):
    jobs = loaded.deck.take()
    jobs[3].listener.on_failed(SettingsError("the reference is gone", "choose it again"))
    qtbot.waitUntil(lambda: loaded.models.slots[3].status is SlotStatus.FAILED)
    assert loaded.models.slots[3].problem == "the reference is gone: choose it again"
    assert loaded.models.slots[2].status is SlotStatus.RENDERING


def test_undo_renders_what_was_before(loaded, qtbot):
    loaded.deck.take()
    loaded.actions.slots.set_intensity(0, 20.0)
    asked(loaded, qtbot)
    loaded.actions.commands["undo"].trigger()
    (job,) = asked(loaded, qtbot)
    assert (job.slot, job.settings.intensity) == (0, 100.0)


def test_without_a_track_slots_are_empty(loaded):
    loaded.answer_all()
    deck = loaded.deck
    loaded.models.track.clear()
    assert deck.is_closed
    assert all(slot.status is SlotStatus.EMPTY and slot.audio is None for slot in loaded.models.slots)
    loaded.actions.slots.set_intensity(0, 20.0)


def test_a_track_shorter_than_the_window_is_previewed_whole(desk, qtbot):
    desk.put_track(scenes.wav("Short", 12.0))
    jobs = asked(desk, qtbot)
    assert {job.window for job in jobs} == {Window(0, 12 * 16000)}


def test_switching_cards_renders_nothing(loaded, qtbot):
    loaded.answer_all()
    loaded.deck.take()
    for key in ("1", "3", "original"):
        loaded.actions.listening.hear(key)
    qtbot.wait(60)
    assert loaded.deck.asked == []


def test_while_a_control_moves_what_was_asked_for_is_heard_and_then_the_newest(loaded, qtbot, monkeypatch):
    monkeypatch.setattr(previewer, "PATIENCE_MS", 5000)  # longer than the hand moves on a busy machine
    loaded.answer_all()
    loaded.deck.take()
    loaded.actions.slots.set_intensity(2, 10.0)
    (first,) = asked(loaded, qtbot)
    for percent in range(20, 60, 5):
        loaded.actions.slots.set_intensity(2, float(percent))
        qtbot.wait(10)
    assert loaded.deck.asked == [], "what was asked for before is not yet heard"
    first.listener.on_audio(answer_to(first, exact=False))
    slot = loaded.models.slots[2]
    qtbot.waitUntil(lambda: slot.audio is not None and slot.audio.settings.intensity == 10.0)
    (newest,) = asked(loaded, qtbot)
    assert newest.settings.intensity == 55.0


def test_a_control_that_moves_does_not_wait_for_ever_for_an_answer(loaded, qtbot):
    loaded.answer_all()
    loaded.deck.take()
    loaded.actions.slots.set_intensity(2, 10.0)
    asked(loaded, qtbot)
    loaded.actions.slots.set_intensity(2, 20.0)
    (newest,) = asked(loaded, qtbot)
    assert newest.settings.intensity == 20.0


def test_only_the_heard_slot_has_a_listener(loaded, qtbot):
    loaded.answer_all()
    loaded.deck.take()
    loaded.actions.listening.hear("2")
    loaded.actions.transport.seek(50.0)
    loaded.actions.window.move(40.0)
    jobs = asked(loaded, qtbot)
    assert [job.heard_frame for job in jobs] == [50 * 16000, None, None, None, None]


def test_the_analysis_of_the_lane_is_not_taken_for_a_file_written_later(loaded, song, tmp_path, monkeypatch):
    path = tmp_path / "reference.wav"
    path.write_bytes(b"first")
    analysis = replace(scenes.desk_track(song).analysis, file=str(path))
    monkeypatch.setattr(type(loaded.models.reference), "analysis", analysis)
    shelf = loaded.workers.previewer.shelf()
    assert shelf.analysis(str(path), Progress()) is analysis
    path.write_bytes(b"and second")
    assert loaded.workers.previewer.shelf().analysis(str(path), Progress(), lambda *asked: "anew") == "anew"
