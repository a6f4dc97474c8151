"""Worker processes: what crosses the border, and what happens when somebody dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
import worker_chores as chores
from progress_stages import cancelled_at

from masterdesk.engine.errors import Cancelled, InputError, MasterDeskError, OutputError, SettingsError
from masterdesk.engine.pipelines.master import master
from masterdesk.engine.pipelines.processes.workers import EngineWorkers
from masterdesk.engine.progress import Progress
from masterdesk.engine.types.request import MasterRequest
from masterdesk.engine.types.settings import Settings

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals are of POSIX")


def is_running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(is_so, timeout=10.0):
    until = time.monotonic() + timeout
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_answers_and_arguments_cross_the_border(workers):
    array = np.arange(5.0)
    np.testing.assert_array_equal(workers.submit(chores.add, array, 1.0).result(30), array + 1.0)
    assert workers.submit(chores.number).result(30) != os.getpid()


@pytest.mark.parametrize(
    ("kind", "error"),
    [("input", InputError), ("output", OutputError), ("settings", SettingsError), ("cancelled", Cancelled)],
)
def test_failures_come_back_as_the_errors_they_are(workers, kind, error):
    with pytest.raises(error) as caught:
        workers.submit(chores.fail, kind).result(30)
    if kind != "cancelled":
        assert (caught.value.what, caught.value.remedy) == ("it broke", "mend it")


@pytest.mark.parametrize("task", [(chores.fail, "bug"), (chores.unpicklable,)])
def test_a_bug_becomes_an_error_with_a_remedy(workers, task):
    with pytest.raises(MasterDeskError, match="unexpected"):
        workers.submit(*task).result(30)
    assert workers.submit(chores.add, 1, 2).result(30) == 3


def test_progress_crosses_the_border(workers):
    told, stages = [], set()
    progress = Progress(lambda stage, fraction: (told.append(fraction), stages.add(stage)))
    progress = progress.part("Working", 0.0, 1.0)
    assert workers.submit(chores.work, 0.5, progress=progress).result(30) == "done"
    assert len(told) >= 3 and stages == {"Working"}
    assert told == sorted(told)
    assert 0.0 <= told[0] < told[-1] <= 1.0


def test_cancel_acts_within_a_fifth_of_a_second(workers):
    seen = []
    progress = Progress(lambda stage, fraction: seen.append(fraction))
    future = workers.submit(chores.work, 60.0, progress=progress)
    wait_until(lambda: seen, 30)
    started = time.perf_counter()
    progress.cancel()
    with pytest.raises(Cancelled):
        future.result(30)
    assert time.perf_counter() - started < 0.2


def test_what_was_cancelled_while_it_waited_is_never_begun(workers):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        workers.submit(chores.die, progress=progress).result(30)


def test_a_task_that_does_not_listen_is_ended_with_its_process(workers):
    progress = Progress()
    future = workers.submit(chores.stick, progress=progress)
    wait_until(future.running, 30)
    progress.cancel()
    with pytest.raises(Cancelled):
        future.result(10)
    assert workers.submit(chores.add, 1, 2).result(30) == 3


@posix_only
def test_a_dead_process_fails_its_task_clearly_and_is_replaced(workers):
    with pytest.raises(MasterDeskError, match="stopped unexpectedly") as caught:
        workers.submit(chores.die).result(30)
    assert caught.value.remedy
    assert [workers.submit(chores.add, n, 1).result(30) for n in range(4)] == [1, 2, 3, 4]


@posix_only
def test_prompt_tasks_run_in_the_foreground_while_that_is_idle(workers):
    numbers = [workers.submit(chores.number, is_prompt=True).result(30) for _ in range(20)]
    niceness = {os.getpriority(os.PRIO_PROCESS, number) for number in numbers[-10:]}
    assert niceness == {os.getpriority(os.PRIO_PROCESS, 0)}


def test_prompt_tasks_do_not_wait_for_long_ones(workers):
    workers.submit(chores.add, 1, 1, is_prompt=True).result(30)
    progress = Progress()
    long = [workers.submit(chores.work, 60.0, progress=progress) for _ in range(4)]
    started = time.perf_counter()
    assert workers.submit(chores.add, 1, 1, is_prompt=True).result(30) == 2
    assert time.perf_counter() - started < 2.0
    progress.cancel()
    for future in long:
        with pytest.raises(Cancelled):
            future.result(10)


def test_close_cancels_and_ends_every_process():
    pool = EngineWorkers(1)
    process = pool.submit(chores.number).result(30)
    running, waiting = pool.submit(chores.work, 60.0), [pool.submit(chores.work, 60.0) for _ in range(3)]
    started = time.perf_counter()
    pool.close()
    assert time.perf_counter() - started < 5.0
    for future in (running, *waiting, pool.submit(chores.add, 1, 2)):
        with pytest.raises(Cancelled):
            future.result(10)
    wait_until(lambda: not is_running(process))


OWNER = """
import sys, time
sys.path.insert(0, "{tests}")
import worker_chores as chores
from progress_stages import cancelled_at
from masterdesk.engine.pipelines.processes.workers import EngineWorkers
if __name__ == "__main__":
    pool = EngineWorkers(2)
    print(*{{pool.submit(chores.number, is_prompt=n % 2 == 0).result() for n in range(8)}}, flush=True)
    long = pool.submit(chores.work, 60.0)
    while True:  # an interrupt that comes just before a long sleep would be noticed after it
        time.sleep(0.05)
