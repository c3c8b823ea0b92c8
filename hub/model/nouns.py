"""The nouns in the order in which people meet them; an entity exists where it stands here."""

from __future__ import annotations

from hub.model.activity import Activity
from hub.model.billing import Invoice, Payment, Purchase
from hub.model.company import Company
from hub.model.fields import Noun
from hub.model.person import Consent, Employment, Person
from hub.model.trade import Contract, Deal, Quote

_IN_ORDER: tuple[type[Noun], ...] = (
    Company,
    Person,
    Employment,
    Deal,
    Contract,
    Quote,
    Invoice,
    Payment,
    Purchase,
    Activity,
    Consent,
)

NOUNS: dict[str, type[Noun]] = {noun.entity: noun for noun in _IN_ORDER}
