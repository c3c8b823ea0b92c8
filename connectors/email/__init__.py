"""E-mail as a source of activities: headers and a short summary of each mail, read only."""

from connectors.email.connector import EmailConnector

CONNECTOR = EmailConnector
