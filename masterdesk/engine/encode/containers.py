"""What the containers and codecs that can be written are able to hold."""

from __future__ import annotations

from dataclasses import dataclass

LOWEST_RATE_HZ = 8000
HIGHEST_RATE_HZ = 384000
COMMON_RATES_HZ = (
    *(8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000),
    *(64000, 88200, 96000, 176400, 192000, 352800, 384000),
)

_MPEG_1_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MPEG_2_KBPS = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MPEG_1_LOWEST_HZ = 32000


@dataclass(frozen=True)
class Codec:
    """Limits of one codec.

    `depths` are the words of `--bit-depth` it stores, none for a lossy codec;
    `rates_hz` its only rates, empty where every rate up to `highest_hz` will do.
    A source above `usual_highest_hz` is brought down to it unless a rate was
    asked: a lossy codec spends bits on what nobody hears. `kbps` is the default
    for two channels, one channel takes half.
    """

    name: str
    depths: tuple[str, ...] = ()
    rates_hz: tuple[int, ...] = ()
    highest_hz: int = HIGHEST_RATE_HZ
    usual_highest_hz: int = HIGHEST_RATE_HZ
    highest_channels: int = 2
    kbps: int = 0
    channel_kbps: tuple[int, int] = (0, 0)

    def takes_rate(self, rate_hz: int) -> bool:
        """Whether audio of `rate_hz` can be stored."""
        if self.rates_hz:
            return rate_hz in self.rates_hz
        return LOWEST_RATE_HZ <= rate_hz <= self.highest_hz


PCM = Codec("pcm", ("16", "24", "32", "32f"), highest_channels=8)
FLAC = Codec("flac", ("16", "24"), highest_channels=8)
ALAC = Codec("alac", ("16", "24"))
MP3 = Codec("mp3", (), COMMON_RATES_HZ[:9], usual_highest_hz=48000, kbps=320, channel_kbps=(8, 320))
AAC = Codec("aac", (), COMMON_RATES_HZ[:12], usual_highest_hz=48000, kbps=256, channel_kbps=(8, 256))
VORBIS = Codec("vorbis", (), (), 192000, usual_highest_hz=48000, kbps=256, channel_kbps=(32, 250))
OPUS = Codec("opus", (), (48000,), kbps=192, channel_kbps=(6, 256))

#: The codecs of each container, the default first.
CONTAINERS = {
    "wav": (PCM,),
    "aiff": (PCM,),
    "flac": (FLAC,),
    "mp3": (MP3,),
    "m4a": (AAC, ALAC),
    "ogg": (VORBIS,),
    "opus": (OPUS,),
    "webm": (OPUS,),
}

#: Container by the ending of a file name.
SUFFIXES = {
    **{".wav": "wav", ".wave": "wav", ".bwf": "wav", ".rf64": "wav"},
    **{".aif": "aiff", ".aiff": "aiff", ".aifc": "aiff"},
    **{".flac": "flac", ".mp3": "mp3", ".m4a": "m4a", ".m4b": "m4a", ".mp4": "m4a"},
    **{".ogg": "ogg", ".oga": "ogg", ".opus": "opus", ".webm": "webm"},
}

#: Endings of audio and video files that cannot be written: such a name asks for something impossible.
UNWRITABLE_SUFFIXES = frozenset(
    {
        *(".aac", ".ac3", ".amr", ".ape", ".au", ".caf", ".dff", ".dsf", ".eac3", ".mka", ".mp1", ".mp2", ".mpc"),
        *(".ra", ".snd", ".spx", ".tta", ".w64", ".wma", ".wv"),
        *(".3gp", ".avi", ".flv", ".m4v", ".mkv", ".mov", ".mpg", ".ts", ".wmv"),
    }
)

#: Container for a source of this codec whose own container cannot be written.
BY_CODEC = {"alac": "m4a", "mp3": "mp3", "mp2": "mp3", "mp1": "mp3", "vorbis": "ogg", "opus": "opus"}


def container_suffix(container: str) -> str:
    """The usual ending of a file name for a container: `.wav` for wav."""
    return f".{container}"


def legal_kbps(codec: Codec, sample_rate: int, channels: int) -> tuple[int, ...]:
    """The bit rates in kbit/s that a lossy codec offers at a rate (Hz) and number of channels, rising."""
    if codec is MP3:
        return _MPEG_1_KBPS if sample_rate >= _MPEG_1_LOWEST_HZ else _MPEG_2_KBPS
    low, high = (limit * channels for limit in codec.channel_kbps)
    if codec is AAC:
        # ISO/IEC 14496-3: at most 6144 bits for each channel in a frame of 1024.
        high = min(high, 6 * sample_rate * channels // 1000)
    return tuple(range(low, min(high, 510 if codec is OPUS else high) + 1))
