"""Finds a connector by its code: those that come with the hub, and those of others by the entry-point group.

No connector is imported before it is asked for.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

import yaml

from hub.sdk.connector import Connector

GROUP = "customer_hub.connectors"


class UnknownConnectorError(Exception):
    """No connector has this code."""


def known_connectors() -> list[str]:
    """The codes of all connectors that are installed."""
    return sorted({*_built_in(), *_plug_ins()})


def connector_class(code: str) -> type[Connector]:
    """The connector with this code; a built-in one can't be replaced by a plug-in of the same name."""
    if code in _built_in():
        found = importlib.import_module(f"connectors.{code}").CONNECTOR
    elif code in _plug_ins():
        found = _plug_ins()[code].load()
    else:
        raise UnknownConnectorError(f"unknown connector '{code}'; known: {', '.join(known_connectors())}")
    if not (isinstance(found, type) and issubclass(found, Connector)):
        raise UnknownConnectorError(
            f"the plug-in '{code}' is no connector; its entry point must name a Connector class"
        )
    return found


@cache
def japanese_of() -> dict[str, str]:
    """What the connectors say in Japanese, by the English sentence: each package's `japanese.yaml`."""
    packages = [f"connectors.{code}" for code in _built_in()]
    packages += [entry.module for code, entry in _plug_ins().items() if code not in _built_in()]
    return {english: told for package in packages for english, told in _japanese(package).items()}


def _japanese(package: str) -> dict[str, str]:
    try:
        spec = find_spec(package)
    except ImportError:
        # Whoever asks for this plug-in is told that it can't be imported; here it has nothing to say.
        return {}
    folders = [Path(folder) for folder in (spec and spec.submodule_search_locations) or ()]
    files = [folder / "japanese.yaml" for folder in folders]
    return {english: told for file in files if file.is_file() for english, told in phrases_in(file).items()}


def phrases_in(file: Path) -> dict[str, str]:
    """Sentences in Japanese by the English ones; each may have `{}` for its figures, which the Japanese numbers."""
    return {str(english): str(told) for english, told in yaml.safe_load(file.read_text(encoding="utf-8")).items()}


@cache
def _built_in() -> frozenset[str]:
    package = importlib.import_module("connectors")
    return frozenset(module.name for module in pkgutil.iter_modules(package.__path__) if module.ispkg)


@cache
def _plug_ins() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}
