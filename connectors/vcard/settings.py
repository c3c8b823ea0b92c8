"""What a person writes in `config.yaml` to point at exported cards; every limit is a setting with a safe default."""

from __future__ import annotations

from pydantic import Field

from hub.sdk.connector import ConnectorSettings

MEGABYTE = 1024 * 1024


class VcardSettings(ConnectorSettings):
    """A `.vcf` file, or a folder with such files."""

    path: str = Field(min_length=1)
    lists_all: bool = False
    """Whether the files together are the whole address book, so that a card that is gone was deleted."""
    page_cards: int = Field(default=500, ge=1)
    max_file_mb: int = Field(default=200, ge=1)
    max_value_kb: int = Field(default=256, ge=1)
    """The longest text of one property; pictures are never kept, however long."""

    @property
    def max_file_bytes(self) -> int:
        """The largest file that is opened."""
        return self.max_file_mb * MEGABYTE

    @property
    def longest_value(self) -> int:
        """The most bytes that are read of one property."""
        return self.max_value_kb * 1024
