"""Recognise mails that no person wrote to a person: newsletters, lists, auto replies, bounces and no-reply senders."""

from __future__ import annotations

import re
from collections.abc import Sequence

from connectors.email.addresses import Address
from connectors.email.charsets import decode
from connectors.email.headers import Headers
from connectors.email.sides import OurSide

_ROBOT = re.compile(
    r"(no|do-?not|dont)[-_.]?reply.*|mailer-daemon|postmaster|bounces?([-_+.=].*)?|auto-?(reply|respond|confirm)\w*"
    r"|(.*[-_.])?no-?reply|notifications?|news-?letters?|mail-?magazine|merumaga",
    re.IGNORECASE,
)
_LIST_ID = re.compile(r"<([^<>\s]+)>")


def list_id(headers: Headers) -> str:
    """The name of the mailing list that sent the mail, or nothing."""
    text = headers.text("list-id")
    match = _LIST_ID.search(text)
    return (match[1] if match else text)[:255]


def is_bulk(headers: Headers, ours: OurSide) -> bool:
    """Whether it went to many. A shared address of our own (info@) is often a list too, but its mails are for us."""
    host = list_id(headers).rpartition("@")[2]
    if host and ours.holds_domain(host):
        return False
    precedence = decode(headers.raw("precedence")).strip().lower()
    unsubscribe = bool(headers.raw("list-unsubscribe") or headers.raw("feedback-id"))
    return bool(host) or unsubscribe or precedence in {"bulk", "list", "junk"}


def is_auto_submitted(headers: Headers) -> bool:
    """Whether a program answered or reported (RFC 3834, and what was used before it)."""
    said = decode(headers.raw("auto-submitted")).partition(";")[0].strip().lower()
    if said and said != "no":
        return True
    kind = decode(headers.raw("content-type")).strip().lower()
    empty_path = headers.raw("return-path").replace(b" ", b"") == b"<>"
    marks = any(headers.raw(name) for name in ("x-autoreply", "x-autorespond", "x-auto-reply", "x-failed-recipients"))
    return marks or empty_path or kind.startswith("multipart/report")


def is_robot(senders: Sequence[Address]) -> bool:
    """Whether the sender's address says that nobody reads answers there."""
    return any(_ROBOT.fullmatch(sender.address.rpartition("@")[0]) for sender in senders[:1])
