"""How a value stands in a canonical document: decimals, days and moments as text in one strict form.

Invariant: nothing is guessed. "20240501", 1714521600 or 1200 are refused where a day or an amount belongs, because
the mapping has already said what they are; Python's own dates and decimals are refused too, since JSON has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field as Rule
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True)
class Written:
    """A value that a document holds as text of this form; both checks run in pydantic's core, which is fast."""

    form: str

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.chain_schema([core_schema.str_schema(strict=True, pattern=self.form), handler(source)])


_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"
_DECIMAL = r"^-?[0-9]{1,24}(\.[0-9]{1,8})?$"

FilledText = Annotated[str, Rule(strict=True, min_length=1)]

Text = FilledText | None
Digits13 = Annotated[str, Rule(strict=True, pattern=r"^[0-9]{13}$")] | None
TNumber = Annotated[str, Rule(strict=True, pattern=r"^T[0-9]{13}$")] | None
Month = Annotated[int, Rule(strict=True, ge=1, le=12)] | None
Whole = Annotated[int, Rule(strict=True, ge=-(2**63), lt=2**63)] | None
Flag = Annotated[bool, Rule(strict=True)] | None
Amount = Annotated[Decimal, Written(_DECIMAL)] | None
Day = Annotated[date, Written(_DAY)] | None
Moment = Annotated[datetime, Written(_MOMENT)] | None
Texts = tuple[FilledText, ...] | None
