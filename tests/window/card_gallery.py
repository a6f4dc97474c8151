"""Saves pictures of the cards and what belongs to them: `python tests/window/card_gallery.py FOLDER [NAME...]`.

Every picture is made in both themes. QT_SCALE_FACTOR=2 makes them at 200 %.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget  # noqa: E402
from window import card_scenes, match_scenes, scenes  # noqa: E402

from masterdesk.window import theme  # noqa: E402


def in_window(widget, width, height=900):
    """`widget` at the top of a window of that size, as it lies on the desk; gives the window."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(12, 12, 12, 12)
    column.addWidget(widget)
    column.addStretch(1)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(width, height)
    window.show()
    QApplication.processEvents()
    return window


def picture(widget, path):
    """Save what a widget looks like."""
    QApplication.processEvents()
    ratio = widget.devicePixelRatio()
    path.parent.mkdir(parents=True, exist_ok=True)
    assert widget.grab().save(str(path)), f"{path} at {ratio}"


def row(models, path, width=1440, height=900):
    from masterdesk.window.views.cards import CardRow

    view = CardRow(models, scenes.RecordingActions())
    window = in_window(view, width, height)
    picture(view, path)
    window.close()


def bar(models, path, width=1440, playing=True):
    from masterdesk.window.views.transport import TransportBar

    models.playback.set_playing(playing)
    models.playback.set_devices(("USB Audio", "HDA Intel PCH: ALC257 Analog"), "USB Audio", "USB Audio")
    models.playback.set_volume(-18.0)
    view = TransportBar(models, scenes.RecordingActions())
    window = in_window(view, width)
    picture(view, path)
    window.close()


def troubled_bar(path, width=1440):
    models = card_scenes.decked()
    models.playback.set_problem("The output USB Audio is gone. Playback is paused; press play to go on with HDA Intel.")
    models.playback.set_underruns(3)
    bar(models, path, width, playing=False)


def queue(models, path):
    from masterdesk.window.views.queue import QueuePopup

    anchor = QWidget()
    view = QueuePopup(models, scenes.RecordingActions(), anchor)
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    view.open_at(anchor)
    picture(view, path)
    view.close()


def dialog(make, path, size=None):
    models, actions = card_scenes.decked(), scenes.RecordingActions()
    models.playback.set_devices(("USB Audio", "HDA Intel PCH: ALC257 Analog"), "USB Audio", "USB Audio")
    view = make(models, actions)
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    if size:
        view.resize(*size)
    view.show()
    picture(view, path)
    view.close()


def render_dialog(path, saved=None):
    from masterdesk.window.views.render_dialog import RenderDialog

    def make(models, actions):
        models.preferences.delivery = saved or {}
        view = RenderDialog(models, actions)
        if saved:
            view.slots.toggles[3].setChecked(True)
            view.place.name_edit.setText("Harbour Lights")
            view.check()
        return view

    dialog(make, path)


def render_troubled(path):
    folder = scenes.folder() / "masters"
    folder.mkdir(exist_ok=True)
    (folder / "Harbour Lights - Strobe.flac").touch()
    formats = [
        {"container": "flac", "bit_depth": "24"},
        {"container": "mp3", "bit_rate_kbps": 320, "sample_rate": 96000},
    ]
    render_dialog(path, {"folder": str(folder), "formats": formats})


def help_sheet(path):
    from masterdesk.window.views.help import HelpSheet

    dialog(lambda models, actions: HelpSheet(actions), path)


def about(path):
    from masterdesk.window.views.help import AboutDialog

    dialog(lambda models, actions: AboutDialog(), path)


def settings(path):
    from masterdesk.window.views.settings_dialog import SettingsDialog

    dialog(SettingsDialog, path)


def welcome(path, size=(1440, 780), recent=True):
    from masterdesk.window.views.welcome import WelcomeView

    def make(models, actions):
        for name in (
            ("Slow Tide.flac", "mixes/Northern Quay - final final 3.wav", "Harbour Lights.wav") if recent else ()
        ):
            models.preferences.remember_file(Path("/home/someone/Music") / name)
        return WelcomeView(models, actions)

    dialog(make, path, size)


