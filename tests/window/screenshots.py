"""Pictures of the whole window in its main states: `python tests/window/screenshots.py OUT_DIR [TRACK [REFERENCE...]]`.

Without a track the program's own demo track is used; with a reference the match desk is shown, too. Each
state is taken dark and light at 1440x900 and 1280x720, and the playing desk and the match at 200 % besides.
Nothing of the user's settings is read or changed.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZES = ((1440, 900), (1280, 720))
THEMES = ("dark", "light")
WAIT_S = 60.0


def main(folder, *files):
    """Take all pictures; the scale is fixed for a process, so that 200 % has one of its own."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for scale in ("1", "2"):
        environment = {**os.environ, "QT_SCALE_FACTOR": scale}
        subprocess.run([sys.executable, __file__, "--at-scale", folder, *files], env=environment, check=True)


def take(folder, *files):
    """The pictures of this process's scale."""
    from PySide6.QtCore import QStandardPaths

    QStandardPaths.setTestModeEnabled(True)
    scale = os.environ["QT_SCALE_FACTOR"]
    studio = Studio(Path(folder), scale)
    if scale == "1":
        studio.shoot("empty")
    studio.open([Path(file) for file in files])
    if scale == "1":
        studio.shoot("reading")
    studio.play("2")
    studio.shoot("playing")
    if files[1:]:
        studio.match(*map(Path, files[1:]))
    if scale == "1":
        studio.tour()
    studio.desk.window.close()


class Studio:
    """A desk, and pictures of it."""

    def __init__(self, folder, scale):
        from PySide6.QtCore import QSettings

        from masterdesk.app import Desk, make_application
        from masterdesk.window.models.desk_models import Models
        from masterdesk.window.models.preferences import Preferences

        self.app = make_application()
        self.folder, self.scale = folder, scale
        store = QSettings(str(Path(tempfile.mkdtemp()) / "preferences.ini"), QSettings.Format.IniFormat)
        self.desk = Desk(Models(preferences=Preferences(store)))
        self.models, self.actions = self.desk.models, self.desk.actions
        self.desk.start([])
        self.spin(0.5)

    def spin(self, seconds, until=lambda: False):
        """Let the window live."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            self.app.processEvents()
            time.sleep(0.002)
        return until()

    def open(self, files):
        """Open files, or the demo track, and wait for the first waveform."""
        if files:
            self.actions.files.open_dropped(files, on_reference_lane=False)
        else:
            self.actions.files.open_demo()
        self.spin(WAIT_S, lambda: self.models.track.peaks is not None)

    def play(self, key):
        """Wait until every slot is exact, and play one for a while."""
        assert self.spin(WAIT_S, lambda: all(slot.status.value == "exact" for slot in self.models.slots))
        if self.models.desk.state.reference is not None:
            self.spin(WAIT_S, lambda: self.models.reference.track is not None)
            self.actions.slots.use_reference(2, True)
            self.wait_for(2)
        self.actions.listening.hear(key)
        self.actions.transport.toggle_play()
        self.spin(6.0)

    def wait_for(self, slot):
        """Until what a slot (from 0) was asked for is there."""
        self.spin(0.2)
        assert self.spin(WAIT_S, lambda: self.models.slots[slot].status.value in ("exact", "failed"))

    def match(self, reference, *further):
        """The main states of the match desk; `further` references are added to it."""
        actions = self.actions
        actions.match.show_panel(2)
        self.spin(2.0)
        self.shoot("match")
        actions.slots.set_profile(2, "b")
        actions.slots.set_match(2, "dynamics", 60.0)
        actions.match.set_lock(2, "width", True)
        actions.references.choose_chorus()
        actions.references.add(2, further)
        self.spin(0.3)
        self.shoot("match reading" if further else "match rendering")
        self.wait_for(2)
        self.shoot("match balanced, of a region")
        saved = self.folder / f"saved {self.scale}.mdmatch"
        actions.references.save(2, saved)
        self.spin(WAIT_S, saved.exists)
        actions.references.use(3, saved)
        self.spin(WAIT_S, lambda: self.models.desk.state.slots[3].use_match)
        self.wait_for(3)
        actions.match.show_panel(3)
        self.shoot("match saved")
        actions.references.add(2, [self.folder])
        actions.match.show_panel(2)
        self.wait_for(2)
        self.shoot("match failed")
        for _ in range(3):
            actions.commands["undo"].trigger()
        actions.match.show_panel(1)
        self.spin(1.0)
        self.shoot("match off")
        actions.match.close_panel()
        actions.references.clear_lane_region()
        saved.unlink()

    def tour(self):
        """The states around the desk."""
        actions = self.actions
        actions.slots.set_intensity(0, 55.0)
        self.spin(0.15)
        self.shoot("rendering a slot")
        actions.view.zoom("window")
        self.shoot("zoomed")
        actions.view.zoom("all")
        self.spin(WAIT_S, lambda: self.models.slots[0].status.value == "exact")
        actions.blind.start_ranking()
        self.shoot("blind ranking")
        actions.blind.start_abx("original", "2")
        self.shoot("blind ABX")
        actions.blind.stop()
        actions.files.open_track(self.folder)
        self.spin(2.0)
        self.shoot("failed")

    def shoot(self, name):
        """The window as it is, in every size and theme."""
        for theme in THEMES:
            self.actions.view.set_theme(theme)
            for width, height in SIZES if self.scale == "1" else SIZES[:1]:
                self.desk.window.resize(width, height)
                self.spin(0.3)
                path = self.folder / f"{name} {theme} {width}x{height}{' 200' if self.scale == '2' else ''}.png"
                self.desk.window.grab().save(str(path))
                print(path, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--at-scale"]:
        take(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
