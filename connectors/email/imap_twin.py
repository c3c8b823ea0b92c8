"""A small IMAP server on loopback, our twin of a mail provider: it keeps folders, and misbehaves when told to.

It knows the commands that reading needs and answers them as RFC 3501 says; every line it got is kept in `commands`.
"""

from __future__ import annotations

import base64
import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from connectors.email.folder_names import decode_folder, quoted_folder
from connectors.email.twin import Message, compose

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LINE = re.compile(r"(\S+) ((?:UID )?\S+) ?(.*)", re.IGNORECASE)
_SECTION = re.compile(r"BODY\.PEEK\[(HEADER|)\](?:<0\.(\d+)>)?", re.IGNORECASE)
_START = "OK begin TLS"
_FIRST_STORED = datetime(2024, 5, 1, tzinfo=UTC)


@dataclass
class TwinFolder:
    """The mails of a folder by UID, each with the time it was stored."""

    uidvalidity: int
    uidnext: int = 1
    mails: dict[int, tuple[bytes, datetime]] = field(default_factory=dict)


@dataclass
class Faults:
    """How the server misbehaves. `refuse` maps a command's name to the answer it gets (`NO [UNAVAILABLE] later`);
    mails that are `left_out` are there, and are missing from what FETCH answers.
    """

    refuse: dict[str, str] = field(default_factory=dict)
    poison: set[int] = field(default_factory=set)
    left_out: set[int] = field(default_factory=set)
    drop_after: int | None = None
    greeting: bytes = b"* OK [CAPABILITY IMAP4rev1] twin\r\n"
    capability: str = "IMAP4rev1"
    before_answer: Callable[[str], bytes] = lambda command: b""


class ImapTwin:
    """The server and its one account. Use it as a context manager: it listens on `port`.

    With `tls` it speaks TLS from the first byte, or, where `starttls` is set, after that command.
    """

    def __init__(
        self, username: str = "sales@ours.example", *, tls: ssl.SSLContext | None = None, starttls: bool = False
    ) -> None:
        self.username = username
        self.tls = tls
        self.starttls = starttls
        self.password = "himitsu"  # noqa: S105 - of a server that exists only on loopback
        self.folders = {"INBOX": TwinFolder(1)}
        self.faults = Faults()
        self.commands: list[str] = []
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def deliver(self, message: Message | bytes, folder: str = "INBOX", stored_at: datetime | None = None) -> int:
        """Put a mail into the folder; gives its UID."""
        home = self.folders.setdefault(folder, TwinFolder(1))
        raw = message if isinstance(message, bytes) else compose(message)
        home.mails[home.uidnext] = (raw, stored_at or _FIRST_STORED)
        home.uidnext += 1
        return home.uidnext - 1

    def recreate(self, folder: str = "INBOX") -> None:
        """Delete the folder and make it anew: its UIDs begin again under another UIDVALIDITY."""
        self.folders[folder] = TwinFolder(self.folders[folder].uidvalidity + 1)

    def __enter__(self) -> ImapTwin:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        twin = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):  # a client that does not trust the certificate goes away
                    _Conversation(twin, self.request).hold()

        return Handler


