"""What is said about each item of the model: its labels, its kind, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

Kind = Literal[
    "text",
    "company_name",
    "person_name",
    "kana",
    "phone",
    "email",
    "url",
    "postal_code",
    "prefecture",
    "street",
    "code",
    "corporate_number",
    "invoice_number",
    "date",
    "datetime",
    "integer",
    "number",
    "money",
    "choice",
    "boolean",
    "ref",
    "text_list",
    "lines",
    "addresses",
]
"""What a value is, which decides how it is checked, compared and shown. `number` is a decimal that is no money;
`street` is what an address says below its prefecture, in whole or in part.
"""

Group = Literal["address", "person_name", "person_kana", "post", "contract_text"]
"""Fields of one group are read from one text and survive together: a street never moves without its city."""

LIST_KINDS: frozenset[Kind] = frozenset({"text_list", "lines", "addresses"})


class Choice(NamedTuple):
    """One value that a choice field may take."""

    value: str
    label_ja: str
    label_en: str


@dataclass(frozen=True)
class Field:
    """The mark on an item of a model.

    `personal` values are never logged; `consent` fields say what a person allows; `ref` names the entity referred to.
    """

    label_ja: str
    label_en: str
    kind: Kind = "text"
    group: Group | None = None
    personal: bool = False
    consent: bool = False
    ref: str | None = None
    choices: tuple[Choice, ...] = ()


class Noun(BaseModel):
    """A frozen record of the model; an item that is not known is None, an item that is not ours is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entity: ClassVar[str] = ""
    label_ja: ClassVar[str] = ""
    label_en: ClassVar[str] = ""
