"""From wishes to programs: clips are opened once, loops made once, pages read ahead."""

from dataclasses import replace

import numpy as np
import pytest
from playback.mixing import RATE, noise

from masterdesk.playback.clips import ClipFiles
from masterdesk.playback.service.sources import Sources
from masterdesk.playback.values import Clip
from masterdesk.playback.wish import Wish


@pytest.fixture
def wish():
    files = ClipFiles()
    clips = {"original": files.share(1, Clip(noise(3))), "1": files.share(2, Clip(noise(1), RATE))}
    yield Wish(clips=clips, key="1", end_frame=3 * RATE, loop=(RATE, 2 * RATE), gains_db={"1": -6.0}, volume_db=6.0)
    files.close()


def test_what_stays_the_same_stays_the_same_object(wish):
    sources = Sources(RATE)
    first, again = sources.program(wish), sources.program(replace(wish, seek_serial=1))
    assert first.source is again.source and first.loop is again.loop
    other = sources.program(replace(wish, key="original"))
    assert other.source is not first.source and other.loop is not first.loop


def test_decibels_become_gains(wish):
    program = Sources(RATE).program(wish)
    assert program.gain == pytest.approx(0.501, abs=1e-3) and program.volume == pytest.approx(1.995, abs=1e-3)
    assert Sources(RATE).program(replace(wish, volume_db=float("-inf"))).volume == 0.0


def test_a_clip_whose_file_is_gone_is_silence(wish):
    gone = replace(wish.clips["1"], serial=3, path=wish.clips["1"].path + ".gone")
    source = Sources(RATE).program(replace(wish, clips={"1": gone})).source
    out = np.ones((100, 2), np.float32)
    source.read(RATE, out)
    assert not out.any()


@pytest.mark.parametrize("position", [-5 * RATE, 0, RATE + 17, 2 * RATE - 1, 100 * RATE])
def test_pages_can_be_touched_from_anywhere(wish, position):
    sources = Sources(RATE)
    sources.touch(sources.program(wish), position)
