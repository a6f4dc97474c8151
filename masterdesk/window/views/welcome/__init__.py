"""What is there before any file is."""

from masterdesk.window.views.welcome.welcome_view import WelcomeView

__all__ = ["WelcomeView"]
