"""The list of renders."""

from masterdesk.window.views.queue.queue_panel import QueuePanel, QueuePopup

__all__ = ["QueuePanel", "QueuePopup"]
