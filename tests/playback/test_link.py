"""The line to the sound process outlives what goes wrong at the window's end of it."""

import sys

from playback.mixing import RATE

from masterdesk.playback.link import Link
from masterdesk.playback.wish import Wish


def test_a_wish_that_cannot_be_made_is_told_and_the_next_is_made(monkeypatch, wait_until):
    told, made = [], []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *rest: told.append(kind))

    def make():
        made.append(len(made))
        if len(made) == 1:
            raise ValueError("nobody foresaw this")
        return Wish()

    link = Link(RATE, make)
    try:
        link.renew()
        wait_until(lambda: told == [ValueError])
        link.renew()
        wait_until(lambda: len(made) == 2)
    finally:
        link.close()
    assert told == [ValueError]
