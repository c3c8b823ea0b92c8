"""The mapping in the reference is a real one: it loads and its example holds."""

from __future__ import annotations

import re
from pathlib import Path

from hub.mapping.examples import run_examples
from hub.mapping.load import compile_text
from hub.model import CanonicalSchema

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "mapping.md"


def test_the_mapping_in_the_reference_holds() -> None:
    found = re.search(r"```yaml\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    assert run_examples(compile_text(found[1], "mapping.md", CanonicalSchema())) == []
