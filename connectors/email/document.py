"""One mail's bytes become one record, or a bad record with its reason; the same bytes always become the same."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

from connectors.email.addresses import Address, read_addresses
from connectors.email.automatic import is_auto_submitted, is_bulk, is_robot, list_id
from connectors.email.charsets import decode
from connectors.email.dates import read_date, sent_at
from connectors.email.headers import Headers, split_message
from connectors.email.mime import attachment_names, leaf_parts, read_text
from connectors.email.sides import OurSide
from hub.sdk.records import BadRecord, RawRecord

MAX_EVIDENCE = 16 * 1024
MAX_SUBJECT = 1000
MAX_NAMES = 100
_MESSAGE_ID = re.compile(r"<\s*([^<>\s][^<>]{0,990}?)\s*>")
_NO_ID = "no-id-"
_IDENTIFYING = ("date", "from", "to", "cc", "subject")
_BLANK = re.compile(r"\s+")
_QUOTED = re.compile(r"^[ \t]*[>＞].*$", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """How mails are read: who we are and how much is kept."""

    ours: OurSide
    keep_text: Literal["headers", "summary", "full"] = "summary"
    summary_chars: int = 200
    max_bytes: int = 5_000_000


@dataclass(frozen=True)
class StoredMail:
    """A mail as its mailbox gave it; `raw` may be only its beginning. `size` is its whole length where known."""

    raw: bytes
    folder: str
    stored_at: datetime | None = None
    size: int | None = None


def to_record(mail: StoredMail, reading: Reading) -> RawRecord | BadRecord:
    """The record of the mail. Its id is the Message-ID with the time at which it was sent, so that copies in other
    folders are the same record, and the mails of a program that never makes a new Message-ID are not.
    """
    raw = mail.raw[: reading.max_bytes]
    headers, body = split_message(raw)
    if not any(headers.raw(name) for name in ("message-id", *_IDENTIFYING)):
        reason = "no mail headers (none of Message-ID, Date, From, To, Cc, Subject)" if raw.strip() else "an empty mail"
        name = f"unreadable-{hashlib.sha256(raw).hexdigest()[:32]}"
        return BadRecord(name, raw[:MAX_EVIDENCE], f"{mail.folder}: {reason}; look at the mail and remove or mend it")
    at = sent_at(headers.raw("date"), headers.all("received"), mail.stored_at)
    payload = _payload(headers, body, mail, reading)
    if at is not None:
        payload["date"] = at.isoformat()
    return RawRecord(_identity(headers, payload["message_id"]), msgspec.json.encode(payload), at)


def _identity(headers: Headers, named: str) -> str:
    said = read_date(decode(headers.raw("date")[:200]))
    return named if said is None or named.startswith(_NO_ID) else f"{named}~{said:%Y%m%dT%H%M%S}"


def message_id(headers: Headers) -> str:
    """The Message-ID without its brackets; where it is missing, a hash of the headers that every copy shares."""
    text = decode(headers.raw("message-id")[:4000])
    match = _MESSAGE_ID.search(text)
    found = _BLANK.sub("", match[1] if match else text.strip(" <>\t"))
    if found and len(found) <= 995:
        return found
    digest = hashlib.sha256()
    for name in _IDENTIFYING:
        digest.update(b"\0".join((name.encode(), *headers.all(name), b"\n")))
    return f"{_NO_ID}{digest.hexdigest()[:32]}"


def _payload(headers: Headers, body: bytes, mail: StoredMail, reading: Reading) -> dict[str, Any]:
    senders = read_addresses(headers.all("from")) or read_addresses(headers.all("sender") or headers.all("reply-to"))
    document = {
        "message_id": message_id(headers),
        "subject": headers.text("subject")[:MAX_SUBJECT],
        **_people(headers, senders, reading.ours),
        **_flags(headers, senders, reading.ours),
        "in_reply_to": next(iter(_MESSAGE_ID.findall(decode(headers.raw("in-reply-to")[:4000]))), None),
        "folder": mail.folder,
        **(_content(headers, body, mail, reading) if reading.keep_text != "headers" else {}),
    }
    return {key: value for key, value in document.items() if value is not None and value != ""}


def _people(headers: Headers, senders: list[Address], ours: OurSide) -> dict[str, Any]:
    to, cc = read_addresses(headers.all("to")), read_addresses(headers.all("cc"))
    outbound = ours.is_outbound(senders)
    recipients = [*to, *cc, *read_addresses(headers.all("bcc"))]
    others = ours.others(recipients if outbound else [*senders, *recipients])
    counterpart = next(iter(others if outbound else ours.others(senders)), None)
    return {
        "from": senders[0].document() if senders else None,
        "senders": [sender.document() for sender in senders] if len(senders) > 1 else None,
        "to": [address.document() for address in to],
        "cc": [address.document() for address in cc],
        "direction": "outbound" if outbound else "inbound",
        "internal": outbound and not others,
        "counterpart": counterpart.document() if counterpart else None,
        "counterparts": [address.document() for address in others],
    }


def _flags(headers: Headers, senders: list[Address], ours: OurSide) -> dict[str, Any]:
    bulk, submitted = is_bulk(headers, ours), is_auto_submitted(headers)
    return {
        "list_id": list_id(headers),
        "auto_submitted": submitted,
        "bulk": bulk,
        "automatic": bulk or submitted or is_robot(senders),
    }


def _content(headers: Headers, body: bytes, mail: StoredMail, reading: Reading) -> dict[str, Any]:
    parts = list(leaf_parts(headers, body))
    text = read_text(parts, reading.max_bytes)
    names = attachment_names(parts)
    return {
        "summary": summarise(text, reading.summary_chars),
        "text": text if reading.keep_text == "full" else None,
        "attachments": names[:MAX_NAMES],
        "attachment_count": len(names),
        "cut": True if (mail.size or len(mail.raw)) > min(len(mail.raw), reading.max_bytes) else None,
    }


def summarise(text: str, chars: int) -> str:
    """The first words of a mail on one line; lines quoted from an earlier mail are another's words and are left out."""
    words = _BLANK.sub(" ", _QUOTED.sub("", text[: chars * 50])).strip()
    return words if len(words) <= chars else words[: chars - 1].rstrip() + "…"
