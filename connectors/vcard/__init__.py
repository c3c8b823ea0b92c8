"""vCard: address books exported from phones, card readers and mail programs, read only."""

from connectors.vcard.connector import VcardConnector

CONNECTOR = VcardConnector

__all__ = ["CONNECTOR"]
