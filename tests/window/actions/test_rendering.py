"""From slots to files: names, requests, and what can be done with a job."""

from pathlib import Path

import pytest

from masterdesk.engine.resources import profile
from masterdesk.engine.types.delivery import DeliveryRequest
from masterdesk.engine.types.reference import Reference
from masterdesk.engine.types.settings import Settings
from masterdesk.window.actions.rendering import file_names
from masterdesk.window.models.render_queue import JobStatus

WAV24, WAV16 = DeliveryRequest("wav", "24"), DeliveryRequest("wav", "16")
MP3 = DeliveryRequest("mp3", bit_rate_kbps=320)


@pytest.fixture
def submitted(loaded, monkeypatch):
    """Tasks wait for ever: this is about the queue."""
    from window.stand_ins import ManualWorkers

    workers = ManualWorkers()
    monkeypatch.setattr(loaded.workers.renderer, "_workers", workers)
    return workers


CARDS = tuple(Settings(profile=letter) for letter in "abacn")


def names(slots, deliveries, name="Song"):
    return [file for _, _, file in file_names(name, slots, CARDS, deliveries)]


@pytest.mark.parametrize(
    ("slots", "deliveries", "expected"),
    [
        ([1], [WAV24], ["Song.wav"]),
        ([1], [WAV24, MP3], ["Song.wav", "Song.mp3"]),
        ([1], [WAV24, WAV16], ["Song - 24 bit.wav", "Song - 16 bit.wav"]),
        ([0, 2], [WAV24], ["Song - Neon 1.wav", "Song - Neon 3.wav"]),
        ([0, 1], [WAV24], ["Song - Neon.wav", "Song - Strobe.wav"]),
        (
            [0, 2],
            [WAV24, WAV16, MP3],
            [
                "Song - Neon 1 - 24 bit.wav",
                "Song - Neon 1 - 16 bit.wav",
                "Song - Neon 1.mp3",
                "Song - Neon 3 - 24 bit.wav",
                "Song - Neon 3 - 16 bit.wav",
                "Song - Neon 3.mp3",
            ],
        ),
        ([0], [DeliveryRequest("wav", "32f"), DeliveryRequest("wav", "24", 96000)], None),
        ([0], [DeliveryRequest(), WAV24], None),
        ([0], [DeliveryRequest("wav", "24", 44100), DeliveryRequest("wav", "24", 48000)], None),
        ([0], [MP3, DeliveryRequest("mp3", bit_rate_kbps=128)], None),
    ],
)
def test_no_two_files_share_a_name(slots, deliveries, expected):
    made = names(slots, deliveries)
    assert len(set(made)) == len(slots) * len(deliveries)
    assert expected is None or made == expected


def test_names_of_cards_become_names_of_files():
    match = Settings(profile=None, references=(Reference("ref.wav"),))
    slots = (match, Settings(profile=None), Settings(profile="a"))
    files = [file for _, _, file in file_names("Song", [0, 1, 2], slots, [WAV24])]
    assert files == ["Song - Match reference.wav", "Song - No profile.wav", "Song - Neon.wav"]
    assert not set('<>:"/\\|?*') & set("".join(files))


def test_every_file_is_one_job_with_its_slots_settings(loaded, submitted, tmp_path):
    loaded.actions.slots.set_loudness(2, -9.0)
    loaded.actions.rendering.render([0, 2], tmp_path, "Song", [WAV24, MP3])
    jobs = loaded.models.queue.jobs
    first, third = (profile(loaded.state.slots[slot].profile).name for slot in (0, 2))
    assert [(job.slot, job.output.name) for job in jobs] == [
        (1, f"Song - {first}.wav"),
        (1, f"Song - {first}.mp3"),
        (3, f"Song - {third}.wav"),
        (3, f"Song - {third}.mp3"),
    ]
    assert {Path(job.request.track) for job in jobs} == {loaded.state.track}
    assert jobs[2].request.settings == loaded.state.slots[2]
    assert jobs[3].request.delivery == MP3
    loaded.actions.slots.set_loudness(2, -20.0)
    assert jobs[2].request.settings.loudness_lufs == -9.0, "what was asked for is not what is changed later"
    loaded.actions.rendering.cancel_all()


