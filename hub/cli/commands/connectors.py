"""`hub connectors`: what each product can do, as its manifests say, and which accounts are configured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from pydantic import ValidationError

from hub.bootstrap import Surroundings, make_connector
from hub.cli.answer import Answer
from hub.cli.session import Session
from hub.cli.show.cards import show_cards
from hub.config import Config, ConfigError
from hub.registry import connector_class, known_connectors
from hub.sdk.connector import Connector, Context, WritableConnector
from hub.sdk.manifest import StreamManifest

Card = dict[str, Any]


def connectors(session: Session) -> Answer:
    """A card for each connector that is installed."""
    config = session.config if session.options.config.exists() else None
    cards = [_card(code, config) for code in known_connectors()]
    return Answer({"connectors": cards}, lambda screen: show_cards(screen, cards))


def _card(code: str, config: Config | None) -> Card:
    kind = connector_class(code)
    names = [n for n, c in config.settings.connections.items() if c.connector == code] if config else []
    streams = _streams(kind, config, names)
    return {
        "code": code,
        "title": kind.title,
        "title_ja": kind.title_ja,
        "writes": issubclass(kind, WritableConnector),
        "connections": names,
        "streams": [msgspec.to_builtins(m.model_dump(mode="json")) for m in streams.values()],
        "settings": [
            {"name": name, "required": field.is_required()} for name, field in kind.Settings.model_fields.items()
        ],
    }


def _streams(kind: type[Connector], config: Config | None, names: list[str]) -> Mapping[str, StreamManifest]:
    for name in names if config is not None else []:
        try:
            return _closed(make_connector(config, name, Surroundings()))  # type: ignore[arg-type]
        except ConfigError:
            # A secret that is missing here is told by `hub check`; the card does without this account.
            continue
    return _of_nobody(kind)


def _of_nobody(kind: type[Connector]) -> Mapping[str, StreamManifest]:
    """The streams as they are for made-up settings: manifests are offline, so no account is needed."""
    fields = kind.Settings.model_fields
    needed = {name: value for name, value in _EXAMPLE.items() if name in fields and fields[name].is_required()}
    for more in ({}, {"access_token": "example"}, {"path": "example"}):
        try:
            settings = kind.Settings.model_validate({**needed, **more})
        except ValidationError:
            continue
        return _closed(kind(settings, Context(kind.code)))
    return {}


_EXAMPLE = {
    "company_id": 1,
    "client_id": "example",
    "client_secret": "example",
    "refresh_token": "example",
    "api_key": "example",
    "path": "customers.xlsx",
    "kind": "mbox",
}


def _closed(connector: Connector) -> Mapping[str, StreamManifest]:
    try:
        return connector.streams()
    finally:
        connector.close()
