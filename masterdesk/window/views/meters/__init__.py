"""The meters of what is heard: bars, figures, goniometer and correlation."""

from masterdesk.window.views.meters.meters_view import MetersView

__all__ = ("MetersView",)
