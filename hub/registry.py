"""Finds a connector by its code: those that come with the hub, and those of others by the entry-point group.

No connector is imported before it is asked for.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import EntryPoint, entry_points

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
def _built_in() -> frozenset[str]:
    package = importlib.import_module("connectors")
    return frozenset(module.name for module in pkgutil.iter_modules(package.__path__) if module.ispkg)


@cache
def _plug_ins() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}
