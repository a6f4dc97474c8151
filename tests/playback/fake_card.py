"""A sound card that is whatever a test wants it to be, behind sounddevice's interface."""

from types import SimpleNamespace

import numpy as np


class PortAudioError(Exception):
    pass


class Fake:
    """Stands for the module `sounddevice`; `devices` are (name, channels, rates it takes)."""

    PortAudioError = PortAudioError

    class CallbackAbort(Exception):
        pass

    def __init__(self, *devices, api="ALSA", default=0):
        self.devices, self.api = list(devices), api
        self.default = SimpleNamespace(device=(0, default))
        self.streams, self.scans = [], 0

    def query_hostapis(self):
        return [{"name": self.api}]

    def query_devices(self):
        return [
            {
                "name": name,
                "index": index,
                "hostapi": 0,
                "max_output_channels": channels,
                "default_samplerate": float(rates[0]),
            }
            for index, (name, channels, rates) in enumerate(self.devices)
        ]

    def _terminate(self):
        assert not any(stream.opened for stream in self.streams), "a scan must not pull the rug from under a stream"
        self.scans += 1

    def _initialize(self):
        pass

    def WasapiSettings(self, auto_convert):
        return SimpleNamespace(auto_convert=auto_convert)

    def RawOutputStream(self, **options):
        name, _, rates = self.devices[options["device"]]
        converts = options["extra_settings"] is not None
        if options["samplerate"] not in rates and not converts:
            raise PortAudioError("Invalid sample rate")
        self.streams.append(Stream(name, options))
        return self.streams[-1]


class Stream:
    latency = 0.2

    def __init__(self, name, options):
        self.name, self.options = name, options
        self.active, self.opened = False, True
        self.now = 10.0

    def start(self):
        self.active = True

    def abort(self, ignore_errors):
        self.active = False

    def close(self, ignore_errors=True):
        self.opened = False

    def ask(self, frames, underflow=False):
        """Ask for frames as the card does; returns them."""
        buffer = bytearray(4 * frames * self.options["channels"])
        times = SimpleNamespace(currentTime=self.now, outputBufferDacTime=self.now + 0.2)
        self.options["callback"](buffer, frames, times, SimpleNamespace(output_underflow=underflow))
        self.now += frames / self.options["samplerate"]
        return np.frombuffer(buffer, np.float32).reshape(frames, -1)
