"""How a company wants its golden records decided: a strategy for everything, and others for single fields or groups."""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, field_validator, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Strategy = Literal[
    "most_recent", "source_priority", "most_trusted", "most_complete", "most_frequent", "longest", "oldest", "union"
]
Conflicts = Literal["auto", "review"]


class Section(BaseModel):
    """A table of the configuration; one that is left empty has its defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, value: Any) -> Any:
        return {} if value is None else value


class RuleSettings(Section):
    """How one field or group is decided."""

    strategy: Strategy = Field(default="most_recent", description="決め方 / The strategy")
    order: tuple[str, ...] = Field(
        default=(), description="source_priority の順番。よい方から / For source_priority: connections, best first"
    )
    half_life_days: float | None = Field(
        default=None,
        gt=0,
        description="most_trusted の信頼が半分になる日数 / For most_trusted: days after which trust is half",
    )
    conflict: Conflicts | None = Field(
        default=None,
        description="競合を自動で決めるか人が見るか / Decide conflicts by the rule, or hold them for review",
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"strategy": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"enum": list(get_args(Strategy))}, handler(core)]}

    @field_validator("strategy", mode="before")
    @classmethod
    def _no_pin(cls, value: Any) -> Any:
        if value == "pinned":
            raise ValueError(
                "cannot be 'pinned': a person pins a single value; choose from: " + ", ".join(get_args(Strategy))
            )
        return value

    @model_validator(mode="after")
    def _has_its_order(self) -> RuleSettings:
        if self.strategy == "source_priority" and not self.order:
            raise ValueError("needs 'order': the connections, best first")
        if self.order and self.strategy != "source_priority":
            raise ValueError(f"has an 'order', which {self.strategy} does not use; write strategy: source_priority")
        return self


class EntitySurvivorship(Section):
    """The rules of one entity."""

    fields: dict[str, RuleSettings] = Field(default={}, description="項目ごとの決め方 / Rules of single fields")
    groups: dict[str, RuleSettings] = Field(default={}, description="組ごとの決め方 / Rules of groups such as address")


class Survivorship(Section):
    """The rules of everything."""

    default: RuleSettings = Field(
        default=RuleSettings(), description="ほかに決めのない項目 / Whatever has no rule of its own"
    )
    entities: dict[str, EntitySurvivorship] = Field(default={}, description="種類ごとの決め方 / Rules by entity")
