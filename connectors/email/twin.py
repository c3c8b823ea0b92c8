"""A mailbox that tests and the demo fill: it writes real Maildirs, mbox files and .eml files as mail programs do.

It plays the users too: `deliver` is what the company's correspondents and its own people send.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

from connectors.email.folder_names import encode_folder

Charset = Literal["iso-2022-jp", "utf-8", "shift_jis"]
_CODECS = {"iso-2022-jp": "iso2022_jp_ext", "utf-8": "utf-8", "shift_jis": "cp932"}
_WORD_CHARS = 12


@dataclass(frozen=True)
class Message:
    """A mail in words. Addresses are (name, address) pairs; `at` is aware; `files` are names of attachments."""

    message_id: str
    at: datetime
    sender: tuple[str, str]
    to: Sequence[tuple[str, str]]
    subject: str
    text: str
    cc: Sequence[tuple[str, str]] = ()
    charset: Charset = "utf-8"
    html: bool = False
    extra: Sequence[tuple[str, str]] = ()
    files: Sequence[str] = ()
    in_reply_to: str | None = field(default=None)


def encode_words(text: str, charset: Charset) -> str:
    """A header value in encoded words, each short enough for a line."""
    if text.isascii():
        return text
    pieces = (text[at : at + _WORD_CHARS] for at in range(0, len(text), _WORD_CHARS))
    words = (base64.b64encode(piece.encode(_CODECS[charset], "replace")).decode() for piece in pieces)
    return "\r\n ".join(f"=?{charset.upper()}?B?{word}?=" for word in words)


def _mailboxes(addresses: Sequence[tuple[str, str]], charset: Charset) -> str:
    return ", ".join(f"{encode_words(name, charset)} <{address}>" if name else address for name, address in addresses)


def _headers(message: Message) -> list[tuple[str, str]]:
    charset = message.charset
    optional = [("Cc", _mailboxes(message.cc, charset))] if message.cc else []
    if message.in_reply_to:
        optional.append(("In-Reply-To", f"<{message.in_reply_to}>"))
    return [
        ("Date", format_datetime(message.at.astimezone(UTC))),
        ("From", _mailboxes([message.sender], charset)),
        ("To", _mailboxes(message.to, charset)),
        *optional,
        ("Subject", encode_words(message.subject, charset)),
        ("Message-ID", f"<{message.message_id}>"),
        *message.extra,
        ("MIME-Version", "1.0"),
    ]


def compose(message: Message) -> bytes:
    """The mail as it travels, with CRLF line ends."""
    kind = "text/html" if message.html else "text/plain"
    text_part = [
        f"Content-Type: {kind}; charset={message.charset}",
        "Content-Transfer-Encoding: base64",
        "",
        base64.encodebytes(message.text.encode(_CODECS[message.charset], "replace")).decode().replace("\n", "\r\n"),
    ]
    lines = [f"{name}: {value}" for name, value in _headers(message)]
    if not message.files:
        return "\r\n".join([*lines, *text_part]).encode("ascii")
    lines += ['Content-Type: multipart/mixed; boundary="cut-here"', "", "--cut-here", *text_part]
    for name in message.files:
        disposition = f'Content-Disposition: attachment; filename="{encode_words(name, message.charset)}"'
        lines += ["--cut-here", "Content-Type: application/octet-stream", disposition, "", "(file)"]
    return "\r\n".join([*lines, "--cut-here--", ""]).encode("ascii")


class MailboxTwin:
    """A mailbox on disk of one of the three kinds; deliver into it what you like."""

    def __init__(self, kind: Literal["maildir", "mbox", "eml"], path: Path) -> None:
        self.kind = kind
        self.path = path
        self._number = max((_number(name) for _, _, names in os.walk(path) for name in names), default=0)
        if kind == "mbox":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        else:
            path.mkdir(parents=True, exist_ok=True)
            self._maildir("INBOX")

    def deliver(self, message: Message | bytes, folder: str = "INBOX") -> Path:
        """Put the mail into the mailbox; gives the file that now holds it. Delivering a mail again adds a copy."""
        raw = message if isinstance(message, bytes) else compose(message)
        if self.kind == "mbox":
            return self._append(raw)
        self._number += 1
        if self.kind == "eml":
            return _write(self.path / f"{self._number:06d}.eml", raw)
        home = self._maildir(folder)
        name = f"{self._number}.M1P1.twin"
        # Written in tmp and moved, so that no reader ever sees half a mail.
        return _write(home / "tmp" / name, raw).rename(home / "new" / name)

    def mark_seen(self, file: Path) -> Path:
        """What a mail program does when a Maildir's mail is read: move and rename it."""
        return file.rename(file.parent.parent / "cur" / f"{file.name.partition(':')[0]}:2,S")

    def _maildir(self, folder: str) -> Path:
        home = self.path if folder.upper() == "INBOX" else self.path / f".{encode_folder(folder.replace('/', '.'))}"
        for part in ("cur", "new", "tmp") if self.kind == "maildir" else ():
            (home / part).mkdir(parents=True, exist_ok=True)
        return home

    def _append(self, raw: bytes) -> Path:
        lines = raw.replace(b"\r\n", b"\n").split(b"\n")
        guarded = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines]
        with self.path.open("ab") as handle:
            handle.write(b"From twin@example.com Wed May  1 09:00:00 2024\n" + b"\n".join(guarded) + b"\n\n")
        return self.path


def _number(name: str) -> int:
    digits = name.partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def _write(file: Path, raw: bytes) -> Path:
    file.write_bytes(raw)
    return file
