"""Customer lists that live in Excel workbooks and CSV files: read, and written back without destroying the sheet."""

from __future__ import annotations

from connectors.excel.connector import ExcelConnector

CONNECTOR = ExcelConnector

__all__ = ["CONNECTOR", "ExcelConnector"]
