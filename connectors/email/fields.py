"""The fields of a mail's record, which this connector makes itself."""

from __future__ import annotations

_ADDRESS = ("name", "address")

MAIL = (
    *("message_id", "date", "subject", "direction", "internal", "in_reply_to", "folder"),
    *("list_id", "auto_submitted", "bulk", "automatic"),
    *("summary", "text", "attachments.*", "attachment_count", "cut"),
    *(f"{role}.{part}" for role in ("from", "counterpart") for part in _ADDRESS),
    *(f"{role}.*.{part}" for role in ("senders", "to", "cc", "counterparts") for part in _ADDRESS),
)
