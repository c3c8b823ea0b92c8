"""The associations API (v4) of the twin, between contacts and companies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connectors.hubspot.twin import pairs
from connectors.hubspot.twin.objects_api import Route, Switches, answered, refusing
from hub.sdk.twin import TwinRequest, TwinResponse, reply


class PairsApi:
    """Handlers, all under one path."""

    def __init__(self, held: pairs.Pairs, switches: Switches, now_ms: Callable[[], int]) -> None:
        self._pairs = held
        self._switches = switches
        self._now_ms = now_ms

    def offer(self, route: Route, path: str) -> None:
        """Put the handlers at their addresses."""
        batch = f"{path}/contacts/companies/batch"
        route("POST", f"{batch}/create", refusing(self._create))
        route("POST", f"{batch}/read", refusing(self._read))
        route("POST", f"{batch}/archive", refusing(self._archive))
        route("POST", f"{batch}/labels/archive", refusing(self._archive_labels))

    def _create(self, request: TwinRequest) -> TwinResponse:
        results, errors = pairs.create(self._pairs, request.json["inputs"])
        return answered(self._now_ms(), [self._spelt(each) for each in results], errors, status=201)

    def _read(self, request: TwinRequest) -> TwinResponse:
        results, errors = pairs.read(self._pairs, request.json["inputs"])
        spelt = [each | {"to": [self._spelt(company) for company in each["to"]]} for each in results]
        return answered(self._now_ms(), spelt, errors)

    def _spelt(self, pair: dict[str, Any]) -> dict[str, Any]:
        """The ids as numbers, where the switch says so."""
        if not self._switches.numbers_pairs:
            return pair
        return pair | {name: int(pair[name]) for name in pair.keys() & {"fromObjectId", "toObjectId"}}

    def _archive(self, request: TwinRequest) -> TwinResponse:
        pairs.archive(self._pairs, request.json["inputs"])
        return reply(status=204)

    def _archive_labels(self, request: TwinRequest) -> TwinResponse:
        pairs.archive_labels(self._pairs, request.json["inputs"])
        return reply(status=204)
