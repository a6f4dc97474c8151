"""A sound server of our own with a sink that plays into a file: what a listener would have heard."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

#: PulseAudio's programs that are needed.
PROGRAMS = ("pulseaudio", "pactl", "pacat", "parec")


class Pulse:
    """A PulseAudio daemon with one null sink, for nobody but the processes that get its environment.

    `-n` keeps every system configuration out; it also runs as root, where it only
    warns. A keep-alive stream of zeros with a short latency makes the null sink
    ask for sound in small pieces, as a sound card does.
    """

    def __init__(self, rate=44100):
        self.rate = rate
        self.folder = Path(tempfile.mkdtemp(prefix="mdpulse-"))
        socket = self.folder / "native"
        self.environment = {
            "XDG_RUNTIME_DIR": str(self.folder),
            "PULSE_RUNTIME_PATH": str(self.folder),
            "PULSE_STATE_PATH": str(self.folder),
            "PULSE_SERVER": f"unix:{socket}",
        }
        protocol = f"module-native-protocol-unix socket={socket} auth-anonymous=1"
        options = "-n --daemonize=no --use-pid-file=no --exit-idle-time=-1 --realtime=no --high-priority=yes"
        self._daemon = self._start("pulseaudio", *options.split(), "-L", protocol)
        self._keep_alive = None
        self._wait_until(lambda: self._control("info").returncode == 0)
        self.load_sink()

    def load_sink(self):
        """Plug the sound card in."""
        answer = self._control(
            "load-module", "module-null-sink", "sink_name=desk", f"rate={self.rate}", "channels=2", "format=float32le"
        )
        assert answer.returncode == 0, answer.stderr
        self._module = answer.stdout.strip()
        self._keep_alive = self._start("pacat", "--latency-msec=20", "--device=desk", "/dev/zero")
        time.sleep(0.3)

    def unload_sink(self):
        """Unplug it."""
        assert self._control("unload-module", self._module).returncode == 0
        self._end(self._keep_alive)

    def record(self):
        """Start to record what the sink plays."""
        return Recording(self)

    def close(self):
        """End everything."""
        self._end(self._keep_alive)
        self._end(self._daemon)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *command, **options):
        return subprocess.Popen(
            command, env=os.environ | self.environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
        )

    def _start(self, *command):
        return self.start(*command, stdout=subprocess.DEVNULL)

    def _end(self, process):
        process.terminate()
        process.wait(5)

    def _control(self, *command):
        return subprocess.run(
            ["pactl", *command], env=os.environ | self.environment, capture_output=True, text=True, timeout=10
        )

    def _wait_until(self, ready, seconds=10.0):
        deadline = time.monotonic() + seconds
        while not ready():
            assert time.monotonic() < deadline, "PulseAudio does not start"
            time.sleep(0.05)


class Recording:
    """What was played since it began, as float32 without any conversion."""

    def __init__(self, pulse):
        self._path = pulse.folder / f"{time.monotonic_ns()}.f32"
        self._file = self._path.open("wb")
        options = ["--device=desk.monitor", "--raw", "--format=float32le", f"--rate={pulse.rate}", "--channels=2"]
        self._process = pulse.start("parec", "--latency-msec=50", *options, stdout=self._file)
        time.sleep(0.3)

    def stop(self):
        """End it; returns the frames, (frames, 2), from the first that is not silent."""
        time.sleep(0.3)
        self._process.terminate()
        self._process.wait(5)
        self._file.close()
        samples = np.fromfile(self._path, np.float32)
        frames = samples[: len(samples) // 2 * 2].reshape(-1, 2)
        heard = np.flatnonzero(frames.any(axis=1))
        return frames[heard[0] :] if len(heard) else frames[:0]


def require():
    """Skip where PulseAudio or PortAudio is not installed."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed (PulseAudio)")
    try:
        import sounddevice  # noqa: F401
    except (ImportError, OSError):
        pytest.skip("PortAudio is not installed")
