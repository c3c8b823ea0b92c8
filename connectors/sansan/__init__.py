"""Sansan: the business cards of a company, read only."""

from connectors.sansan.connector import SansanConnector

CONNECTOR = SansanConnector

__all__ = ["CONNECTOR"]
