"""Mail goes to a server that is trusted, over TLS, and a password never before that."""

from __future__ import annotations

import smtplib
import ssl
from pathlib import Path

import pytest

from hub.alerts.compose import Message
from hub.alerts.mail import Post, send_mail
from hub.config.notices import Security
from tests.connectors.test_email_tls import certificate
from tests.unit.alerts.smtp_server import SmtpServer

__all__ = ["certificate"]

MESSAGE = Message("abc", "[customer-hub] 人の手が必要です", [("freee: 失敗", "https://hub.example/systems")], "", "")
TO = ["ops@example.co.jp", "keiri@example.co.jp"]
Certificate = tuple[Path, Path]


def tls_of(certificate: Certificate) -> ssl.SSLContext:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    return tls


def post(server: SmtpServer, security: Security, ca_bundle: Path | None, password: str = "") -> Post:
    user = "hub" if password else ""
    return Post("127.0.0.1", server.port, security, user, password, "hub@example.co.jp", ca_bundle)


def test_a_mail_arrives_whole_and_once_for_all_its_readers(certificate: Certificate) -> None:
    with SmtpServer(tls_of(certificate), password="open sesame").running() as server:
        send_mail(post(server, "starttls", certificate[0], "open sesame"), TO, MESSAGE)
    (mail,) = server.mails
    assert (mail["Subject"], mail["To"]) == (MESSAGE.subject, ", ".join(TO))
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<abc@example.co.jp>", "auto-generated")
    assert mail.get_content().splitlines() == ["- freee: 失敗", "  https://hub.example/systems"]
    assert server.envelopes == [TO]
    assert server.said.index("STARTTLS") < server.said.index("AUTH")


def test_tls_may_begin_with_the_first_byte(certificate: Certificate) -> None:
    with SmtpServer(tls_of(certificate), is_implicit=True).running() as server:
        send_mail(post(server, "tls", certificate[0]), TO, MESSAGE)
    assert len(server.mails) == 1


def test_a_server_that_is_not_trusted_gets_no_password_and_no_mail(certificate: Certificate) -> None:
    server = SmtpServer(tls_of(certificate), password="secret")
    with server.running(), pytest.raises(ssl.SSLCertVerificationError):
        send_mail(post(server, "starttls", None, "secret"), TO, MESSAGE)
    assert ("AUTH" in server.said, server.mails) == (False, [])


def test_a_server_without_starttls_gets_no_password_and_no_mail() -> None:
    server = SmtpServer(password="secret")
    with server.running(), pytest.raises(smtplib.SMTPNotSupportedError):
        send_mail(post(server, "starttls", None, "secret"), TO, MESSAGE)
    assert ("AUTH" in server.said, server.mails) == (False, [])


def test_a_mail_that_was_taken_counts_however_the_server_says_goodbye() -> None:
    with SmtpServer(refuses="QUIT").running() as server:
        send_mail(post(server, "none", None), TO, MESSAGE)
    assert len(server.mails) == 1


def test_a_mail_may_go_to_a_server_on_this_very_machine_as_it_is() -> None:
    with SmtpServer().running() as server:
        send_mail(post(server, "none", None), TO, MESSAGE)
    assert len(server.mails) == 1
