"""The bar at the bottom: playing, listening, rendering."""

from masterdesk.window.views.transport.transport_bar import TransportBar

__all__ = ["TransportBar"]
