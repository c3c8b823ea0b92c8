"""The canonical model: every noun of the hub and each of its items, with its labels and its kind.

Invariant: the model knows no system, no file and no clock; `CanonicalSchema` is the way in.
"""

from __future__ import annotations

from hub.model.custom import CustomField
from hub.model.schema import CanonicalSchema
from hub.model.spec import FieldSpec

__all__ = ["CanonicalSchema", "CustomField", "FieldSpec"]
