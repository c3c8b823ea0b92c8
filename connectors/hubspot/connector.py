"""Reads and writes the contacts and companies of one HubSpot account, and the company that a contact belongs to.

Every page carries a cursor from which the reading goes on, and every write tells what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from connectors.hubspot.account_properties import AccountProperties
from connectors.hubspot.changes import Changes, Search
from connectors.hubspot.cursor import Cursor
from connectors.hubspot.lookups import Lookups
from connectors.hubspot.manifests import DAILY_BUDGET, RATES, manifest
from connectors.hubspot.objects import TYPES, object_type
from connectors.hubspot.recycle_bin import RecycleBin
from connectors.hubspot.refusals import HubSpotLimits, classify
from connectors.hubspot.settings import HubSpotSettings
from connectors.hubspot.webhooks import WEBHOOKS
from connectors.hubspot.writes import Writes
from hub.sdk.auth import Bearer
from hub.sdk.connector import ConnectorSettings, Context, WritableConnector
from hub.sdk.errors import PersonNeededError
from hub.sdk.exchange import Auth
from hub.sdk.http import Http
from hub.sdk.manifest import StreamManifest
from hub.sdk.oauth import OAuthRefresh
from hub.sdk.records import Change, Page, PushResult
from hub.sdk.webhook import Webhooks


class HubSpot(WritableConnector):
    """One account; its threads share one client and so one rate limit."""

    code: ClassVar[str] = "hubspot"
    title: ClassVar[str] = "HubSpot"
    title_ja: ClassVar[str] = "HubSpot"
    Settings: ClassVar[type[ConnectorSettings]] = HubSpotSettings
    webhooks: ClassVar[Webhooks | None] = WEBHOOKS

    def __init__(self, settings: ConnectorSettings, context: Context) -> None:
        super().__init__(settings, context)
        if not isinstance(settings, HubSpotSettings):
            raise PersonNeededError(f"HubSpot needs HubSpotSettings, not {type(settings).__name__}")
        self._settings = settings
        self._http = Http(
            settings,
            context,
            _auth(settings, context),
            RATES,
            classify,
            limit_headers=HubSpotLimits(),
            daily_budget=DAILY_BUDGET,
        )
        self._properties = AccountProperties(self._http, settings)
        search = Search(self._http, settings, context)
        self._changes = Changes(search, settings, context)
        self._bin = RecycleBin(self._http, settings)
        self._lookups = Lookups(self._http, search, settings)
        self._writes = Writes(self._http, settings, self._lookups)

    def streams(self) -> Mapping[str, StreamManifest]:
        return {
            name: manifest(kind, self._settings, self._lookups.keys_of(kind), self._properties.lacking(kind))
            for name, kind in TYPES.items()
        }

    def check(self) -> str:
        for stream in TYPES:
            self._http.get(f"{self._settings.objects_path}/{stream}", params={"limit": 1}).json()
        unread = self._properties.told(list(TYPES.values()))
        return f"HubSpot at {self._settings.base_url} lets us read contacts and companies{unread}"

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        kind = object_type(stream)
        reached = Cursor.read(cursor)
        # The pages before the place where a round was cut off are as old as that round, and may have changed since.
        for _ in range(2 if reached.is_amid_round else 1):
            for page in self._changes.pull(kind, reached):
                yield page
                cursor = page.cursor
            reached = Cursor.read(cursor)
        if reached.bin_is_due(self._settings.archived_every_s):
            yield from self._bin.pull(kind, reached)

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        return self._writes.push(object_type(stream), changes)

    def close(self) -> None:
        self._http.close()


def _auth(settings: HubSpotSettings, context: Context) -> Auth:
    if settings.access_token is not None:
        return Bearer(settings.access_token)
    if settings.client_id is None or settings.client_secret is None:
        raise PersonNeededError("HubSpot needs an access token or an OAuth client")
    return OAuthRefresh(
        settings,
        context,
        token_url=settings.token_url,
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        refresh_token=settings.refresh_token,
    )
