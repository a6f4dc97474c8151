"""Where the sound goes: a stream to a sound card, or a clock that moves on in silence."""

from __future__ import annotations

import time
from typing import Any, Protocol

import numpy as np

from masterdesk.playback.ledger import Ledger
from masterdesk.playback.mix.mixer import Mixer
from masterdesk.playback.service.clock import StreamClock
from masterdesk.playback.service.feed import ConvertedFeed, DirectFeed, Feed, MonoFeed
from masterdesk.playback.service.portaudio import Card

BLOCK_FRAMES = 1024
#: A stream's first callbacks fill its buffer and tell nothing about gaps.
_START_S = 0.5
#: A card that has not asked for frames for this long has stopped working.
_STALLED_S = 5.0
#: A delay that a card reports is believed up to here.
_LONGEST_DELAY_S = 5.0


class Output(Protocol):
    """A consumer of the mixer."""

    @property
    def name(self) -> str | None:
        """The device's name."""
        ...

    @property
    def latency_s(self) -> float:
        """From mixing to hearing."""
        ...

    @property
    def lost(self) -> bool:
        """Whether it has stopped by itself."""
        ...

    def pump(self) -> None:
        """Called every few hundredths of a second."""
        ...

    def close(self) -> None:
        """Let go of the device at once; what it still holds is not heard."""
        ...


class SilentOutput:
    """Takes frames at their rate, in the caller's thread, and throws them away."""

    def __init__(self, mixer: Mixer, ledger: Ledger) -> None:
        self._feed = DirectFeed(mixer, ledger)
        self._rate = ledger.sample_rate
        self._start_s = time.perf_counter()
        self._frames = 0
        self._block = np.empty((BLOCK_FRAMES, 2), dtype=np.float32)
        self.name = None
        self.latency_s = 0.0
        self.lost = False

    def pump(self) -> None:
        """Take what should have been heard by now, and a block more."""
        due = int((time.perf_counter() - self._start_s) * self._rate) + BLOCK_FRAMES
        if due - self._frames > self._rate:  # the computer slept: go on from here
            self._start_s = time.perf_counter() - self._frames / self._rate
            due = self._frames + BLOCK_FRAMES
        while self._frames < due:
            self._feed.fill(self._block, lambda frame: self._start_s + frame / self._rate)
            self._frames += BLOCK_FRAMES

    def close(self) -> None:
        """Nothing to let go of."""


class CardOutput:
    """A PortAudio stream. Raises `sounddevice.PortAudioError` where the card cannot be opened.

    The callback runs in PortAudio's thread: it mixes and takes notes, and neither
    waits nor logs. A rate that the card refuses is converted, by the system where
    it offers that, else by our own resampler.
    """

    def __init__(self, sd: Any, card: Card, mixer: Mixer, ledger: Ledger, asked_s: float) -> None:
        self.name = card.device.name
        self.underruns = 0
        self._sd, self._ledger = sd, ledger
        self._asked_s = asked_s
        self._track_rate = ledger.sample_rate
        self._channels = min(card.channels, 2)
        self._stream = self._open(card, DirectFeed(mixer, ledger))
        self.latency_s = float(self._stream.latency)
        self._clock = StreamClock(self._rate)
        self._called_s = time.perf_counter()
        self._calls = 0
        self._failed = False
        try:
            self._stream.start()
        except self._sd.PortAudioError:
            self._stream.close()
            raise

    @property
    def lost(self) -> bool:
        """Whether the stream has ended by itself or the card asks for no more frames."""
        stalled = time.perf_counter() - self._called_s > _STALLED_S
        return self._failed or stalled or not self._stream.active

    def pump(self) -> None:
        """Nothing to do: the card asks by itself."""

    def close(self) -> None:
        """See `Output`."""
        try:
            self._stream.abort(ignore_errors=True)
        finally:
            self._stream.close(ignore_errors=True)

    def _open(self, card: Card, feed: DirectFeed) -> Any:
        refusal: Exception | None = None
        for rate, extra in self._ways(card):
            try:
                stream = self._stream_at(card, rate, extra)
            except self._sd.PortAudioError as error:
                refusal = refusal or error
                continue
            self._rate = rate
            self._feed = self._converted(feed, rate)
            return stream
        assert refusal is not None
        raise refusal

    def _ways(self, card: Card) -> list[tuple[int, Any]]:
        """Sample rates and driver settings to try, the best first."""
        ways: list[tuple[int, Any]] = [(self._track_rate, None)]
        if card.device.host_api == "Windows WASAPI":
            ways.append((self._track_rate, self._sd.WasapiSettings(auto_convert=True)))
        others = (round(card.sample_rate), 48000, 44100)
        return ways + [(rate, None) for rate in dict.fromkeys(others) if rate != self._track_rate]

    def _stream_at(self, card: Card, rate: int, extra: Any) -> Any:
        return self._sd.RawOutputStream(
            samplerate=rate,
            blocksize=BLOCK_FRAMES,
            device=card.index,
            channels=self._channels,
            dtype="float32",
            latency=self._asked_s,
            extra_settings=extra,
            callback=self._callback,
        )

    def _converted(self, direct: DirectFeed, rate: int) -> Feed:
        feed: Feed = direct
        if rate != self._track_rate:
            feed = ConvertedFeed(direct, self._track_rate, rate)
        return MonoFeed(feed) if self._channels == 1 else feed

    def _callback(self, buffer: Any, frames: int, times: Any, status: Any) -> None:
        out = np.frombuffer(buffer, dtype=np.float32).reshape(frames, self._channels)
        try:
            self._tell_time(frames, times, status)
            self._feed.fill(out, self._time_of)
        except Exception:  # out of PortAudio's thread no exception reaches anybody
            out.fill(0.0)
            self._failed = True
            raise self._sd.CallbackAbort from None

    def _tell_time(self, frames: int, times: Any, status: Any) -> None:
        now_s = time.perf_counter()
        started = self._calls * frames > _START_S * self._rate
        late = started and now_s - self._called_s > self.latency_s + frames / self._rate
        if status.output_underflow or late:
            self.underruns += 1
            self._ledger.count_underrun()
        delay_s = times.outputBufferDacTime - times.currentTime
        if not 0.0 <= delay_s < _LONGEST_DELAY_S:
            delay_s = self.latency_s
        jump_s = self._clock.advance(now_s, delay_s, frames)
        if jump_s:
            self._ledger.shift(jump_s, now_s - self._asked_s)
        self._called_s = now_s
        self._calls += 1

    def _time_of(self, frame: int) -> float:
        return self._clock.time_of(frame, self._track_rate)
