"""The two types of HubSpot objects that the hub reads and writes, with the properties that the mappings need."""

from __future__ import annotations

from dataclasses import dataclass

from hub.sdk.errors import PersonNeededError

COMPANY_OF_CONTACT = "associatedcompanyid"
"""Read-only in HubSpot since 2019: it names the primary company, and is written through associations."""
MERGED_IDS = "hs_merged_object_ids"


@dataclass(frozen=True)
class ObjectType:
    """One type of object; `modified` is the property that a search can compare with a time."""

    stream: str
    title: str
    title_ja: str
    modified: str
    properties: tuple[str, ...]


CONTACTS = ObjectType(
    stream="contacts",
    title="HubSpot contacts",
    title_ja="HubSpot コンタクト",
    modified="lastmodifieddate",
    properties=(
        "email", "hs_additional_emails", "firstname", "lastname", "phone", "mobilephone", "fax", "jobtitle",
        "zip", "state", "city", "address", "hs_email_optout", COMPANY_OF_CONTACT, MERGED_IDS,
    ),
)  # fmt: skip

COMPANIES = ObjectType(
    stream="companies",
    title="HubSpot companies",
    title_ja="HubSpot 会社",
    modified="hs_lastmodifieddate",
    properties=(
        "name", "domain", "website", "phone", "zip", "state", "city", "address", "address2", "industry",
        "numberofemployees", "annualrevenue", "description", MERGED_IDS,
    ),
)  # fmt: skip

TYPES = {each.stream: each for each in (CONTACTS, COMPANIES)}


def object_type(stream: str) -> ObjectType:
    """The type of a stream; a misspelt one is a person's job."""
    try:
        return TYPES[stream]
    except KeyError:
        raise PersonNeededError(f"HubSpot has no stream {stream!r}; it has: {', '.join(TYPES)}") from None
