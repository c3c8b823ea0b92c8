"""What people do in the demo's systems between the two syncs: different fields, the same field, and somebody new."""

from __future__ import annotations

from typing import Any

from hub.demo.customers import LEAD
from hub.demo.stage import Stage


def people_work(stage: Stage) -> list[str]:
    """Edit in HubSpot and in freee; the keys of the lines that tell about it."""
    marketing, accounting = stage.twins["hubspot"], stage.twins["freee"]
    contact = _find(marketing.records("contacts"), "email", "ichiro@")
    company = _find(marketing.records("companies"), "name", "青空")
    partner = _find(accounting.tables["partners"], "name", "青空")
    marketing.user_edits("contacts", contact, {"mobilephone": "+819012345678"})
    accounting.user_edits("partners", partner, {"contact_name": "髙橋 一朗", "phone": "03-3210-9999"})
    marketing.user_edits("companies", company, {"phone": "+81332101111"})
    _move(marketing, accounting)
    marketing.user_creates("companies", LEAD)
    return ["edit.mobile", "edit.name", "edit.phone", "edit.address", "edit.lead"]


def _move(marketing: Any, accounting: Any) -> None:
    """Two people enter two addresses of one company, between which the hub asks."""
    company = _find(marketing.records("companies"), "name", "みどり")
    partner = _find(accounting.tables["partners"], "name", "みどり")
    marketing.user_edits("companies", company, {"address": "梅田7-7-7"})
    old = accounting.tables["partners"][partner]["address_attributes"]
    accounting.user_edits("partners", partner, {"address_attributes": {**old, "street_name1": "大阪市北区梅田2-2-20"}})


def _find(records: dict[str, dict[str, str]], field: str, part: str) -> str:
    return next(record_id for record_id, record in records.items() if part in (record.get(field) or ""))
