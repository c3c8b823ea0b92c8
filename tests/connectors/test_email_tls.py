"""TLS to a mail server: from the first byte, by STARTTLS, and never to one whose certificate is not trusted."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.email import CONNECTOR
from connectors.email.imap_twin import ImapTwin
from connectors.email.settings import EmailSettings
from connectors.email.twin import Message
from hub.sdk.connector import Context
from hub.sdk.errors import PersonNeededError

MAIL = Message(
    "m1@client.jp", datetime(2024, 5, 1, tzinfo=UTC), ("", "t@client.jp"), [("", "s@ours.example")], "S", "T"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that only its owner trusts, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command to make a certificate")
    home = tmp_path_factory.mktemp("tls")
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(["openssl", *words.split(), *names], cwd=home, check=True, capture_output=True, timeout=60)
    return home / "cert.pem", home / "key.pem"


def server(certificate: tuple[Path, Path], *, starttls: bool = False) -> ImapTwin:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    twin = ImapTwin(tls=tls, starttls=starttls)
    twin.deliver(MAIL)
    return twin


def pull(twin: ImapTwin, **settings: Any) -> list[str]:
    account = {"host": "127.0.0.1", "port": twin.port, "username": twin.username, "password": twin.password}
    connector = CONNECTOR(EmailSettings(**{"kind": "imap", **account, **settings}), Context("mail"))
    return [record.external_id for page in connector.pull("messages", None) for record in page.records]


def test_tls_from_the_first_byte_is_the_default(certificate: tuple[Path, Path]) -> None:
    with server(certificate) as twin:
        assert pull(twin, ca_bundle=certificate[0]) == ["m1@client.jp~20240501T000000"]


def test_starttls_comes_before_the_password(certificate: tuple[Path, Path]) -> None:
    with server(certificate, starttls=True) as twin:
        twin.faults.capability = "IMAP4rev1 STARTTLS"
        assert pull(twin, tls="starttls", ca_bundle=certificate[0]) == ["m1@client.jp~20240501T000000"]
        verbs = [line.split()[1] for line in twin.commands]
        assert verbs.index("STARTTLS") < verbs.index("LOGIN")


@pytest.mark.parametrize("way", ["implicit", "starttls"])
def test_a_certificate_that_is_not_trusted_gets_no_password(certificate: tuple[Path, Path], way: str) -> None:
    with server(certificate, starttls=way == "starttls") as twin:
        twin.faults.capability = "IMAP4rev1 STARTTLS"
        with pytest.raises(PersonNeededError, match="set ca_bundle"):
            pull(twin, tls=way)
        assert not any("LOGIN" in line for line in twin.commands)


def test_a_server_without_starttls_gets_no_password(certificate: tuple[Path, Path]) -> None:
    with ImapTwin() as twin:
        with pytest.raises(PersonNeededError, match="no STARTTLS"):
            pull(twin, tls="starttls")
        assert not any("LOGIN" in line for line in twin.commands)


def test_a_missing_ca_bundle_needs_a_person() -> None:
    with ImapTwin() as twin, pytest.raises(PersonNeededError, match="ca_bundle"):
        pull(twin, ca_bundle="nowhere.pem")
