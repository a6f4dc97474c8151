"""The running program under our hands: asks it what it knows, presses its keys, moves its sliders."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

PROGRAM = Path(__file__).with_name("watched_desk.py")
#: Everything takes longer on a machine that is busy with other tests, in seconds.
PATIENCE_S = 90.0


class DrivenDesk:
    """A process with a window on `screen`; settings and data go to `folder`."""

    def __init__(self, screen, folder, *files, environment=None):
        self.screen = screen
        for name in ("config", "data", "cache"):
            (folder / name).mkdir(exist_ok=True)
        own = {
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": "1",
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        self.errors = folder / "stderr.txt"
        self._answers = queue.Queue()
        self.started = time.monotonic()
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, str(PROGRAM), *map(str, files)],
                env=os.environ | screen.environment | own | (environment or {}),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stdout:
            self._answers.put(json.loads(line))
        self._answers.put(None)

    def ask(self, what, **arguments):
        """Put a question to the program."""
        self.process.stdin.write(json.dumps({"ask": what, **arguments}).encode() + b"\n")
        self.process.stdin.flush()
        answer = self._answers.get(timeout=PATIENCE_S)
        assert answer is not None, f"the program ended: {self.errors.read_text()}"
        return answer

    def state(self):
        return self.ask("state")

    def wait(self, ready, what, seconds=PATIENCE_S):
        """Wait until `ready(state)`; returns that state."""
        state, is_ready = self._polled(ready, seconds)
        assert is_ready, f"not {what} within {seconds} s: {json.dumps(state, indent=1)}"
        return state

    def _polled(self, ready, seconds):
        """The first state that is `ready`, or the last one within `seconds`, and whether it is."""
        deadline = time.monotonic() + seconds
        while not (is_ready := ready(state := self.state())) and time.monotonic() < deadline:
            time.sleep(0.05)
        return state, is_ready

    def wait_for_window(self):
        """Until it is painted and has the keyboard."""
        self.wait(lambda state: state["answering_at"] is not None, "painted")
        if not self.screen.has_manager:
            window = self.screen.do("search", "--onlyvisible", "--name", "MasterDesk").splitlines()[-1]
            self.screen.do("windowfocus", window)
        return self.wait(lambda state: state["is_active"], "active")

    def wait_for_dialog(self, kind):
        """Until a dialog of the class `kind` has the keyboard: what is pressed sooner is lost, or goes elsewhere."""
        self.wait(lambda state: state["modal"] == kind, f"{kind} open")
        if self.screen.has_manager:
            self.wait(lambda state: state["modal_is_active"], f"{kind} active")

    def press_until(self, key, ready, what):
        """Press `key`, again after ten seconds where a busy screen dropped it, until `ready(state)`; returns that."""
        for _ in range(5):
            self.key(key)
            state, is_ready = self._polled(ready, 10.0)
            if is_ready:
                return state
        raise AssertionError(f"not {what} after {key}: {json.dumps(state, indent=1)}")

    def key(self, *keys):
        """Press keys as on the keyboard, by X's names."""
        for key in keys:
            self.screen.do("key", "--clearmodifiers", key)

    def widget(self, name="", kind="", text=""):
        """The visible widget whose accessible name begins with `name` and whose text is `text`."""
        found = [
            widget
            for widget in self.ask("widgets")
            if widget["name"].startswith(name) and kind in ("", widget["kind"]) and text in ("", widget["text"])
        ]
        assert found, f"no visible widget {kind} {name!r} {text!r}"
        return found[0]

    def click(self, widget, across=0.5, down=0.5):
        """Click into a widget, at shares of its width and height."""
        self.screen.do("mousemove", *_place(widget, across, down), "click", 1)

    def fill(self, name, text):
        """Type `text` into the field called `name`, again where a busy screen dropped a key."""
        for _ in range(5):
            self.click(self.widget(name, kind="QLineEdit"))
            self.key("ctrl+a")
            self.screen.do("type", "--delay", 12, text)
            deadline = time.monotonic() + 3.0
            while time.monotonic() < deadline:
                if self.widget(name, kind="QLineEdit")["text"] == text:
                    return
                time.sleep(0.05)
        raise AssertionError(f"{name} holds {self.widget(name, kind='QLineEdit')['text']!r} and not {text!r}")

    def drag(self, widget, start, stop):
        """Press at one share of a widget's width, move, and let go at another."""
        self.screen.do("mousemove", *_place(widget, start, 0.5), "mousedown", 1)
        for step in range(1, 6):
            self.screen.do("mousemove", *_place(widget, start + (stop - start) * step / 5, 0.5))
            time.sleep(0.02)
        self.screen.do("mouseup", 1)

    def kill(self):
        """As when the power goes: this process alone, at once."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def ended(self, seconds=20.0):
        """Its exit code; waits for the end."""
        return self.process.wait(seconds)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        self.process.stdin.close()


def _place(widget, across, down):
    x, y, width, height = widget["rect"]
    return round(x + across * width), round(y + down * height)
