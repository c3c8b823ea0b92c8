"""The registry of transforms by name, and the one that each kind of field gets where a mapping names none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.mapping.transforms.days import DAYS
from hub.mapping.transforms.further_places import FURTHER_PLACES
from hub.mapping.transforms.kind import Transform
from hub.mapping.transforms.names import NAMES
from hub.mapping.transforms.numbers import NUMBERS
from hub.mapping.transforms.phrases import PHRASES
from hub.mapping.transforms.places import PLACES
from hub.mapping.transforms.reach import REACH
from hub.mapping.transforms.text import TEXT

TRANSFORMS: Mapping[str, Transform] = MappingProxyType(
    {
        transform.name: transform
        for transform in (*TEXT, *NUMBERS, *DAYS, *NAMES, *REACH, *PLACES, *FURTHER_PLACES, *PHRASES)
    }
)

_BY_KIND = MappingProxyType(
    {
        "phone": "phone",
        "postal_code": "postal_code",
        "prefecture": "prefecture",
        "email": "email",
        "corporate_number": "corporate_number",
        "invoice_number": "invoice_number",
        "date": "date",
        "datetime": "datetime",
        "integer": "integer",
        "number": "number",
        "money": "money",
        "boolean": "boolean",
        "text_list": "text_list",
        "lines": "list",
        "addresses": "list",
    }
)


def default_for(kind: str) -> Transform:
    """The transform of a field whose mapping names none: it only types the value."""
    return TRANSFORMS[_BY_KIND.get(kind, "text")]
