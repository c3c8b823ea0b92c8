"""The keys of an e-mail connection; a server and a folder of files share all but where the mails are."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator

from hub.sdk.connector import ConnectorSettings


class EmailSettings(ConnectorSettings):
    """Where the mails are, who we are, and how much of a mail is kept."""

    kind: Literal["imap", "maildir", "mbox", "eml"]
    path: Path | None = Field(default=None, description="The Maildir, the mbox file, or the folder of .eml files")
    host: str | None = None
    port: int | None = Field(default=None, gt=0, lt=65536, description="Default 993 for implicit TLS, else 143")
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    username: str | None = None
    password: SecretStr | None = None
    ca_bundle: Path | None = Field(default=None, description="Certificates to trust instead of the system's")
    folders: tuple[str, ...] = Field(default=("INBOX",), min_length=1)
    own_addresses: tuple[str, ...] = Field(default=(), description="Addresses of our side")
    own_domains: tuple[str, ...] = Field(default=(), description="Domains of our side; their subdomains count too")
    since: date | None = Field(default=None, description="Older mails are not read")
    keep_text: Literal["headers", "summary", "full"] = "summary"
    summary_chars: int = Field(default=200, ge=1, le=5000)
    page_size: int = Field(default=100, ge=1, le=1000)
    timeout_s: float = Field(default=30.0, gt=0, description="The longest silence of the server")
    deadline_s: float = Field(default=300.0, gt=0, description="The longest time for one command and its answer")
    max_message_bytes: int = Field(default=5_000_000, ge=10_000, description="What is longer is read up to here")

    @field_validator("own_addresses", "own_domains")
    @classmethod
    def _lower(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(value.strip().lower().lstrip("@") for value in values)

    @field_validator("username", "password", "host")
    @classmethod
    def _one_line(cls, value: str | SecretStr | None) -> str | SecretStr | None:
        plain = value.get_secret_value() if isinstance(value, SecretStr) else value or ""
        if any(mark in plain for mark in "\r\n\0"):
            raise ValueError("holds a line end, which would end the command it is sent in")
        return value

    @model_validator(mode="after")
    def _complete(self) -> EmailSettings:
        needed = ("host", "username", "password") if self.kind == "imap" else ("path",)
        missing = [name for name in needed if getattr(self, name) in (None, "")]
        if missing:
            raise ValueError(f"kind {self.kind} needs {' and '.join(missing)}")
        return self

    @property
    def server_port(self) -> int:
        return self.port or (993 if self.tls == "implicit" else 143)

    @property
    def bytes_wanted(self) -> int:
        """How much of each mail is read: a summary is found near the front."""
        return self.max_message_bytes if self.keep_text == "full" else min(self.max_message_bytes, 64 * 1024)
