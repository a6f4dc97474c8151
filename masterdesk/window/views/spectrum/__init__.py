"""The spectrum of what is heard: curves of the sources, the equalizer's gain, a cursor, tools and legend."""

from masterdesk.window.views.spectrum.view import SpectrumView

__all__ = ("SpectrumView",)
