"""What people do in the demo's systems between the two syncs: different fields, and once the same field."""

from __future__ import annotations

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
    return ["edit.mobile", "edit.name", "edit.phone"]


def _find(records: dict[str, dict[str, str]], field: str, part: str) -> str:
    return next(record_id for record_id, record in records.items() if part in (record.get(field) or ""))