"""


@posix_only
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_process_outlives_its_owner_and_children_are_quiet(number, tmp_path):
    script = tmp_path / "owner.py"
    script.write_text(OWNER.format(tests=Path(chores.__file__).parent))
    env = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    owner = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, start_new_session=True
    )
    children = [int(word) for word in owner.stdout.readline().split()]
    assert children
    if number == signal.SIGINT:
        os.killpg(owner.pid, number)  # as Ctrl-C in a terminal does
    else:
        owner.send_signal(number)
    errors = owner.communicate(timeout=20)[1].decode()
    wait_until(lambda: not any(map(is_running, children)))
    assert errors.count("Traceback") <= (number == signal.SIGINT)
    assert "spawn" not in errors


#: Long enough for every stage to last longer than a cancel takes to arrive.
NOISE_S = 90


@pytest.fixture
def noise(tmp_path):
    path = tmp_path / "noise.wav"
    soundfile.write(path, np.random.default_rng(1).standard_normal((44100 * NOISE_S, 2)) * 0.1, 44100, subtype="PCM_24")
    return path


def test_a_master_is_rendered_there_and_its_report_comes_back(workers, noise, tmp_path):
    report = workers.submit(master, MasterRequest(noise, tmp_path / "m.wav", Settings("b"))).result(60)
    assert report.targets.integrated_lufs.met
    assert soundfile.info(tmp_path / "m.wav").frames == 44100 * NOISE_S


@pytest.mark.parametrize("stage", ["Analyzing", "Processing", "Rendering"])
def test_a_cancelled_master_leaves_no_litter(workers, noise, tmp_path, stage):
    with pytest.raises(Cancelled):
        workers.submit(master, MasterRequest(noise, tmp_path / "m.wav"), progress=cancelled_at(stage)).result(60)
    assert [path.name for path in tmp_path.iterdir()] == ["noise.wav"]


@posix_only
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a hidden file may be left")
def test_a_killed_master_leaves_no_litter(noise, tmp_path):
    pool = EngineWorkers(1)
    try:
        process = pool.submit(chores.number).result(30)
        seen = []
        progress = Progress(lambda stage, fraction: seen.append(stage))
        future = pool.submit(master, MasterRequest(noise, tmp_path / "m.wav"), progress=progress)
        wait_until(lambda: "Rendering" in seen or future.done(), 60)
        os.kill(process, signal.SIGKILL)
        with pytest.raises(MasterDeskError, match="stopped unexpectedly"):
            future.result(30)
    finally:
        pool.close()
    assert [path.name for path in tmp_path.iterdir()] == ["noise.wav"]
