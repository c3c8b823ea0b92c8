"""The channels of a configuration, each with the way in which it delivers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import httpx

from hub.alerts.chat import send_slack, send_teams
from hub.alerts.compose import Message
from hub.alerts.mail import Post, send_mail
from hub.config import Config
from hub.config.notices import PORTS, ChannelSettings, DigestRole

# What may go wrong on the way, a password in kana included; anything else is a fault of ours.
FAILURES = (OSError, httpx.HTTPError, httpx.InvalidURL, UnicodeError)


@dataclass(frozen=True)
class Channel:
    """One way to some people. `deliver` raises one of `FAILURES` where it could not."""

    name: str
    at_once: bool
    digest: Sequence[DigestRole]
    deliver: Callable[[Message], None]


def channels_of(config: Config) -> list[Channel]:
    """All of them; raises `ConfigError` where a secret is missing."""
    secrets, notices = config.notice_secrets(), config.settings.notices
    post = _post(config, secrets.get(("mail", "password"), ""))
    return [
        Channel(name, channel.at_once, channel.digest, _delivery(channel, post, secrets.get(("channels", name, "url"))))
        for name, channel in notices.channels.items()
    ]


def _post(config: Config, password: str) -> Post | None:
    mail = config.settings.notices.mail
    if mail is None:
        return None
    ca_bundle = None if mail.ca_bundle is None else config.path.resolve().parent / mail.ca_bundle
    port = mail.port or PORTS[mail.security]
    return Post(mail.host, port, mail.security, mail.user, password, mail.sender, ca_bundle)


def _delivery(channel: ChannelSettings, post: Post | None, url: str | None) -> Callable[[Message], None]:
    if channel.kind == "mail":
        assert post is not None, "a channel by mail without a server is refused when it is read"
        return partial(send_mail, post, channel.to)
    assert url is not None, "a channel without its address is refused when it is read"
    return partial(send_slack if channel.kind == "slack" else send_teams, url)
