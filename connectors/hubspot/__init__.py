"""The HubSpot connector: contacts and companies, both ways."""

from connectors.hubspot.connector import HubSpot

CONNECTOR = HubSpot

__all__ = ["CONNECTOR", "HubSpot"]