class _Conversation:
    """One client's commands, from the greeting to the end."""

    def __init__(self, twin: ImapTwin, client: socket.socket) -> None:
        self._twin = twin
        self._client = client
        self._sent = 0
        self._folder = TwinFolder(0)

    def hold(self) -> None:
        if self._twin.tls and not self._twin.starttls:
            self._client = self._twin.tls.wrap_socket(self._client, server_side=True)
        self._lines = self._client.makefile("rb")
        try:
            self._send(self._twin.faults.greeting)
            while line := self._lines.readline():
                self._answer(line.decode("utf-8", "replace").strip())
        except (ConnectionError, EOFError):
            return
        finally:
            self._lines.close()
            self._client.close()

    def _send(self, data: bytes) -> None:
        """Send, but hang up in the middle once the faults' number of bytes is reached."""
        limit = self._twin.faults.drop_after
        if limit is not None and self._sent + len(data) > limit:
            self._client.sendall(data[: max(0, limit - self._sent)])
            raise EOFError
        self._sent += len(data)
        self._client.sendall(data)

    def _answer(self, line: str) -> None:
        self._twin.commands.append(line)
        match = _LINE.match(line)
        if match is None:
            return self._send(b"* BAD what?\r\n")
        tag, command, rest = match[1], match[2].upper(), match[3]
        self._send(self._twin.faults.before_answer(command))
        refusal = self._twin.faults.refuse.get(command)
        answers: dict[str, Callable[[str], str]] = {
            "CAPABILITY": self._capability,
            "STARTTLS": lambda _: _START if self._twin.tls else "BAD no TLS here",
            "LOGIN": self._login,
            "AUTHENTICATE": self._authenticate,
            "LIST": self._list,
            "EXAMINE": self._examine,
            "UID SEARCH": self._search,
            "UID FETCH": self._fetch,
            "LOGOUT": self._logout,
        }
        status = refusal or answers.get(command, _unknown)(rest)
        self._send(f"{tag} {status}\r\n".encode())
        if command == "LOGOUT":
            raise EOFError
        if status == _START:
            self._start_tls()
        return None

    def _start_tls(self) -> None:
        assert self._twin.tls is not None
        self._lines.close()
        self._client = self._twin.tls.wrap_socket(self._client, server_side=True)
        self._lines = self._client.makefile("rb")

    def _capability(self, _: str) -> str:
        self._send(f"* CAPABILITY {self._twin.faults.capability}\r\n".encode())
        return "OK done"

    def _login(self, rest: str) -> str:
        words = re.findall(r'"((?:[^"\\]++|\\.)*+)"|(\S+)', rest)
        given = [re.sub(r"\\(.)", r"\1", quoted) or bare for quoted, bare in words]
        return "OK in" if given == [self._twin.username, self._twin.password] else "NO [AUTHENTICATIONFAILED] wrong"

    def _authenticate(self, _: str) -> str:
        self._send(b"+ \r\n")
        given = base64.b64decode(self._lines.readline().strip()).decode().split("\0")
        return "OK in" if given == ["", self._twin.username, self._twin.password] else "NO [AUTHENTICATIONFAILED] no"

    def _list(self, _: str) -> str:
        for name in self._twin.folders:
            self._send(f'* LIST (\\HasNoChildren) "/" {quoted_folder(name)}\r\n'.encode())
        return "OK listed"

    def _examine(self, rest: str) -> str:
        folder = self._twin.folders.get(decode_folder(re.sub(r"\\(.)", r"\1", rest[1:-1])))
        if folder is None:
            return "NO [NONEXISTENT] no such mailbox"
        self._folder = folder
        told = f"* {len(folder.mails)} EXISTS\r\n* OK [UIDVALIDITY {folder.uidvalidity}] ok\r\n"
        self._send(f"{told}* OK [UIDNEXT {folder.uidnext}] ok\r\n".encode())
        return "OK [READ-ONLY] opened"

    def _search(self, rest: str) -> str:
        words = rest.split()
        uids = self._named(words[words.index("UID") + 1])
        if "SINCE" in words:
            day, month, year = words[words.index("SINCE") + 1].split("-")
            since = datetime(int(year), _MONTHS.index(month) + 1, int(day), tzinfo=UTC)
            uids = [uid for uid in uids if self._folder.mails[uid][1] >= since]
        self._send(f"* SEARCH {' '.join(map(str, uids))}".rstrip().encode() + b"\r\n")
        return "OK searched"

    def _named(self, names: str) -> list[int]:
        """The UIDs of a set; `*` is the last, and a range may be written either way round."""
        here = sorted(self._folder.mails)
        last = here[-1] if here else 0
        found: set[int] = set()
        for part in names.split(","):
            ends = [last if end == "*" else int(end) for end in part.split(":")]
            found |= {uid for uid in here if min(ends) <= uid <= max(ends)}
        return sorted(found)

    def _fetch(self, rest: str) -> str:
        names, _, items = rest.partition(" ")
        uids = self._named(names)
        if self._twin.faults.poison.intersection(uids):
            return "NO [SERVERBUG] can't read a message"
        for answer in self._fetched(uids, items):
            self._send(answer)
        return "OK fetched"

    def _fetched(self, uids: list[int], items: str) -> Iterator[bytes]:
        section = _SECTION.search(items)
        for number, uid in enumerate(uids, start=1):
            if uid in self._twin.faults.left_out:
                continue
            raw, stored_at = self._folder.mails[uid]
            text = raw.split(b"\r\n\r\n")[0] + b"\r\n\r\n" if section and section[1] else raw
            text = text[: int(section[2])] if section and section[2] else text
            name = "BODY[HEADER]" if section and section[1] else "BODY[]<0>"
            stored = f"{stored_at.day:2d}-{_MONTHS[stored_at.month - 1]}-{stored_at:%Y %H:%M:%S} +0000"
            words = f'* {number} FETCH (UID {uid} INTERNALDATE "{stored}" RFC822.SIZE {len(raw)} {name} {{{len(text)}}}'
            yield words.encode() + b"\r\n" + text + b")\r\n"

    def _logout(self, _: str) -> str:
        self._send(b"* BYE\r\n")
        return "OK out"


def _unknown(_: str) -> str:
    return "BAD unknown command"
