"""How HubSpot tells of changes by itself: signed by version 3, up to a hundred events a request, in no order.

An `eventId` alone is not promised to be unique; with its subscription, record and time it names one event.
"""

from __future__ import annotations

from hub.sdk.signature import Signature
from hub.sdk.webhook import Webhooks

WEBHOOKS = Webhooks(
    # HubSpot signs the address with some percent signs decoded; the hub's addresses have none.
    signature=Signature(
        kind="hmac",
        header="X-HubSpot-Signature-v3",
        encoding="base64",
        signed=("method", "uri", "body", "timestamp"),
        timestamp_header="X-HubSpot-Request-Timestamp",
        timestamp_unit="ms",
        max_age_s=300,
    ),
    secrets=("webhook_secret", "client_secret"),
    id_paths=("subscriptionId", "eventId", "occurredAt"),
    stream_path="subscriptionType",
    streams={"contact.": "contacts", "company.": "companies"},
    # A merge names the winner, an association its first end.
    external_id_paths=("objectId", "primaryObjectId", "fromObjectId"),
    kind_path="subscriptionType",
    gone_kinds=frozenset({"contact.privacyDeletion"}),
    at_path="occurredAt",
    at_as="epoch_ms",
)
