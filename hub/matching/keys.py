"""Match keys: hashed facts that two records of the same customer share; only records that share one are compared.

A key's two lowest bits tell its strength, so that strength travels with it through the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import xxhash

from hub.normalize.emails import is_role_mailbox
from hub.normalize.names import company_key
from hub.normalize.persons import person_key
from hub.normalize.phones import phone_key
from hub.normalize.urls import url_domain

OFFICIAL, PERSONAL, NAMED = 3, 2, 1

Doc = Mapping[str, Any]


def strength(key: int) -> int:
    """3: an official number or the record itself, 2: a personal address, 1: a name with a place."""
    return key & 3


def match_keys(entity: str, doc: Doc) -> tuple[int, ...]:
    """The keys of a record, each once, in a fixed order."""
    facts = _FACTS.get(entity)
    if facts is None:
        return ()
    return tuple(sorted({_hashed(f"{entity}|{kind}|{value}", rank) for kind, value, rank in facts(doc)}))


def known_by(doc: Doc) -> dict[str, int]:
    """The facts by which a person is known again, each with its match key; every mailbox is one."""
    mailboxes = {box: {**doc, "email": box} for box in doc.get("other_emails", ())}
    facts = [fact for one in (doc, *mailboxes.values()) for fact in _person(one)]
    texts = {f"person|{kind}|{value}": rank for kind, value, rank in facts}
    return {text: _hashed(text, rank) for text, rank in texts.items()}


def shared_kinds(entity: str, docs: Sequence[Doc]) -> list[str]:
    """The kinds of facts that at least two of the records have in common, strongest first: why they are one."""
    facts = _FACTS.get(entity)
    if facts is None:
        return []
    seen: set[Fact] = set()
    shared: set[Fact] = set()
    for doc in docs:
        told = set(facts(doc))
        shared |= told & seen
        seen |= told
    return [kind for _, kind in sorted({(-rank, kind) for kind, _, rank in shared})]


def _hashed(text: str, rank: int) -> int:
    # 63 bits, because databases have signed integers.
    return (xxhash.xxh3_64_intdigest(text.encode()) >> 1) & ~3 | rank


Fact = tuple[str, str, int]


def _company(doc: Doc) -> Iterator[Fact]:
    number = doc.get("corporate_number") or (doc.get("invoice_number") or "")[1:]
    if number:
        # The T-number of a corporation is T and its 法人番号: they are one key.
        yield "number", number, OFFICIAL
    name = company_key(doc["name"]) if doc.get("name") else ""
    if not name:
        return
    for kind, value in _places(doc):
        yield f"name+{kind}", f"{name}|{value}", NAMED


def _places(doc: Doc) -> Iterator[tuple[str, str]]:
    if postal_code := doc.get("postal_code"):
        yield "postal", postal_code
    if phone := phone_key(doc["phone"]) if doc.get("phone") else "":
        yield "phone", phone
    if domain := url_domain(doc["url"]) if doc.get("url") else "":
        yield "domain", domain


def _person(doc: Doc) -> Iterator[Fact]:
    name = person_key(doc["name"]) if doc.get("name") else ""
    if email := doc.get("email"):
        if not is_role_mailbox(email):
            yield "email", email.lower(), PERSONAL
        elif name:
            yield "email+name", f"{email.lower()}|{name}", NAMED
    mobile = phone_key(doc["mobile"]) if doc.get("mobile") else ""
    if mobile and name:
        yield "mobile+name", f"{mobile}|{name}", NAMED


def _employment(doc: Doc) -> Iterator[Fact]:
    if "person" in doc and "company" in doc:
        yield "at", f"{doc['person']}|{doc['company']}", OFFICIAL


def _activity(doc: Doc) -> Iterator[Fact]:
    if message := doc.get("message_id"):
        yield "message", f"{message}|{doc.get('person', '')}", OFFICIAL


IDENTIFYING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "company": frozenset(
            {"corporate_number", "invoice_number", "name", "legal_form", "postal_code", "phone", "url"}
        ),
        "person": frozenset({"name", "family_name", "given_name", "birthday", "email", "mobile"}),
        "employment": frozenset({"person", "company"}),
        "activity": frozenset({"message_id", "person", "at"}),
    }
)
"""The fields of each entity that keys and walls are made of; no other says who a customer is."""


_FACTS: dict[str, Callable[[Doc], Iterator[Fact]]] = {
    "company": _company,
    "person": _person,
    "employment": _employment,
    "activity": _activity,
}
