"""The render queue's bookkeeping."""

import pytest

from masterdesk.engine.types.request import MasterRequest
from masterdesk.window.models.render_queue import JobStatus, RenderQueueModel


@pytest.fixture
def queue(qapp):
    return RenderQueueModel()


def add(queue, name="a.wav"):
    return queue.add(name, 1, MasterRequest("mix.wav", name))


def test_jobs_wait_in_the_order_they_came(queue):
    jobs = [add(queue, name) for name in ("a.wav", "b.wav")]
    assert [job.status for job in jobs] == [JobStatus.WAITING] * 2
    assert queue.unfinished == jobs
    assert queue.running is None


def test_a_job_that_failed_can_wait_again(queue):
    job = add(queue)
    queue.start(job)
    queue.progress(job, "Rendering", 0.5)
    queue.fail(job, "the disk is full: free some space")
    assert (job.status, queue.unfinished) == (JobStatus.FAILED, [])
    queue.wait_again(job)
    assert (job.status, job.fraction, job.problem) == (JobStatus.WAITING, 0.0, "")


def test_the_remaining_time_is_told_once_it_can_be(queue, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("masterdesk.window.models.render_queue.time.monotonic", lambda: now[0])
    job = add(queue)
    assert job.seconds_left is None
    queue.start(job)
    assert job.seconds_left is None
    now[0] = 102.0
    queue.progress(job, "Rendering", 0.25)
    assert job.seconds_left == pytest.approx(6.0)


def test_the_running_job_is_one_of_those_that_are_left_to_do(queue):
    old = add(queue, "old.wav")
    queue.start(old)
    queue.finish(old, "report")
    first, second, third, fourth = (add(queue, name) for name in "abcd")
    queue.start(first)
    assert queue.place == (1, 4)
    queue.finish(first, "report")
    queue.start(second)
    assert queue.place == (2, 4)
    queue.cancel(third)
    assert queue.place == (2, 3)
    queue.fail(second, "no")
    queue.wait_again(second)
    queue.start(fourth)
    assert queue.place == (2, 3), "what is tried again comes after it"
    queue.finish(fourth, "report")
    queue.start(second)
    assert queue.place == (3, 3)


def test_a_removed_job_is_gone(queue, qtbot):
    job = add(queue)
    with qtbot.waitSignal(queue.job_removed):
        queue.remove(job)
    assert queue.jobs == []
