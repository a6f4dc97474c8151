"""What is heard, how loud and through what."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from masterdesk.window.actions.commands import Commands
from masterdesk.window.models.desk_models import Models
from masterdesk.window.models.desk_state import ORIGINAL, REFERENCE, SLOT_KEYS, SOURCE_KEYS
from masterdesk.window.models.lane import LaneStatus
from masterdesk.window.models.limits import VOLUME_RANGE_DB, within
from masterdesk.window.workers.sound import Sound

SOURCES_GROUP, LISTEN_GROUP = "Cards", "Listen"
VOLUME_STEP_DB = 1.5
#: What a mute of an earlier run ends with, since nobody knows what was before.
FIRST_VOLUME_DB = -12.0
MODES = {
    "stereo": ("Stereo", "Shift+S", "Both channels as they are"),
    "mono": ("Mono", "Shift+M", "Both channels summed, as on a phone"),
    "side": ("Side", "Shift+D", "Only what differs between the channels"),
    "swap": ("Swap", "Shift+W", "Left and right exchanged"),
}


class ListeningActions(QObject):
    """Switches cards and the way of listening.

    `letter_wanted(steps)` comes instead of a step to another card while a blind test hides the names.
    """

    letter_wanted = Signal(int)

    def __init__(self, models: Models, sound: Sound, commands: Commands) -> None:
        super().__init__()
        self._models, self._sound, self._commands = models, sound, commands
        self._unmuted_db = models.playback.volume_db
        self._add_sources()
        self._add_monitor()
        models.desk.listening_changed.connect(self._show_state)

    def _add_sources(self) -> None:
        add = self._commands.add
        add("hear_original", SOURCES_GROUP, "Original", "0", "Hear the track as loaded", lambda: self.hear(ORIGINAL))
        for key in SLOT_KEYS:
            add(f"hear_{key}", SOURCES_GROUP, f"Card {key}", key, f"Hear card {key}", lambda key=key: self.hear(key))
        add("hear_reference", SOURCES_GROUP, "Reference", "R", "Hear the reference", lambda: self.hear(REFERENCE))
        add("hear_previous", SOURCES_GROUP, "Card before", ["Up", "["], "Hear the card before", lambda: self.step(-1))
        add("hear_next", SOURCES_GROUP, "Card after", ["Down", "]"], "Hear the card after", lambda: self.step(1))

    def _add_monitor(self) -> None:
        add, state = self._commands.add, self._models.desk.state
        line = "Hear every card at the same loudness, by measured LUFS"
        add("match_loudness", LISTEN_GROUP, "Match loudness", "M", line, self.set_match_loudness, state.match_loudness)
        for mode, (text, keys, line) in MODES.items():
            chosen = state.monitor.mode == mode
            run = lambda mode=mode: self.set_mode(mode)  # noqa: E731  bound to its mode
            add(f"monitor_{mode}", LISTEN_GROUP, text, keys, line, run, chosen, "monitor")
        line = "On headphones, let each ear hear a little of the other channel, as from loudspeakers"
        add("crossfeed", LISTEN_GROUP, "Crossfeed", "X", line, self.set_crossfeed, state.monitor.crossfeed)
        line = "Hear it as from a phone or a kitchen radio"
        add("small_speaker", LISTEN_GROUP, "Small speaker", "K", line, self.set_small_speaker, False)
        line = f"By {VOLUME_STEP_DB} dB, for your ears only"
        step_db = VOLUME_STEP_DB
        add("volume_up", LISTEN_GROUP, "Louder", ["Ctrl+Up", "+"], line, lambda: self.change_volume(step_db))
        add("volume_down", LISTEN_GROUP, "Softer", ["Ctrl+Down", "-"], line, lambda: self.change_volume(-step_db))
        add("mute", LISTEN_GROUP, "Mute", "Shift+Space", "No sound, or sound again", self.toggle_mute)

    def hear(self, key: str) -> None:
        """Switch to a card, at the same place in the music; not by name while a blind test hides the names."""
        if self._models.blind.is_hiding:
            return
        if key == REFERENCE and self._models.reference.status is LaneStatus.EMPTY:
            return
        self._models.desk.note(heard=key)
        slot = self._models.desk.state.heard_slot
        window, position_s = self._models.desk.state.window, self._models.playback.position_s
        if slot is not None and not window.start_s <= position_s < window.stop_s:
            self._sound.seek(window.start_s)

    def seek(self, position_s: float) -> None:
        """Put the playhead somewhere else."""
        self._sound.seek(position_s)

    def step(self, cards: int) -> None:
        """Switch to the card before (-1) or after (1)."""
        if self._models.blind.is_hiding:
            self.letter_wanted.emit(cards)
            return
        keys = [key for key in SOURCE_KEYS if key != REFERENCE or self._models.reference.status is not LaneStatus.EMPTY]
        heard = self._models.desk.state.heard
        at = keys.index(heard) if heard in keys else 0
        self.hear(keys[(at + cards) % len(keys)])

    def set_match_loudness(self, on: bool) -> None:
        """Equal loudness for all cards, or each as it is; a blind test needs it equal."""
        self._models.desk.note(match_loudness=on or self._models.blind.is_hiding)
        self._show_state()

    def set_mode(self, mode: str) -> None:
        """One of stereo, mono, side, swap."""
        self._models.desk.note(monitor=replace(self._models.desk.state.monitor, mode=mode))

    def set_crossfeed(self, on: bool) -> None:
        """Headphone crossfeed."""
        self._models.desk.note(monitor=replace(self._models.desk.state.monitor, crossfeed=on))

    def set_small_speaker(self, on: bool) -> None:
        """Small-speaker check."""
        self._models.desk.note(monitor=replace(self._models.desk.state.monitor, small_speaker=on))

    def set_volume(self, volume_db: float) -> None:
        """Listening volume, -60 (silent) to 0 dB."""
        volume_db = within(volume_db, VOLUME_RANGE_DB)
        self._sound.set_volume(volume_db)
        self._models.preferences.volume_db = volume_db

    def change_volume(self, step_db: float) -> None:
        """Louder, or softer."""
        self.set_volume(self._models.playback.volume_db + step_db)

    def toggle_mute(self) -> None:
        """Silent, or as loud as before."""
        volume_db, silent_db = self._models.playback.volume_db, VOLUME_RANGE_DB[0]
        if volume_db > silent_db:
            self._unmuted_db = volume_db
            self.set_volume(silent_db)
        else:
            self.set_volume(self._unmuted_db if self._unmuted_db > silent_db else FIRST_VOLUME_DB)

    def set_device(self, name: str | None) -> None:
        """Play through another output, `None` for the system's."""
        self._models.preferences.device = name
        self._sound.set_device(name)

    def refresh_devices(self) -> None:
        """Look for outputs that came or went; they are listed when they are found."""
        self._sound.refresh_devices()

    def _show_state(self) -> None:
        state = self._models.desk.state
        self._commands["match_loudness"].setChecked(state.match_loudness)
        self._commands[f"monitor_{state.monitor.mode}"].setChecked(True)
        self._commands["crossfeed"].setChecked(state.monitor.crossfeed)
        self._commands["small_speaker"].setChecked(state.monitor.small_speaker)
