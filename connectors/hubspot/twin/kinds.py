"""The two kinds of objects that the twin keeps, with the properties that an account has from the start."""

from __future__ import annotations

from connectors.hubspot.twin.rows import Kind

_SYSTEM = frozenset({"hs_object_id", "createdate", "hs_merged_object_ids"})

CONTACTS = Kind(
    stream="contacts",
    noun="Contact",
    modified="lastmodifieddate",
    known=_SYSTEM
    | {
        "lastmodifieddate", "email", "hs_additional_emails", "firstname", "lastname", "salutation", "phone",
        "mobilephone", "fax", "jobtitle", "company", "website", "address", "city", "state", "zip", "country",
        "lifecyclestage", "hs_lead_status", "hs_email_optout", "associatedcompanyid", "date_of_birth",
    },
    # `associatedcompanyid` has been read-only since 2019, `hs_email_optout` belongs to the subscription API.
    read_only=_SYSTEM | {"lastmodifieddate", "associatedcompanyid", "hs_email_optout", "hs_additional_emails"},
    default=("email", "firstname", "lastname"),
    options=(
        (
            "lifecyclestage",
            frozenset({"subscriber", "lead", "opportunity", "customer", "evangelist", "other"}),
        ),
    ),
)  # fmt: skip

COMPANIES = Kind(
    stream="companies",
    noun="Company",
    modified="hs_lastmodifieddate",
    known=_SYSTEM
    | {
        "hs_lastmodifieddate", "name", "domain", "website", "phone", "address", "address2", "city", "state", "zip",
        "country", "industry", "type", "numberofemployees", "annualrevenue", "description", "founded_year",
        "lifecyclestage",
    },
    read_only=_SYSTEM | {"hs_lastmodifieddate"},
    default=("name", "domain"),
    numbers=frozenset({"numberofemployees", "annualrevenue"}),
    options=(("industry", frozenset({"COMPUTER_SOFTWARE", "MACHINERY", "WHOLESALE", "FOOD_PRODUCTION"})),),
)  # fmt: skip

KINDS = {kind.stream: kind for kind in (CONTACTS, COMPANIES)}
