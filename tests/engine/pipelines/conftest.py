import pytest

from masterdesk.engine.pipelines.desk.deck import Deck
from masterdesk.engine.pipelines.processes.second_process import SecondProcess
from masterdesk.engine.pipelines.processes.workers import EngineWorkers


@pytest.fixture(scope="module")
def workers():
    pool = EngineWorkers(2)
    pool.warm()
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def second():
    with SecondProcess() as process:
        yield process


@pytest.fixture
def deck(desk_track, workers):
    """A deck of the module's own `desk_track`."""
    opened = Deck(desk_track, workers)
    yield opened
    opened.close()
