"""The cards: Original, five slots and Reference."""

from masterdesk.window.views.cards.card_row import CardRow

__all__ = ["CardRow"]
