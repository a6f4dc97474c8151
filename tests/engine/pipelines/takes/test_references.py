"""References are measured once, and anew when their file is another."""

import os

import pytest

from masterdesk.engine.pipelines.takes.references import ReferenceShelf
from masterdesk.engine.progress import Progress


@pytest.fixture
def reference(tmp_path):
    path = tmp_path / "reference.wav"
    path.write_bytes(b"first")
    return path


def test_a_file_is_measured_once_and_again_when_it_was_written_anew(reference):
    measured = []
    shelf = ReferenceShelf(lambda path, progress: measured.append(path) or len(measured))
    assert [shelf.analysis(os.fspath(reference), Progress()) for _ in range(2)] == [1, 1]
    reference.write_bytes(b"and second")
    assert shelf.analysis(os.fspath(reference), Progress()) == 2


def test_a_file_that_is_written_anew_while_it_is_measured_is_measured_again(reference):
    measured = []

    def measure(path, progress):
        measured.append(path)
        if len(measured) == 1:
            reference.write_bytes(b"and second")
        return len(measured)

    shelf = ReferenceShelf(measure)
    assert [shelf.analysis(os.fspath(reference), Progress()) for _ in range(3)] == [1, 2, 2]
