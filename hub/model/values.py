"""How a value stands in a canonical document: decimals, days and moments as text in one strict form.

Invariant: nothing is guessed. "20240501", 1714521600 or 1200 are refused where a day or an amount belongs, because
the mapping has already said what they are; Python's own dates and decimals are refused too, since JSON has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from msgspec import Meta
from pydantic import Field as Rule
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True)
class Written:
    """A value that a document holds as text of this form, and that is to be read besides.

    `certain` is a narrower form, of which every text can be read; Python's `re` knows it.
    """

    form: str
    certain: str

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.chain_schema([core_schema.str_schema(strict=True, pattern=self.form), handler(source)])


_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"
_DECIMAL = r"^-?[0-9]{1,24}(\.[0-9]{1,8})?$"

# Years before 1000, centuries' leap days and odd offsets are left to the calendar.
_CALENDAR_DAY = (
    r"[1-9][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8])|(?<=[02468][048]-|[13579][26]-)(?<!00-)02-29)"
)
_CLOCK = r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?(?:Z|[+-](?:0[0-9]|1[0-2]):00)"

FilledText = Annotated[str, Rule(strict=True, min_length=1), Meta(min_length=1)]

Text = FilledText | None
Digits13 = Annotated[str, Rule(strict=True, pattern=r"^[0-9]{13}$"), Meta(pattern=r"^[0-9]{13}\Z")] | None
TNumber = Annotated[str, Rule(strict=True, pattern=r"^T[0-9]{13}$"), Meta(pattern=r"^T[0-9]{13}\Z")] | None
Month = Annotated[int, Rule(strict=True, ge=1, le=12), Meta(ge=1, le=12)] | None
Whole = Annotated[int, Rule(strict=True, ge=-(2**63), lt=2**63), Meta(ge=-(2**63), le=2**63 - 1)] | None
Flag = Annotated[bool, Rule(strict=True)] | None
Amount = Annotated[Decimal, Written(_DECIMAL, r"^-?[0-9]{1,24}(?:\.[0-9]{1,8})?\Z")] | None
Day = Annotated[date, Written(_DAY, rf"^{_CALENDAR_DAY}\Z")] | None
Moment = Annotated[datetime, Written(_MOMENT, rf"^{_CALENDAR_DAY}{_CLOCK}\Z")] | None
Texts = tuple[FilledText, ...] | None
