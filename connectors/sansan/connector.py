"""Sansan: every card that the key's user may see; a person has many cards, and the day of exchange tells their age.

The API lists cards by the time of their last update and never tells what was deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr

from hub.sdk.auth import ApiKey
from hub.sdk.connector import ConnectorSettings
from hub.sdk.http import Http, HttpSettings
from hub.sdk.manifest import Rate, StreamManifest
from hub.sdk.rest import Paging, Records, RestConnector, RestStream, Since

PAGE_MAX = 300
JAPAN = "Asia/Tokyo"
FIELDS = (
    *("id", "personId", "companyId", "exchangeDate", "registeredTime", "updatedTime", "entryStatus", "memo"),
    *("lastName", "firstName", "lastNameReading", "firstNameReading", "departmentName", "title", "email", "mobile"),
    *("companyName", "postalCode", "prefecture", "city", "street", "building", "tel", "secondTel", "fax", "url"),
    *("owner.id", "owner.name", "owner.email", "tags.*.id", "tags.*.name", "tags.*.type"),
)
"""What public pages and clients name. No contract promises that these are all, so a mapping may name others."""


class SansanSettings(HttpSettings):
    """What `config.yaml` may say about a Sansan connection."""

    base_url: str = "https://api.sansan.com/v6.0"
    api_key: SecretStr
    """One user's key: the hub sees what this user sees, so take one who may see every card."""
    page_size: int | None = Field(default=None, gt=0, le=PAGE_MAX)
    rates: tuple[Rate, ...] | None = (Rate(requests=1, per_s=1),)
    """Sources disagree on the limit (10 a second, 300 or 100 a minute); one a second is under all of them."""
    range: Literal["all", "me"] = "all"
    include_past_cards: bool = True
    """Old cards of the same person: they tell where somebody worked before."""
    include_tags: bool = True
    since_on: date = date(2000, 1, 1)
    """The first pull asks for cards updated from this day on, for the API wants a day."""
    overlap_s: float = Field(default=300, ge=0)
    """This much of the past is read again at each pull."""


class SansanConnector(RestConnector):
    """One Sansan user's view of the company's cards."""

    code: ClassVar[str] = "sansan"
    title: ClassVar[str] = "Sansan"
    title_ja: ClassVar[str] = "Sansan（名刺）"
    Settings: ClassVar[type[ConnectorSettings]] = SansanSettings
    settings: SansanSettings

    def connect(self) -> Http:
        return Http(self.settings, self.context, ApiKey("X-Sansan-Api-Key", self.settings.api_key))

    def describe(self) -> Sequence[RestStream]:
        return [self._biz_cards()]

    def check(self) -> str:
        """One card of the last minute: the cheapest request that needs the key."""
        now = self.context.now()
        cards = self.stream("bizCards")
        since = cards.since
        window = {"updatedFrom": since.spelt(now.replace(second=0)), "updatedTo": since.spelt(now)} if since else {}
        response = self.http.get(cards.path, params={**cards.params, **window, "limit": 1})
        cards.reader.read(response)
        whose = "every card that the key's user may see" if self.settings.range == "all" else "the user's own cards"
        return f"Sansan at {self.settings.base_url}: {whose}"

    def _biz_cards(self) -> RestStream:
        earliest = datetime.combine(self.settings.since_on, time.min, tzinfo=ZoneInfo(JAPAN)).astimezone(UTC)
        return RestStream(
            manifest=self._manifest(),
            path="/bizCards",
            params={
                "range": self.settings.range,
                "includePastBizCards": _word(self.settings.include_past_cards),
                "includeTags": _word(self.settings.include_tags),
                "orderBy": "updatedAt",
                "orderDirection": "asc",
            },
            records=Records(records_path="data", modified_path="updatedTime", zone=JAPAN),
            paging=Paging(
                kind="token",
                param="nextPageToken",
                size_param="limit",
                next_path="nextPageToken",
                more_path="hasMore",
            ),
            since=Since(
                from_param="updatedFrom",
                to_param="updatedTo",
                zone=JAPAN,
                overlap_s=self.settings.overlap_s,
                earliest=earliest,
            ),
        )

    def _manifest(self) -> StreamManifest:
        return StreamManifest(
            name="bizCards",
            title="Business cards",
            title_ja="名刺",
            incremental="second",
            oldest_first=True,
            deletes="none",
            fields=FIELDS,
            list_page_max=PAGE_MAX,
            rates=self.settings.rates or (),
            daily_budget=self.settings.daily_budget,
        )


def _word(flag: bool) -> str:
    return "true" if flag else "false"
