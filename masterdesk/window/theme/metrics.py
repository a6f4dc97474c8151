"""Spacings, radii and heights, in device-independent pixels."""

from __future__ import annotations

#: Between parts of one control, between controls, inside a panel, between panels.
TIGHT = 4
GAP = 8
PADDING = 12
PANEL_GAP = 10
#: Corners of panels and cards, of buttons and fields, of badges.
PANEL_RADIUS = 8
CONTROL_RADIUS = 6
BADGE_RADIUS = 4
#: Heights of a button, a small button, and the bar of a slider or progress.
CONTROL_HEIGHT = 30
SMALL_CONTROL_HEIGHT = 24
BAR_HEIGHT = 4
KNOB_SIZE = 14
#: Thickness of a card's colored top edge and of the border of what is heard.
EDGE = 3
HEARD_BORDER = 2
#: Windows lower than this show their denser variant.
DENSE_BELOW_HEIGHT = 800
