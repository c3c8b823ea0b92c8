"""A change in HubSpot's own terms: properties as text, and the primary company apart from them.

Empty text clears a property; a property that a change does not name is never sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.hubspot.objects import COMPANY_OF_CONTACT
from hub.sdk.records import Change, Outcome, PushResult

PRIMARY_COMPANY = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]


@dataclass(frozen=True)
class Wish:
    """`company` is the id of the wished primary company, empty to take it away, None to leave it."""

    change: Change
    properties: Mapping[str, str]
    company: str | None = None

    @classmethod
    def of(cls, change: Change) -> Wish:
        """The wish that a change is."""
        named = change.payload.get("properties") or {}
        texts = {name: as_text(value) for name, value in named.items()}
        if "domain" in texts:
            texts["domain"] = bare_domain(texts["domain"])
        return cls(change, texts, texts.pop(COMPANY_OF_CONTACT, None))

    @property
    def id(self) -> str:
        """The record that is to be changed."""
        return self.change.external_id or ""

    def result(
        self,
        outcome: Outcome,
        message: str = "",
        external_id: str | None = None,
        modified_at: datetime | None = None,
    ) -> PushResult:
        """What became of it."""
        held = external_id or self.change.external_id
        return PushResult(self.change.key, outcome, held, message=message, modified_at=modified_at)

    def to_create(self) -> dict[str, Any]:
        """An input of `batch/create`; the company comes with it, for that saves a request."""
        made: dict[str, Any] = {"objectWriteTraceId": self.change.key, "properties": dict(self.properties)}
        if self.company:
            made["associations"] = [{"to": {"id": self.company}, "types": PRIMARY_COMPANY}]
        return made

    def to_update(self) -> dict[str, Any]:
        """An input of `batch/update`."""
        return {"objectWriteTraceId": self.change.key, "id": self.id, "properties": dict(self.properties)}

    def to_upsert(self, key: str) -> dict[str, Any]:
        """An input of `batch/upsert` by a unique property."""
        rest = {name: text for name, text in self.properties.items() if name != key}
        trace = self.change.key
        return {"objectWriteTraceId": trace, "idProperty": key, "id": self.properties[key], "properties": rest}


def bare_domain(text: str) -> str:
    """The domain of a web address, which is all that HubSpot takes for a company: www.example.com/a -> example.com."""
    host = text.strip().lower().partition("://")[2] or text.strip().lower()
    return host.split("/")[0].split("?")[0].split(":")[0].removeprefix("www.")


def as_text(value: object) -> str:
    """Every property value is text: true and false are words, several options are joined by semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(as_text(each) for each in value)
    return str(value)
