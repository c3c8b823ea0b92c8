"""The format of a mapping file, as frozen models: what each part of a remote record is called in the canonical model.

The form only; whether the fields and transforms exist is `load`'s question.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from hub.located import Table

WriteRule = Literal["overwrite", "fill-blank", "never"]
WhenBlank = Literal["unknown", "clear"]

_SOURCES = ("from", "const", "part", "ref")


class Frozen(BaseModel):
    """A model that refuses unknown keys and later changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _listed(value: Any) -> Any:
    return value if value is None or isinstance(value, list) else [value]


class FieldRuleSpec(Frozen):
    """Where one canonical field, or a group of them, comes from and whether it may be written back."""

    from_: tuple[str, ...] = Field(default=(), alias="from")
    with_: tuple[str, ...] = Field(default=(), alias="with")
    write: WriteRule | None = None
    values: dict[str, str] | None = None
    const: str | None = None
    part: str | None = None
    ref: str | None = None
    zone: str | None = None
    when_blank: WhenBlank | None = None
    absent: WhenBlank | None = None
    each: dict[str, FieldRuleSpec] | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str) else value

    @field_validator("from_", "with_", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return _listed(value)

    @property
    def path(self) -> str:
        """The path that it reads; of several, whose words are looked up together, the first."""
        return self.from_[0] if self.from_ else ""

    @model_validator(mode="after")
    def _has_one_source(self) -> FieldRuleSpec:
        if self.ref is not None and not self.from_:
            raise ValueError("needs 'from', the path that holds the other record's id")
        given = [self.from_ or None if self.ref is None else None, self.const, self.part, self.ref]
        if sum(source is not None for source in given) != 1:
            raise ValueError("needs exactly one of 'from', 'const', 'part' and 'ref'")
        return self


class ForEachSpec(Frozen):
    """The list whose every table is a part of its own, and the path of the id that an element keeps for good."""

    from_: str = Field(alias="from")
    key: str

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str) else value


class PartSpec(Frozen):
    """One canonical record inside a remote record, or one for each element of a list in it."""

    entity: str | None = None
    for_each: ForEachSpec | None = None
    requires: tuple[str, ...] = ()
    unless: str | None = None
    fields: dict[str, FieldRuleSpec]

    @field_validator("requires", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return _listed(value)


class WhenSpec(Frozen):
    """The named event time of a record."""

    from_: str = Field(alias="from")
    with_: tuple[str, ...] = Field(default=("datetime",), alias="with")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str) else value

    @field_validator("with_", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return _listed(value)


class ExampleSpec(Frozen):
    """A remote record and the parts that must come of it; values keep their places for the errors."""

    in_: dict[str, Any] = Field(alias="in")
    out: dict[str, dict[str, Any]]
    back: bool | dict[str, Any] = False
    at: str | None = None
    line: int = 0
    col: int = 0

    @model_validator(mode="before")
    @classmethod
    def _remember_place(cls, value: Any) -> Any:
        if not isinstance(value, Table):
            return value
        return {**value, "line": str(value.place.line), "col": str(value.place.col)}


class MappingSpec(Frozen):
    """A whole mapping file."""

    mapping: Literal["1"] = "1"
    connector: str
    stream: str
    when: WhenSpec | None = None
    when_blank: WhenBlank = "unknown"
    absent: WhenBlank = "unknown"
    zone: str = "Asia/Tokyo"
    unless: str | None = None
    parts: dict[str, PartSpec] = Field(min_length=1)
    examples: tuple[ExampleSpec, ...] = ()

    @property
    def name(self) -> str:
        """How people name it: `freee.partners`."""
        return f"{self.connector}.{self.stream}"

    def entity_of(self, part: str) -> str:
        """What the part is; its own name where the file does not say."""
        return self.parts[part].entity or part
