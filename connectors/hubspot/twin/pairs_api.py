"""The associations API (v4) of the twin, between contacts and companies."""

from __future__ import annotations

from collections.abc import Callable

from connectors.hubspot.twin import pairs
from connectors.hubspot.twin.objects_api import Route, answered, refusing
from hub.sdk.twin import TwinRequest, TwinResponse, reply


class PairsApi:
    """Handlers, all under one path."""

    def __init__(self, held: pairs.Pairs, now_ms: Callable[[], int]) -> None:
        self._pairs = held
        self._now_ms = now_ms

    def offer(self, route: Route, path: str) -> None:
        """Put the handlers at their addresses."""
        batch = f"{path}/contacts/companies/batch"
        route("POST", f"{batch}/create", refusing(self._create))
        route("POST", f"{batch}/read", refusing(self._read))
        route("POST", f"{batch}/archive", refusing(self._archive))
        route("POST", f"{batch}/labels/archive", refusing(self._archive_labels))

    def _create(self, request: TwinRequest) -> TwinResponse:
        return answered(self._now_ms(), *pairs.create(self._pairs, request.json["inputs"]), status=201)

    def _read(self, request: TwinRequest) -> TwinResponse:
        return answered(self._now_ms(), *pairs.read(self._pairs, request.json["inputs"]))

    def _archive(self, request: TwinRequest) -> TwinResponse:
        pairs.archive(self._pairs, request.json["inputs"])
        return reply(status=204)

    def _archive_labels(self, request: TwinRequest) -> TwinResponse:
        pairs.archive_labels(self._pairs, request.json["inputs"])
        return reply(status=204)
