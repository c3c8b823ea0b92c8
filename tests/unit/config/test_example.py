"""The example shows every key, loads, and the schema for editors agrees with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import BaseModel

from hub.config import load_config
from hub.config.settings import Settings, json_schema
from hub.located.shape import keys_at

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "config.example.yaml"


def models_of(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    seen.add(model)
    for key in keys_at(model, ()):
        for shape in _models_at(model, key):
            if shape not in seen:
                models_of(shape, seen)
    return seen


def _models_at(model: type[BaseModel], key: str) -> Iterator[type[BaseModel]]:
    pending: list[Any] = [model.model_fields[key].annotation]
    while pending:
        shape = pending.pop()
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            yield shape
        pending.extend(getattr(shape, "__args__", ()))


def test_the_example_loads() -> None:
    assert load_config(EXAMPLE, {}).settings.connections["freee"].connector == "freee"


@pytest.mark.parametrize("name", ["config.example.yaml", "docs/reference/config.md"])
def test_every_key_of_the_schema_is_shown(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    shown = set(re.findall(r"(\w+)(?=:)|(?<=`)(\w+)(?=`)", text))
    words = {word for pair in shown for word in pair}
    keys = {key for model in models_of(Settings, set()) for key in keys_at(model, ())}
    assert keys - words == set()


def test_the_example_fits_the_schema_for_editors() -> None:
    # An editor's YAML reader types numbers and flags, as ours does by the schema.
    document = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json_schema()).validate(document)


def test_every_key_says_what_it_is_for_in_both_languages() -> None:
    silent = [
        f"{model.__name__}.{name}"
        for model in models_of(Settings, set())
        if model.__module__.startswith("hub.config")
        for name, field in model.model_fields.items()
        if " / " not in (field.description or "")
    ]
    assert silent == []
