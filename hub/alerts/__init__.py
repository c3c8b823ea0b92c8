"""What the hub tells people of itself: at once where one is needed, else in a digest each morning."""

from hub.alerts.desk import Desk

__all__ = ["Desk"]