def popup(make, path):
    actions, models = scenes.RecordingActions(), card_scenes.decked()
    anchor = QWidget()
    widget = make(models, actions, anchor)
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.open_at(anchor)
    picture(widget, path)
    widget.close()


def profile_popup(path):
    from masterdesk.window.views.cards.profile_popup import ProfilePopup

    popup(lambda models, actions, anchor: ProfilePopup("b", anchor), path)


def level_popup(path):
    from masterdesk.window.views.cards.level_popup import LevelPopup

    popup(lambda models, actions, anchor: LevelPopup(models, actions, 1, anchor), path)


def match_panel(models, path, width=418, height=378):
    from masterdesk.window.views.match.match_panel import MatchPanel

    models.match_panel.follow(2 if models.match_panel.slot is None else models.match_panel.slot)
    view = MatchPanel(models, scenes.RecordingActions())
    view.setFixedSize(width, height)
    window = in_window(view, width + 24, height)
    picture(view, path)
    window.close()


PICTURES = {
    "cards": lambda path: row(card_scenes.decked(), path),
    "cards_no_reference": lambda path: row(card_scenes.decked(has_reference=False), path),
    "cards_1280": lambda path: row(card_scenes.decked(), path, 1280, 720),
    "cards_troubled": lambda path: row(card_scenes.troubled(), path),
    "cards_troubled_1280": lambda path: row(card_scenes.troubled(), path, 1280, 720),
    "cards_empty": lambda path: row(scenes.empty(), path),
    "cards_reading": lambda path: row(scenes.reading(), path),
    "cards_failed": lambda path: row(scenes.failed(), path),
    "bar": lambda path: bar(card_scenes.decked(), path),
    "bar_rendering": lambda path: bar(card_scenes.queued(card_scenes.decked()), path),
    "bar_rendering_1280": lambda path: bar(card_scenes.queued(card_scenes.decked()), path, 1280),
    "bar_troubled": troubled_bar,
    "bar_blind": lambda path: bar(card_scenes.ranking(card_scenes.decked()), path, 1280),
    "bar_empty": lambda path: bar(scenes.empty(), path, playing=False),
    "blind_ranking": lambda path: row(card_scenes.ranking(card_scenes.decked()), path),
    "blind_ranking_1280": lambda path: row(card_scenes.ranking(card_scenes.decked()), path, 1280, 720),
    "blind_revealed": lambda path: row(card_scenes.ranking(card_scenes.decked(), True), path),
    "blind_abx": lambda path: row(card_scenes.abx(card_scenes.decked()), path, 1280, 720),
    "blind_abx_revealed": lambda path: row(card_scenes.abx(card_scenes.decked(), True), path),
    "queue": lambda path: queue(card_scenes.queued(card_scenes.decked()), path),
    "queue_empty": lambda path: queue(card_scenes.decked(), path),
    "render": render_dialog,
    "render_troubled": render_troubled,
    "help": help_sheet,
    "about": about,
    "settings": settings,
    "welcome": welcome,
    "welcome_first_1280": lambda path: welcome(path, (1280, 560), recent=False),
    "profiles": profile_popup,
    "levels": level_popup,
    "match": lambda path: match_panel(match_scenes.with_further(match_scenes.matched()), path),
    "match_1280": lambda path: match_panel(match_scenes.with_further(match_scenes.matched()), path, 372, 282),
    "match_balance": lambda path: match_panel(match_scenes.open_panel(match_scenes.matched(), 3), path),
    "match_mono": lambda path: match_panel(match_scenes.with_saved(match_scenes.matched(), is_mono=True), path),
    "match_reading": lambda path: match_panel(match_scenes.reading(), path),
    "match_failed": lambda path: match_panel(match_scenes.failed(), path),
    "match_none": lambda path: match_panel(card_scenes.decked(has_reference=False), path),
}


def main(folder, names):
    """Save the pictures called `names`, or all."""
    app = QApplication.instance() or QApplication([])
    for kind in ("dark", "light"):
        theme.apply(app, kind)
        for name in names or PICTURES:
            PICTURES[name](Path(folder) / f"{name}-{kind}.png")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
