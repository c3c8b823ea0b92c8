"""Associations between contacts and companies: many to many, with labels, one of them the primary company.

Labels that people made are types of their own, whose numbers say nothing without their category. The contact's property
`associatedcompanyid` always names its primary company; only this file changes it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connectors.hubspot.twin.refusals import RefusedError
from connectors.hubspot.twin.rows import Row
from connectors.hubspot.twin.store import ObjectStore

PRIMARY = 1
PLAIN = 279
_LABELS = {PRIMARY: "Primary", PLAIN: None}
_OWN = "HUBSPOT_DEFINED"


class Pairs:
    """Which contact belongs to which companies, and by which types."""

    def __init__(self, contacts: ObjectStore, companies: ObjectStore) -> None:
        self.contacts = contacts
        self.companies = companies
        self.types: dict[int, dict[int, set[int]]] = {}
        self.made: list[str] = []
        """The labels that people made; the number of each is its place, counted from 1."""
        self.labelled: dict[int, dict[int, set[int]]] = {}

    def of_contact(self, contact_id: int) -> dict[int, set[int]]:
        """Company id -> types."""
        return self.types.get(contact_id, {})

    def link(self, contact: Row, company: Row, types: set[int]) -> None:
        """Add types to a pair; a new primary company takes the label from the old one."""
        companies = self.types.setdefault(contact.id, {})
        if PRIMARY in types:
            for held in companies.values():
                held.discard(PRIMARY)
        companies.setdefault(company.id, set()).update(types | {PLAIN})
        self._show_primary(contact)

    def label(self, contact: Row, company: Row, name: str) -> None:
        """Say by a label that people made who the contact is there; the pair is one from then on."""
        if name not in self.made:
            self.made.append(name)
        self.link(contact, company, {PLAIN})
        self.labels_of(contact.id).setdefault(company.id, set()).add(self.made.index(name) + 1)

    def labels_of(self, contact_id: int) -> dict[int, set[int]]:
        """Company id -> labels that people made."""
        return self.labelled.setdefault(contact_id, {})

    def unlink(self, contact: Row, company_id: int) -> None:
        """Take a pair apart, whatever its labels."""
        self.of_contact(contact.id).pop(company_id, None)
        self.labels_of(contact.id).pop(company_id, None)
        self._show_primary(contact)

    def unlabel(self, contact: Row, company_id: int, category: str, type_id: int) -> None:
        """Take one type away; with the plain one go all others."""
        if (category, type_id) == (_OWN, PLAIN):
            self.unlink(contact, company_id)
            return
        types = self.of_contact(contact.id) if category == _OWN else self.labels_of(contact.id)
        types.get(company_id, set()).discard(type_id)
        self._show_primary(contact)

    def _show_primary(self, contact: Row) -> None:
        primary = [str(company) for company, types in self.of_contact(contact.id).items() if PRIMARY in types]
        shown = "".join(primary[:1])
        if contact.properties.get("associatedcompanyid", "") != shown:
            self.contacts.write(contact, {"associatedcompanyid": shown})

    def both(self, contact_id: str, company_id: str) -> tuple[Row, Row]:
        """The two records; refused where one does not exist."""
        contact, company = self.contacts.find(contact_id), self.companies.find(company_id)
        for row, wanted in ((contact, contact_id), (company, company_id)):
            if row is None or row.archived_ms is not None:
                raise RefusedError(404, f"The object {wanted} does not exist", {"ids": [wanted]})
        assert contact is not None
        assert company is not None
        return contact, company


def create(pairs: Pairs, inputs: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """`batch/create` with types: results and errors."""

    def one(asked: dict[str, Any]) -> dict[str, Any]:
        contact, company = pairs.both(asked["from"]["id"], asked["to"]["id"])
        types = {int(each["associationTypeId"]) for each in asked["types"]}
        if unknown := types - _LABELS.keys():
            raise RefusedError(400, f"unknown association types {sorted(unknown)}")
        pairs.link(contact, company, types)
        return {
            "fromObjectTypeId": "0-1",
            "fromObjectId": str(contact.id),
            "toObjectTypeId": "0-2",
            "toObjectId": str(company.id),
            "labels": [label for each in sorted(types) if (label := _LABELS[each])],
        }

    return _each(inputs, one)


def read(pairs: Pairs, inputs: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """`batch/read`: for each contact that has companies, all of them with their labels."""

    def one(asked: dict[str, Any]) -> dict[str, Any]:
        companies = pairs.of_contact(int(asked["id"]))
        if not companies:
            context = {"fromObjectId": [asked["id"]]}
            raise RefusedError(404, f"No company is associated with contact {asked['id']}", context)
        made = pairs.labels_of(int(asked["id"]))
        to = [_labelled(company, types, pairs.made, made.get(company, set())) for company, types in companies.items()]
        return {"from": {"id": asked["id"]}, "to": sorted(to, key=lambda each: int(each["toObjectId"]))}

    return _each(inputs, one)


def _labelled(company_id: int, types: set[int], names: list[str], made: set[int]) -> dict[str, Any]:
    shown: list[dict[str, Any]] = [{"category": _OWN, "typeId": each, "label": _LABELS[each]} for each in sorted(types)]
    shown += [{"category": "USER_DEFINED", "typeId": each, "label": names[each - 1]} for each in sorted(made)]
    named = [{key: value for key, value in each.items() if value is not None} for each in shown]
    return {"toObjectId": str(company_id), "associationTypes": named}


def archive(pairs: Pairs, inputs: list[dict[str, Any]]) -> None:
    """`batch/archive`: takes pairs apart; what is not there is no error."""
    for asked in inputs:
        contact = pairs.contacts.find(asked["from"]["id"])
        for to in asked["to"]:
            if contact is not None:
                pairs.unlink(contact, int(to["id"]))


def archive_labels(pairs: Pairs, inputs: list[dict[str, Any]]) -> None:
    """`batch/labels/archive`: takes types away from pairs; what is not there is no error."""
    for asked in inputs:
        contact = pairs.contacts.find(asked["from"]["id"])
        for each in asked["types"]:
            if contact is not None:
                pairs.unlabel(
                    contact, int(asked["to"]["id"]), each["associationCategory"], int(each["associationTypeId"])
                )


def _each(
    inputs: list[dict[str, Any]], one: Callable[[dict[str, Any]], dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    results, errors = [], []
    for asked in inputs:
        try:
            results.append(one(asked))
        except RefusedError as refused:
            errors.append(refused.row({}))
    return results, errors
