"""What the HubSpot streams can do, by the account's settings."""

from __future__ import annotations

from connectors.hubspot.objects import CONTACTS, ObjectType
from connectors.hubspot.settings import SEARCH_PAGE_MAX, HubSpotSettings
from hub.sdk.manifest import Rate, StreamManifest

RATES = (Rate(requests=100, per_s=10),)
"""The smallest of the published limits (free and starter); larger plans can be set as `rates`."""
DAILY_BUDGET = 250_000


def manifest(
    kind: ObjectType, settings: HubSpotSettings, keys: tuple[str, ...], lacking: frozenset[str] = frozenset()
) -> StreamManifest:
    """The manifest of one stream; `keys` are the properties by which a record is looked up, and of those that the
    settings name the account has none of `lacking` for this type.
    """
    return StreamManifest(
        name=kind.stream,
        title=kind.title,
        title_ja=kind.title_ja,
        incremental="exact",
        oldest_first=False,
        deletes="tombstone",
        merges=True,
        fields=_fields(kind, settings, lacking),
        fields_are_all=True,
        more_fields="properties",
        operations=frozenset({"create", "update", "archive", "lookup"}),
        list_page_max=settings.page_size or SEARCH_PAGE_MAX,
        write_batch_max=settings.batch_size,
        natural_key=tuple(f"properties.{name}" for name in keys),
        # HubSpot itself asks for one of several; a record that nobody can recognise helps nobody.
        required=() if kind is CONTACTS else ("properties.name",),
        rates=settings.rates if settings.rates is not None else RATES,
        daily_budget=settings.daily_budget or DAILY_BUDGET,
        index_lag_s=settings.overlap_s,
        rewrites=("properties.email",) if kind is CONTACTS else ("properties.domain",),
        webhook_signature="hmac",
        record_url=_record_url(kind, settings),
    )


def _record_url(kind: ObjectType, settings: HubSpotSettings) -> str:
    """0-1 and 0-2 are HubSpot's own numbers of its two types."""
    if settings.portal_id is None:
        return ""
    return f"{settings.app_url}/contacts/{settings.portal_id}/record/{'0-1' if kind is CONTACTS else '0-2'}/{{id}}"


def _fields(kind: ObjectType, settings: HubSpotSettings, lacking: frozenset[str]) -> tuple[str, ...]:
    """HubSpot shows the properties that are asked for, and no others."""
    read = dict.fromkeys((*kind.properties, *(name for name in settings.properties if name not in lacking)))
    return ("id", "createdAt", "updatedAt", "archived", "archivedAt", *(f"properties.{name}" for name in read))
