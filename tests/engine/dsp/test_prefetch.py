import threading
import time

import pytest

from masterdesk.engine.dsp.prefetch import prefetch


def prefetch_threads():
    return [t for t in threading.enumerate() if t.name == "prefetch"]


def test_items_come_in_order_from_another_thread():
    threads = set()

    def produce():
        for n in range(100):
            threads.add(threading.get_ident())
            yield n

    assert list(prefetch(produce())) == list(range(100))
    assert threading.get_ident() not in threads


def test_an_exception_reaches_the_consumer_after_the_items_before_it():
    def produce():
        yield 1
        raise ValueError("broken")

    items = prefetch(produce())
    assert next(items) == 1
    with pytest.raises(ValueError, match="broken"):
        next(items)


def test_a_consumer_that_stops_ends_the_thread_and_closes_the_producer():
    closed = threading.Event()

    def produce():
        try:
            n = 0
            while True:
                yield (n := n + 1)
        finally:
            closed.set()

    items = prefetch(produce(), depth=2)
    assert next(items) == 1
    items.close()
    assert closed.wait(2.0)
    deadline = time.monotonic() + 2.0
    while prefetch_threads() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not prefetch_threads()
