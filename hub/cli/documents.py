"""The one JSON document that a command prints under `--json`; its `format` changes only when a reader would break."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

FORMAT = 1


def as_text(document: Mapping[str, Any]) -> str:
    """The document as it is printed; days, moments and decimals are text."""
    return json.dumps({"format": FORMAT, **document}, ensure_ascii=False, indent=2, default=str)
