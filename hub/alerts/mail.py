"""Notices by mail: over TLS, to servers whose certificate is trusted.

Invariant: the name and password cross no network in the clear.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from pathlib import Path

from hub.alerts.compose import Message
from hub.config.notices import Security

_TIMEOUT_S = 15


@dataclass(frozen=True)
class Post:
    """A mail server, and how to get in."""

    host: str
    port: int
    security: Security
    user: str
    password: str = field(repr=False)
    sender: str = ""
    ca_bundle: Path | None = None


def send_mail(post: Post, to: Sequence[str], message: Message) -> None:
    """Hand a message over. Raises `OSError` (an `SMTPException` is one) where the server took it for nobody."""
    server = _connected(post)
    try:
        if post.user:
            server.login(post.user, post.password)
        server.send_message(_mail(post, to, message), post.sender, list(to))
        # The mail is theirs now, however they say goodbye.
        with contextlib.suppress(OSError):
            server.quit()
    finally:
        server.close()


def _connected(post: Post) -> smtplib.SMTP:
    if post.security == "tls":
        return smtplib.SMTP_SSL(post.host, post.port, timeout=_TIMEOUT_S, context=_trust(post))
    server = smtplib.SMTP(post.host, post.port, timeout=_TIMEOUT_S)
    try:
        if post.security == "starttls":
            server.starttls(context=_trust(post))
    except BaseException:
        server.close()
        raise
    return server


def _trust(post: Post) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=post.ca_bundle)


def _mail(post: Post, to: Sequence[str], message: Message) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = post.sender, ", ".join(to), message.subject
    mail["Date"] = localtime()
    # The same name whenever it is sent once more: mailboxes keep one of the two.
    mail["Message-ID"] = f"<{message.name}@{post.sender.rpartition('@')[2]}>"
    # Who is away on holiday shall not answer a machine.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text())
    return mail
