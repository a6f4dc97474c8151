import pytest

from masterdesk.engine.pipelines.workers import EngineWorkers


@pytest.fixture(scope="module")
def workers():
    pool = EngineWorkers(2)
    pool.warm()
    yield pool
    pool.close()
