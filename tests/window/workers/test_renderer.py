"""Masters are rendered one after the other, in the order asked, and every end is told."""

import pytest
from window.stand_ins import ManualWorkers

from masterdesk.engine.errors import OutputError
from masterdesk.engine.types.request import MasterRequest
from masterdesk.engine.types.settings import Settings
from masterdesk.window.models.render_queue import JobStatus, RenderQueueModel
from masterdesk.window.workers.renderer import Renderer

pytestmark = pytest.mark.usefixtures("nothing_is_left")


@pytest.fixture
def queue(qapp):
    return RenderQueueModel()


@pytest.fixture
def workers():
    return ManualWorkers()


@pytest.fixture
def renderer(queue, workers):
    renderer = Renderer(queue, workers)
    yield renderer
    renderer.close()


def add(queue, number):
    """A job of a card of its own."""
    return queue.add(f"{number}.wav", number, MasterRequest("mix.wav", f"{number}.wav", Settings(intensity=number)))


def statuses(queue):
    return [job.status.value for job in queue.jobs]


def test_one_after_the_other_in_the_order_asked(qtbot, queue, renderer, workers):
    jobs = [add(queue, number) for number in range(3)]
    for done in range(3):
        qtbot.waitUntil(lambda done=done: len(workers.tasks) == done + 1)
        assert workers.tasks[done].arguments == (jobs[done].request,)
        assert statuses(queue) == ["done"] * done + ["running"] + ["waiting"] * (2 - done)
        with qtbot.waitSignal(queue.job_changed):
            workers.tasks[done].future.set_result(f"report {done}")
        qtbot.waitUntil(lambda done=done: jobs[done].status is JobStatus.DONE)
        assert jobs[done].report == f"report {done}"
        assert jobs[done].fraction == 1.0


def test_files_of_one_card_are_written_from_one_take(qtbot, queue, renderer, workers):
    def add_file(name, intensity):
        return queue.add(name, 1, MasterRequest("mix.wav", name, Settings(intensity=intensity)))

    for name, intensity in (("a.wav", 1.0), ("a.mp3", 1.0), ("b.wav", 2.0), ("c.wav", 3.0), ("c.mp3", 3.0)):
        add_file(name, intensity)
    folders = []
    for done in range(5):
        qtbot.waitUntil(lambda done=done: len(workers.tasks) == done + 1)
        folders.append(workers.tasks[done].arguments[1] if len(workers.tasks[done].arguments) > 1 else None)
        assert [folder.is_dir() for folder in folders if folder is not None][-1:] in ([True], [False] * (done == 2))
        if done == 1:
            renderer.cancel(queue.jobs[1])
        else:
            workers.tasks[done].future.set_result("report")
    qtbot.waitUntil(lambda: not queue.unfinished)
    first, second, third, fourth, fifth = folders
    assert first == second and third is None and fourth == fifth and first != fourth
    assert not first.exists()
    qtbot.waitUntil(lambda: not fourth.exists())


def test_closing_removes_what_was_kept(qtbot, queue, renderer, workers):
    for name in ("a.wav", "a.mp3"):
        queue.add(name, 1, MasterRequest("mix.wav", name, Settings()))
    qtbot.waitUntil(lambda: len(workers.tasks) == 1)
    folder = workers.tasks[0].arguments[1]
    assert folder.is_dir()
    renderer.close()
    assert not folder.exists()


def test_progress_and_stage_belong_to_the_running_job(qtbot, queue, renderer, workers):
    first, second = add(queue, 1), add(queue, 2)
    qtbot.waitUntil(lambda: len(workers.tasks) == 1)
    workers.tasks[0].progress.part("Limiting", 0.0, 1.0).advance(1.0)
    qtbot.waitUntil(lambda: first.fraction == 1.0)
    assert (first.stage, second.fraction) == ("Limiting", 0.0)
    workers.tasks[0].future.set_result("report")
    qtbot.waitUntil(lambda: second.status is JobStatus.RUNNING)
    assert second.fraction == 0.0


def test_a_failure_is_told_and_the_next_goes_on(qtbot, queue, renderer, workers):
    first, second = add(queue, 1), add(queue, 2)
    qtbot.waitUntil(lambda: len(workers.tasks) == 1)
    workers.tasks[0].future.set_exception(OutputError("the disk is full", "free some space"))
    qtbot.waitUntil(lambda: second.status is JobStatus.RUNNING)
    assert (first.status, first.problem) == (JobStatus.FAILED, "the disk is full: free some space")
    assert first.report is None


