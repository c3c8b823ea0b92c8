"""What an operator may set for a HubSpot account; every limit that HubSpot does not promise is a default here."""

from __future__ import annotations

from typing import Self

from pydantic import Field, SecretStr, model_validator

from hub.sdk.http import HttpSettings
from hub.sdk.manifest import Rate

SEARCH_PAGE_MAX = 200
BATCH_MAX = 100


class HubSpotSettings(HttpSettings):
    """Give `access_token` (a private app) or the three of OAuth (`client_id`, `client_secret`, `refresh_token`)."""

    base_url: str = "https://api.hubapi.com"
    access_token: SecretStr | None = None
    client_id: str | None = None
    client_secret: SecretStr | None = None
    refresh_token: SecretStr | None = None
    token_url: str = "https://api.hubapi.com/oauth/v1/token"  # noqa: S105 - an address
    webhook_secret: SecretStr | None = None
    """The app's client secret, by which HubSpot signs its webhooks; where `client_secret` is given, that serves."""
    app_url: str = "https://app.hubspot.com"
    """Where people use HubSpot in their browsers; accounts in the EU have a host of their own."""
    portal_id: int | None = Field(default=None, gt=0)
    """The account's number (Hub ID); with it, a customer's page leads to its records in HubSpot."""
    objects_path: str = "crm/v3/objects"
    """HubSpot files v3 under "legacy"; the dated spelling is `crm/objects/2026-03`."""
    associations_path: str = "crm/v4/associations"
    properties_path: str = "crm/v3/properties"
    page_size: int | None = Field(default=SEARCH_PAGE_MAX, gt=0, le=SEARCH_PAGE_MAX)
    batch_size: int = Field(default=BATCH_MAX, gt=0, le=BATCH_MAX)
    search_rate: Rate = Rate(requests=4, per_s=1)
    """Searches have a tighter limit of their own, besides `rates`."""
    overlap_s: float = Field(default=120, ge=0)
    """How much of the past is read again, because the search index runs behind the writes."""
    late_index_s: float = Field(default=86_400, gt=0)
    """The index may be later than that on a bad day: once in so long, what changed in twice as long is read again."""
    archived_every_s: float = Field(default=3600, ge=0)
    """How often the recycle bin is listed, which is the only way to see deletions and reads all of it each time."""
    properties: tuple[str, ...] = ()
    """Properties to read besides those that the mappings shipped with the hub need."""
    contact_key: str = "email"
    """The unique property by which a contact is looked up."""
    company_key: str | None = None
    """A unique property that you made for companies (none is built in); creating is then safe to repeat."""

    @model_validator(mode="after")
    def _has_one_way_in(self) -> Self:
        oauth = (self.client_id, self.client_secret)
        if self.access_token is not None and any((*oauth, self.refresh_token)):
            raise ValueError("give `access_token` or the OAuth client, not both")
        if self.access_token is None and not all(oauth):
            raise ValueError("give `access_token`, or `client_id`, `client_secret` and `refresh_token`")
        return self
