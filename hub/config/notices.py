"""What a company says of its notices: by which channels people are told of what needs them, and when each morning.

Invariant: an address that is a secret, and a password, stand outside of the file.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from datetime import time
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from hub.config.survivorship import Section
from hub.config.words import Name, known_zone, outside
from hub.located import LocatedError, Table, place_at

DigestRole = Literal["accountant", "steward", "operator", "admin"]
Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}

_MAILBOX = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})")


def _mailbox(text: str) -> str:
    if not _MAILBOX.fullmatch(text):
        raise ValueError("is no mail address; write it as name@example.co.jp")
    return text


def is_here(host: str | None) -> bool:
    """Whether a name means this very machine, to which nobody listens."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def is_safe(url: str) -> bool:
    """Whether what is sent to this address is read by nobody on the way."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and is_here(parts.hostname)))


def _site(url: str) -> str:
    if url and not (is_safe(url) or is_safe(url.replace("http://", "https://", 1))):
        raise ValueError("must be an http:// or https:// address")
    return url.rstrip("/")


def parse_time_of_day(value: Any) -> time:
    """08:30."""
    if isinstance(value, time):
        return value
    match = _TIME.fullmatch(str(value).strip())
    try:
        if match is None:
            raise ValueError(value)
        return time(int(match[1]), int(match[2]))
    except ValueError:
        raise ValueError("is no time of day; write it as 08:30") from None


Mailbox = Annotated[str, AfterValidator(_mailbox)]
Outside = Annotated[str, AfterValidator(outside)]
TimeOfDay = Annotated[
    time, BeforeValidator(parse_time_of_day), WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:\d{2}$"})
]


class MailSettings(Section):
    """The server that sends the mail."""

    host: str = Field(description="メールサーバー / The mail server")
    sender: Mailbox = Field(description="差出人 / The address that mail comes from")
    security: Security = Field(
        default="starttls",
        description="starttls、tls。none はこの機械の中だけ / starttls or tls; none only to this very machine",
    )
    port: int | None = Field(
        default=None, ge=1, le=65535, description="ポート。587（tls は 465） / The port; 587, or 465 for tls"
    )
    user: str = Field(default="", description="サインインの名前 / The name to sign in with, if it asks for one")
    password: Outside | None = Field(default=None, description="その秘密。${file:…} など / Its secret; ${file:…}")
    ca_bundle: str | None = Field(
        default=None, description="社内の認証局の証明書 / The file of a private authority's certificate"
    )


class ChannelSettings(Section):
    """One way to some people."""

    kind: Literal["mail", "slack", "teams"] = Field(description="mail、slack、teams / By what")
    to: list[Mailbox] = Field(default=[], description="mail の宛先 / To whom, for mail")
    url: Outside | None = Field(
        default=None, description="slack・teams の受信 Webhook。秘密です / The incoming webhook, which is a secret"
    )
    at_once: bool = Field(default=True, description="人が要ることをすぐに / What needs a person, at once")
    digest: list[DigestRole] = Field(
        default=[], description="毎朝のまとめ、役割ごとに一通 / A digest each morning, one for each of these roles"
    )


class NoticesSettings(Section):
    """Notices to people."""

    language: Literal["ja", "en"] | None = Field(
        default=None, description="言葉。なければ画面と同じ / The language; as on the screen unless said"
    )
    console: Annotated[str, AfterValidator(_site)] = Field(
        default="", description="コンソールの URL。お知らせからたどれます / The console's URL, to which notices lead"
    )
    digest_at: TimeOfDay = Field(default=time(8, 30), description="まとめを送る時刻 / When digests are sent")
    time_zone: Annotated[str, AfterValidator(known_zone)] | None = Field(
        default=None, description="その時刻の地域。なければ全体と同じ / Its zone; as for schedules unless said"
    )
    mail: MailSettings | None = Field(default=None, description="メールの送り方 / How mail is sent")
    channels: dict[Name, ChannelSettings] = Field(default={}, description="送り先。名前は自由 / To whom, by name")


def check_notices(tree: Table, notices: NoticesSettings) -> Iterator[LocatedError]:
    """What is missing, or may not be so, at its place."""
    mail = notices.mail
    if mail is not None and mail.security == "none" and not is_here(mail.host):
        place = place_at(tree, "notices", "mail", "security")
        yield LocatedError.at(place, "mail would cross the network in the clear", "write starttls or tls")
    if mail is not None and bool(mail.user) != (mail.password is not None):
        hint = "write both, or neither where the server asks for none"
        yield LocatedError.at(place_at(tree, "notices", "mail"), "user and password need each other", hint)
    for name, channel in notices.channels.items():
        place = place_at(tree, "notices", "channels", name)
        if channel.kind != "mail":
            if channel.url is None:
                yield LocatedError.at(place, f"the channel {name} has no url", "write url: ${env:NAME}")
        elif not channel.to:
            yield LocatedError.at(place, f"the channel {name} has nobody to write to", "write to: [name@example.co.jp]")
        elif mail is None:
            hint = "write host and sender under notices: mail:"
            yield LocatedError.at(place, f"the channel {name} needs a mail server", hint)
