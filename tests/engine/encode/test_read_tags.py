"""Tags as they are shown: what is there, and nothing where nothing can be read."""

import numpy as np
import soundfile as sf
from mutagen.flac import FLAC

from masterdesk.engine.encode.tags.copying import read_tags


def test_reads_what_a_file_is_called(tmp_path):
    sf.write(tmp_path / "a.flac", np.zeros((8000, 2)), 8000)
    file = FLAC(tmp_path / "a.flac")
    file["title"], file["artist"] = "Harbour Lights", ["Northern Quay", "Others"]
    file.save()
    tags = read_tags(tmp_path / "a.flac")
    assert (tags.first("title"), tags.first("artist")) == ("Harbour Lights", "Northern Quay")


def test_what_cannot_be_read_has_no_tags(tmp_path):
    (tmp_path / "broken.flac").write_bytes(b"fLaC" + bytes(40))
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    assert not read_tags(tmp_path / "broken.flac")
    assert not read_tags(tmp_path / "a.wav")
    assert not read_tags(tmp_path / "missing.mp3")
