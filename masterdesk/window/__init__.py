"""The window: views tell actions what was asked, actions change models and start workers, models tell views."""
