import numpy  # noqa: F401 - brings the BLAS whose threads are counted
from threadpoolctl import threadpool_info, threadpool_limits

from masterdesk.engine.pipelines.processes.blas import one_blas_thread


def blas_threads():
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_a_pipeline_has_one_blas_thread_and_gives_the_others_back():
    with threadpool_limits(limits=2, user_api="blas"):
        before = blas_threads()
        assert one_blas_thread(blas_threads)() == {1}
        assert blas_threads() == before
