"""Make pages of mails; within one page a mail stands once, whatever number of copies the mailbox holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import msgspec

from connectors.email.dates import japanese_day
from connectors.email.document import Reading, StoredMail, to_record
from connectors.email.settings import EmailSettings
from connectors.email.sides import OurSide
from hub.sdk.errors import BrokenContractError
from hub.sdk.records import BadRecord, Page, RawRecord

C = TypeVar("C")


def reading_of(settings: EmailSettings) -> Reading:
    """How this connection's mails are read. The account's own name is ours where it is an address."""
    username = (settings.username or "").lower()
    own = {*settings.own_addresses, *([username] if "@" in username else [])}
    ours = OurSide(frozenset(own), frozenset(settings.own_domains))
    return Reading(ours, settings.keep_text, settings.summary_chars, settings.max_message_bytes)


def place_of(settings: EmailSettings) -> str:
    """A short mark of the mailbox that a cursor belongs to; it tells nothing of the account's name.

    Another first day is another mailbox: the cursor is past what an earlier one lets in.
    """
    where = f"{settings.kind}\0{settings.path}\0{settings.host}\0{settings.username}"
    where += f"\0{settings.since}" if settings.since is not None else ""
    return hashlib.sha256(where.encode("utf-8", "replace")).hexdigest()[:16]


def read_cursor(cursor: str, kind: type[C]) -> C:
    """The cursor as this connector wrote it."""
    try:
        return msgspec.json.decode(cursor, type=kind)
    except (msgspec.MsgspecError, UnicodeError) as error:
        advice = "reset the stream's cursor with `hub sync --reread`"
        text = f"email, messages: the stored cursor is none of this connector's ({error}); {advice}"
        raise BrokenContractError(text, cursor.encode("utf-8", "replace")) from None


def build_page(
    mails: Iterable[StoredMail | BadRecord], reading: Reading, cursor: str, total: int | None, since: date | None
) -> Page:
    """The page of these mails, parsed one by one so that only one is in memory as a whole."""
    records: dict[str, RawRecord] = {}
    bad: dict[str | None, BadRecord] = {}
    for mail in mails:
        result = mail if isinstance(mail, BadRecord) else to_record(mail, reading)
        if isinstance(result, BadRecord):
            bad.setdefault(result.external_id, result)
        elif since is None or result.modified_at is None or japanese_day(result.modified_at) >= since:
            records.setdefault(result.external_id, result)
    return Page(list(records.values()), cursor, total=total, bad=tuple(bad.values()))
