"""What a hand does on a lane."""

from PySide6.QtCore import QPoint, Qt

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def at(lane, time_s, y=30):
    """Where a time of the lane's file is."""
    return QPoint(round(lane.x_at(time_s)), y)


def drag(qtbot, lane, from_s, to_s, y=30, modifiers=NO_KEY):
    """Press, move in steps, release; places are those at the beginning."""
    steps = [at(lane, from_s + share * (to_s - from_s), y) for share in (0.0, 0.3, 0.7, 1.0)]
    qtbot.mousePress(lane, LEFT, modifiers, steps[0])
    for step in steps[1:]:
        qtbot.mouseMove(lane, step)
    qtbot.mouseRelease(lane, LEFT, modifiers, steps[-1])
