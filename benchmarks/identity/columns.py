"""The columns of a file of records, and one record of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

COLUMNS = (
    "record_id",
    "source",
    "entity_type",
    "company_name",
    "company_kana",
    "person_name",
    "person_kana",
    "email",
    "phone",
    "mobile",
    "postal_code",
    "address",
    "corporate_number",
    "invoice_registration_number",
    "url",
    "department",
    "title",
    "birthday",
    "updated_at",
)
TRUTH_COLUMNS = ("record_id", "entity_id")
COMPANY, PERSON = "company", "person"


@dataclass(slots=True)
class Record:
    """What one source says of one company or person; its id comes when all records are shuffled."""

    source: str
    entity_type: str
    updated_at: str = ""
    company_name: str = ""
    company_kana: str = ""
    person_name: str = ""
    person_kana: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    postal_code: str = ""
    address: str = ""
    corporate_number: str = ""
    invoice_registration_number: str = ""
    url: str = ""
    department: str = ""
    title: str = ""
    birthday: str = ""


values_of: Callable[[Record], tuple[str, ...]] = attrgetter(*COLUMNS[1:])
