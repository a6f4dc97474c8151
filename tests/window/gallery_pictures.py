"""What the gallery shows: for each name a function of the window's height that gives (widget, finish, fill).

`finish(widget)` is called when the widget is on the screen; with `fill` it takes the whole window.
"""

import functools
import os
from pathlib import Path

from PySide6.QtCore import QPointF
from window import match_scenes, scenes

from masterdesk.window.models.desk_state import Region


def nothing(widget):
    """Needs no last touch."""


def real(name):
    """A file of the real music; the scenes' own song without it."""
    folder = os.environ.get("MASTERDESK_MUSIC")
    path = Path(folder or "") / name
    return path if folder and path.exists() else scenes.wav(scenes.TRACK_NAME)


def music(**options):
    """Two pieces of real music."""
    return scenes.ready(real("electronic/constructive.ogg"), real("electronic/quite.ogg"), **options)


def lanes(models, finish=nothing):
    """The lanes panel, as high as in the window."""

    def make(height):
        from masterdesk.window.views.lanes.lanes_view import LanesView

        view = LanesView(models(), scenes.RecordingActions())
        view.setFixedHeight(182 if height >= 800 else 150)
        return view, finish, False

    return make


def looped():
    """A loop inside the window."""
    models = music(position_s=52.0)
    models.desk.note(loop=Region(50.0, 61.5), heard="1")
    return models


def region():
    """The heard card matches a region of the reference."""
    models = match_scenes.matched()
    models.desk.note(reference_region=Region(20.0, 50.0))
    return models


def blind():
    """A blind test runs: no color tells what is heard."""
    from masterdesk.window.models.blind_test import BlindKind

    models = music()
    models.blind.update(kind=BlindKind.RANKING, labels={"1": "A", "2": "B"})
    return models


def hover(view):
    """The pointer is over the track."""
    view.track.hover_at(QPointF(view.track.width() * 0.7, 20.0))


def zoomed(view):
    """The window fills most of the view."""
    view.zoom("window")
    view.track.setFocus()


def zoomed_far(view):
    """A hundredth of a second a hand's breadth."""
    view.axis.show(57.2, 57.5)


def dropping(view):
    """Two files are held over the desk."""
    view.track.set_takes_drop(True)
    view.reference.set_takes_drop(True)


def header(models, finish=nothing):
    """The header, as wide as the window."""

    def make(height):
        from masterdesk.window.views.header.header_view import HeaderView

        return HeaderView(models(), scenes.RecordingActions()), finish, False

    return make


def tagged():
    """Title and artist are known, and there are recent files."""
    models = music()
    models.track.named("Harbour Lights", "Northern Quay")
    models.preferences.remember_file(Path("Slow Tide.flac"))
    return models


def troubled(**names):
    """A track with one of every finding."""
    models = scenes.ready()
    scenes.add_findings(models.track)
    if names:
        models.track.named(**names)
    return models


LONG = "The Very Long Title of a Piece that Somebody Exported with All Its Takes (final mix 7, louder, really final)"

PICTURES = {
    "lanes-empty": lanes(scenes.empty),
    "lanes-reading": lanes(scenes.reading),
    "lanes-reading-unknown-length": lanes(functools.partial(scenes.reading, 0.4, None, False)),
    "lanes-ready": lanes(music, hover),
    "lanes-original": lanes(functools.partial(music, heard="original")),
    "lanes-reference": lanes(functools.partial(music, heard="reference")),
    "lanes-alone": lanes(functools.partial(scenes.ready, has_reference=False)),
    "lanes-loop": lanes(looped),
    "lanes-region": lanes(region, lambda view: view.reference.setFocus()),
    "lanes-blind": lanes(blind),
    "lanes-zoomed": lanes(music, zoomed),
    "lanes-zoomed-far": lanes(music, zoomed_far),
    "lanes-drop": lanes(music, dropping),
    "header-empty": header(scenes.empty),
    "header-reading": header(scenes.reading),
    "header-ready": header(tagged),
    "header-findings": header(functools.partial(troubled, title="Harbour Lights", artist="Northern Quay")),
    "header-long": header(functools.partial(troubled, title=LONG, artist="A Collective of Many Names and Places")),
    "header-failed": header(scenes.failed),
    "lanes-findings": lanes(troubled),
    "lanes-failed": lanes(scenes.failed),
}