def test_without_a_track_nothing_can_be_rendered(desk, tmp_path):
    assert not desk.actions.commands["render_master"].isEnabled()
    desk.actions.rendering.render([0], tmp_path, "Song", [WAV24])
    assert desk.models.queue.jobs == []


def test_with_a_track_the_key_asks_for_the_dialog(loaded):
    asked = []
    loaded.actions.view.asked.connect(asked.append)
    assert loaded.actions.commands["render_master"].isEnabled()
    loaded.actions.commands["render_master"].trigger()
    assert asked == ["render"]


def test_all_are_cancelled_and_none_starts_in_between(loaded, submitted, qtbot, tmp_path):
    loaded.actions.rendering.render([0, 1, 2], tmp_path, "Song", [WAV24])
    qtbot.waitUntil(lambda: len(submitted.tasks) == 1)
    loaded.actions.rendering.cancel_all()
    qtbot.waitUntil(lambda: not loaded.models.queue.unfinished)
    assert [job.status for job in loaded.models.queue.jobs] == [JobStatus.CANCELLED] * 3
    assert len(submitted.tasks) == 1


def test_only_what_is_over_can_be_removed(loaded, submitted, qtbot, tmp_path):
    loaded.actions.rendering.render([0, 1], tmp_path, "Song", [WAV24])
    running, waiting = loaded.models.queue.jobs
    qtbot.waitUntil(lambda: running.status is JobStatus.RUNNING)
    for job in (running, waiting):
        loaded.actions.rendering.remove(job)
    assert loaded.models.queue.jobs == [running, waiting]
    loaded.actions.rendering.cancel(waiting)
    loaded.actions.rendering.remove(waiting)
    assert loaded.models.queue.jobs == [running]
    loaded.actions.rendering.cancel_all()
    qtbot.waitUntil(lambda: not loaded.models.queue.unfinished)


def test_only_what_is_over_can_be_tried_again(loaded, submitted, qtbot, tmp_path):
    loaded.actions.rendering.render([0], tmp_path, "Song", [WAV24])
    (job,) = loaded.models.queue.jobs
    qtbot.waitUntil(lambda: job.status is JobStatus.RUNNING)
    loaded.actions.rendering.retry(job)
    assert job.status is JobStatus.RUNNING
    loaded.actions.rendering.cancel(job)
    qtbot.waitUntil(lambda: job.status is JobStatus.CANCELLED)


def test_the_folder_of_a_file_is_shown(loaded, submitted, opened, qtbot, tmp_path):
    loaded.actions.rendering.render([0], tmp_path, "Song", [WAV24])
    loaded.actions.rendering.open_folder(loaded.models.queue.jobs[0])
    assert opened == [str(tmp_path)]
    loaded.actions.rendering.cancel_all()
    qtbot.waitUntil(lambda: not loaded.models.queue.unfinished)


def test_who_waits_for_the_end_is_told_of_it(loaded, submitted, qtbot, tmp_path):
    ended = []
    loaded.actions.rendering.finished.connect(ended.append)
    loaded.actions.rendering.render([0, 1], tmp_path, "Song", [WAV24])
    first, second = loaded.models.queue.jobs
    qtbot.waitUntil(lambda: len(submitted.tasks) == 1)
    submitted.tasks[0].future.set_result("report")
    qtbot.waitUntil(lambda: len(submitted.tasks) == 2)
    assert ended == [first]
    loaded.actions.rendering.cancel(second)
    qtbot.waitUntil(lambda: not loaded.models.queue.unfinished)
    assert ended == [first], "who cancels knows"


def test_what_was_written_is_told_when_nothing_is_left(loaded, submitted, qtbot, tmp_path):
    told = []
    loaded.actions.rendering.written.connect(told.append)
    for _ in range(2):
        loaded.actions.rendering.render([0, 1], tmp_path, "Song", [WAV24])
        first, second = loaded.models.queue.jobs[-2:]
        for job in (first, second):
            qtbot.waitUntil(lambda job=job: job.status is JobStatus.RUNNING and not submitted.tasks[-1].future.done())
            submitted.tasks[-1].future.set_result("report")
            qtbot.waitUntil(lambda job=job: job.status is JobStatus.DONE)
        assert told.pop() == [first, second] and told == []