def test_a_running_job_is_cancelled_and_the_next_goes_on(qtbot, queue, renderer, workers):
    first, second = add(queue, 1), add(queue, 2)
    qtbot.waitUntil(lambda: len(workers.tasks) == 1)
    renderer.cancel(first)
    qtbot.waitUntil(lambda: second.status is JobStatus.RUNNING)
    assert first.status is JobStatus.CANCELLED
    assert first.problem == ""


def test_a_waiting_job_is_cancelled_without_touching_the_running_one(qtbot, queue, renderer, workers):
    first, second, third = (add(queue, number) for number in range(3))
    qtbot.waitUntil(lambda: len(workers.tasks) == 1)
    renderer.cancel(second)
    assert statuses(queue) == ["running", "cancelled", "waiting"]
    workers.tasks[0].future.set_result("report")
    qtbot.waitUntil(lambda: len(workers.tasks) == 2)
    assert workers.tasks[1].arguments == (third.request,)
    renderer.cancel(first)
    assert first.status is JobStatus.DONE, "what is done stays done"


@pytest.mark.parametrize("end", ["fail", "cancel"])
def test_a_job_is_tried_again(qtbot, queue, renderer, workers, end):
    job = add(queue, 1)
    qtbot.waitUntil(lambda: len(workers.tasks) == 1)
    if end == "fail":
        workers.tasks[0].future.set_exception(OutputError("the disk is full", "free some space"))
    else:
        renderer.cancel(job)
    qtbot.waitUntil(lambda: not queue.unfinished)
    renderer.retry(job)
    assert (job.problem, job.fraction) == ("", 0.0)
    qtbot.waitUntil(lambda: len(workers.tasks) == 2)
    workers.tasks[1].future.set_result("report")
    qtbot.waitUntil(lambda: job.status is JobStatus.DONE)


def test_after_the_end_nothing_new_begins(qtbot, queue, renderer, workers):
    """A render may be done in the very moment in which the window is closed."""
    add(queue, 1)
    add(queue, 2)
    qtbot.waitUntil(lambda: len(workers.tasks) == 1)
    task = renderer._task
    workers.tasks[0].future.set_result("report")
    task.wait()
    renderer.close()
    qtbot.wait(50)
    assert len(workers.tasks) == 1


def test_closing_does_not_wait_for_the_render(qtbot, queue, renderer, workers):
    import time

    add(queue, 1)
    qtbot.waitUntil(lambda: len(workers.tasks) == 1)
    started = time.monotonic()
    renderer.close()
    assert time.monotonic() - started < 0.5
    assert workers.tasks[0].progress.is_cancelled


def test_two_formats_of_a_card_are_written_in_one_go(qtbot, tmp_path, queue, song):
    from masterdesk.engine.pipelines.processes.workers import EngineWorkers
    from masterdesk.engine.types.delivery import DeliveryRequest

    engine = EngineWorkers(1)
    renderer = Renderer(queue, engine)
    try:
        for end, delivery in (("wav", DeliveryRequest("wav", "24")), ("flac", DeliveryRequest("flac", "16"))):
            path = tmp_path / f"out.{end}"
            queue.add(path.name, 1, MasterRequest(song, path, Settings(profile="a"), delivery))
        qtbot.waitUntil(lambda: not queue.unfinished, timeout=120000)
        first, second = queue.jobs
        assert [job.status for job in queue.jobs] == [JobStatus.DONE] * 2, first.problem + second.problem
        for job in queue.jobs:
            assert job.report.result.loudness.integrated_lufs == pytest.approx(-14.0, abs=0.1)
        spent = [job.report.seconds["analyze"] + job.report.seconds["process"] for job in queue.jobs]
        assert spent[1] < 0.5 * spent[0]
    finally:
        renderer.close()
        engine.close()


def test_a_master_is_written_in_a_process_of_its_own(qtbot, tmp_path, queue, song):
    from masterdesk.engine.pipelines.processes.workers import EngineWorkers

    engine = EngineWorkers(1)
    renderer = Renderer(queue, engine)
    try:
        job = queue.add("out.wav", 1, MasterRequest(song, tmp_path / "out.wav", Settings(profile="a")))
        stages = []
        queue.job_changed.connect(lambda changed: stages.append(changed.fraction))
        qtbot.waitUntil(lambda: not queue.unfinished, timeout=120000)
        assert job.status is JobStatus.DONE, job.problem
        assert job.report.result.loudness.integrated_lufs == pytest.approx(-14.0, abs=0.1)
        assert stages == sorted(stages) and len(stages) > 3
        again = queue.add("out.wav", 1, MasterRequest(song, tmp_path / "out.wav", Settings(profile="a")))
        qtbot.waitUntil(lambda: not queue.unfinished, timeout=120000)
        assert again.status is JobStatus.FAILED
        assert "out.wav" in again.problem
    finally:
        renderer.close()
        engine.close()
