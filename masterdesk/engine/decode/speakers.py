"""Which channel feeds which speaker, in ffmpeg's names."""

from __future__ import annotations

#: Bits of dwChannelMask (Microsoft, WAVEFORMATEXTENSIBLE) from the lowest; CAF's channel bitmap is the same.
_MASK_NAMES = (
    "FL", "FR", "FC", "LFE", "BL", "BR", "FLC", "FRC", "BC", "SL", "SR", "TC", "TFL", "TFC", "TFR", "TBL", "TBC", "TBR",
)  # fmt: skip

#: The order where a file does not say (FLAC format specification, section 9.1.3).
_USUAL = {
    1: "FC",
    2: "FL+FR",
    3: "FL+FR+FC",
    4: "FL+FR+BL+BR",
    5: "FL+FR+FC+BL+BR",
    6: "FL+FR+FC+LFE+BL+BR",
    7: "FL+FR+FC+LFE+BC+SL+SR",
    8: "FL+FR+FC+LFE+BL+BR+SL+SR",
}


def usual_order(channels: int) -> str:
    """The order of 1 to 8 channels where nothing else is known."""
    return _USUAL[channels]


def order_from_mask(mask: int, channels: int) -> str:
    """The order a channel mask gives; the usual one if the mask does not fit the count of channels."""
    names = [name for bit, name in enumerate(_MASK_NAMES) if mask >> bit & 1]
    if channels == 1 or len(names) != channels or mask >> len(_MASK_NAMES):
        return usual_order(channels)
    return "+".join(names)
