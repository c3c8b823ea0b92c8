"""What a person writes in `config.yaml` to point at a sheet; every limit is a setting with a safe default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo, field_validator

from hub.sdk.connector import ConnectorSettings
from hub.sdk.safe_names import each_once, safe_name

MEGABYTE = 1024 * 1024


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_delimiter(value: object) -> object:
    return "\t" if value in ("tab", "\\t") else value


Headings = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
Keys = Annotated[
    Annotated[Headings, Tag("list")] | Annotated[dict[str, Headings], Tag("table")],
    Discriminator(lambda value: "table" if isinstance(value, dict) else "list"),
]

RowNumber = Annotated[int, Field(ge=1)]
HeaderRows = Annotated[
    Annotated[RowNumber, Tag("number")] | Annotated[dict[str, RowNumber], Tag("table")],
    Discriminator(lambda value: "table" if isinstance(value, dict) else "number"),
]


def stream_names(sheets: Sequence[str]) -> list[str]:
    """What the streams of sheets are called: by the sheets, with _ for each sign that no stream's name may have."""
    return each_once(map(safe_name, sheets))


class ExcelSettings(ConnectorSettings):
    """One workbook or CSV file; rows and sheets are counted from 1, as Excel shows them."""

    path: str = Field(min_length=1)
    """A file, or a pattern such as `exports/customers-*.csv`: of several matches the one changed last is read."""
    sheet: str | int | tuple[str, ...] | None = None
    """A sheet's name or number, several names (one stream each), or None for the only visible sheet with data."""
    header_row: HeaderRows | None = None
    """Where the headings stand, or where those of each sheet do; None: found."""
    key: Keys = ()
    """The headings whose cells identify a row, or those of each sheet; empty: found by the rules in the README."""
    ignore: Headings = ()
    """Headings that are neither read nor written."""
    encoding: Literal["utf-8", "utf-8-sig", "cp932"] | None = None
    delimiter: Annotated[Literal[",", ";", "\t", "|"] | None, BeforeValidator(_as_delimiter)] = None
    read_only: bool = False
    backup: bool = True
    """Keep a copy of the file as it was before the first write, beside it with the ending `.bak`."""
    neutralise_formulas: bool = True
    """CSV only: a written value that a spreadsheet would run as a formula gets a leading apostrophe."""
    page_rows: int = Field(default=1000, ge=1)
    write_batch_max: int = Field(default=500, ge=1)
    max_file_mb: int = Field(default=200, ge=1)
    max_unpacked_mb: int = Field(default=1000, ge=1)
    max_ratio: int = Field(default=200, ge=2)
    """How many times larger than packed a part of a workbook may be; only parts above 1 MB are measured."""

    @field_validator("key", "header_row")
    @classmethod
    def _of_sheets(cls, said: Keys | HeaderRows | None, info: ValidationInfo) -> Keys | HeaderRows | None:
        sheet = info.data.get("sheet")
        sheets = sheet if isinstance(sheet, tuple) else (str(sheet),)
        for name in said if isinstance(said, dict) else ():
            if name not in sheets:
                raise ValueError(f"names the sheet '{name}', which 'sheet' does not")
        return said

    def key_of(self, sheet: str | int | None) -> tuple[str, ...]:
        """The headings that identify a row of the sheet, as far as they are named."""
        return self.key.get(str(sheet), ()) if isinstance(self.key, dict) else self.key

    def header_row_of(self, sheet: str | int | None) -> int | None:
        """The row with the sheet's headings, as far as it is named."""
        return self.header_row.get(str(sheet)) if isinstance(self.header_row, dict) else self.header_row

    @property
    def max_file_bytes(self) -> int:
        """The largest file that is opened."""
        return self.max_file_mb * MEGABYTE

    @property
    def max_unpacked_bytes(self) -> int:
        """The largest sum of a workbook's unpacked parts."""
        return self.max_unpacked_mb * MEGABYTE
