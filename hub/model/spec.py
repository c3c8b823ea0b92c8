"""The facts of one item as other parts read them, taken from the mark that the model carries."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from hub.model.fields import LIST_KINDS, Choice, Field, Group, Kind


@dataclass(frozen=True)
class FieldSpec:
    """All that is known of one item of an entity; `name` is its key in documents."""

    name: str
    label_ja: str
    label_en: str
    kind: Kind
    group: Group | None = None
    personal: bool = False
    consent: bool = False
    ref_entity: str | None = None
    is_list: bool = False
    choices: tuple[Choice, ...] = ()

    @classmethod
    def of(cls, name: str, mark: Field) -> FieldSpec:
        """The spec of an item that carries `mark`."""
        is_list = mark.kind in LIST_KINDS
        ref, choices = mark.ref, mark.choices
        labels = (mark.label_ja, mark.label_en)
        return cls(name, *labels, mark.kind, mark.group, mark.personal, mark.consent, ref, is_list, choices)


def specs_of(model: type[BaseModel]) -> dict[str, FieldSpec]:
    """The specs of a model by their names, in the model's order."""
    specs = {}
    for name, info in model.model_fields.items():
        mark = next(fact for fact in info.metadata if isinstance(fact, Field))
        specs[name] = FieldSpec.of(name, mark)
    return specs
