"""Asks where and in what formats masters are written."""

from masterdesk.window.views.render_dialog.render_dialog import RenderDialog

__all__ = ["RenderDialog"]
