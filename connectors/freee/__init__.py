"""freee, the accounting software: partners to read and write, invoices and sales to read."""

from connectors.freee.connector import FreeeConnector

CONNECTOR = FreeeConnector
