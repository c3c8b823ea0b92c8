"""An item that a company adds to the model in its own YAML; it is checked by its kind like any other."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Rule

from hub.model.address import Address
from hub.model.fields import Choice, Field, Kind
from hub.model.line import Line
from hub.model.values import Amount, Day, Digits13, Flag, Moment, Text, Texts, TNumber, Whole

PREFIX = "custom."


class CustomField(BaseModel):
    """One added item; in documents its key is "custom.<name>". Values count as personal unless said otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label_ja: Annotated[str, Rule(min_length=1)]
    label_en: Annotated[str, Rule(min_length=1)]
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    personal: bool = True

    @model_validator(mode="after")
    def _hangs_together(self) -> CustomField:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("`choices` belong to kind `choice`, and only there; list the values that it may take")
        if self.kind == "ref":
            raise ValueError("a custom field cannot refer to another entity; use kind `text` or `code`")
        return self

    def mark(self) -> Field:
        """The same facts as our own items carry."""
        choices = tuple(Choice(value, value, value) for value in self.choices)
        return Field(self.label_ja, self.label_en, self.kind, personal=self.personal, choices=choices)


_TYPES: dict[Kind, Any] = {
    "corporate_number": Digits13,
    "invoice_number": TNumber,
    "date": Day,
    "datetime": Moment,
    "integer": Whole,
    "number": Amount,
    "money": Amount,
    "boolean": Flag,
    "text_list": Texts,
    "lines": tuple[Line, ...] | None,
    "addresses": tuple[Address, ...] | None,
}


def value_type(field: CustomField) -> Any:
    """What pydantic is told about a custom value; kinds that are only text have no type of their own."""
    if field.choices:
        return Literal[field.choices] | None
    return _TYPES.get(field.kind, Text)
