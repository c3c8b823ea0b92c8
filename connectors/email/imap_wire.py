"""The connection to an IMAP server, guarded: no answer may be larger or take longer than it was asked for."""

from __future__ import annotations

import imaplib
import io
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from connectors.email.settings import EmailSettings
from hub.sdk.connector import Context
from hub.sdk.errors import PersonNeededError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

MAX_LINE = 4_000_000
MAX_ANSWER = 256_000_000
_CHUNK = 256 * 1024

ConnectImap = Callable[[EmailSettings, Context], imaplib.IMAP4]
"""Opens a connection on which nobody has logged in yet."""


class GuardedImap(imaplib.IMAP4):
    """An IMAP client whose commands end: a server that sends a byte a minute is never silent, yet never done."""

    def __init__(self, settings: EmailSettings, context: Context) -> None:
        self._monotonic = context.monotonic
        self._deadline_s = settings.deadline_s
        self._max_literal = settings.bytes_wanted + 2 * MAX_LINE
        self._ends_at = self._monotonic() + self._deadline_s
        self._left = MAX_ANSWER
        self._stream: io.BufferedReader | None = None
        self._stream_of: socket.socket | None = None
        imaplib.IMAP4.__init__(self, settings.host or "", settings.server_port, settings.timeout_s)

    def send(self, data: ReadableBuffer) -> None:
        self._left = MAX_ANSWER
        self._ends_at = self._monotonic() + self._deadline_s
        super().send(data)

    def read(self, size: int) -> bytes:
        if size > self._max_literal:
            raise self.abort(f"the server announced {size} bytes at once, more than was asked for")
        pieces: list[bytes] = []
        while size > 0:
            piece = self._reader().read1(min(size, _CHUNK))
            if not piece:
                break
            pieces.append(piece)
            size -= len(piece)
            self._count(len(piece))
        return b"".join(pieces)

    def readline(self) -> bytes:
        line = bytearray()
        while not line.endswith(b"\n"):
            ready = self._reader().peek(1)
            if not ready:
                break
            piece = self._reader().read1(ready.find(b"\n") + 1 or len(ready))
            line += piece
            if len(line) > MAX_LINE:
                raise self.abort(f"the server sent a line of more than {MAX_LINE} bytes")
            self._count(len(piece))
        return bytes(line)

    def _reader(self) -> io.BufferedReader:
        # STARTTLS puts another socket in place; what was buffered from before it must not be believed.
        if self._stream is None or self._stream_of is not self.sock:
            self._stream, self._stream_of = self.sock.makefile("rb"), self.sock
        return self._stream

    def _count(self, received: int) -> None:
        self._left -= received
        if self._left < 0:
            raise self.abort(f"the server answered with more than {MAX_ANSWER} bytes")
        if self._monotonic() > self._ends_at:
            raise self.abort(f"the answer was not complete after {self._deadline_s:g} s (deadline_s)")

    def shutdown(self) -> None:
        if self._stream is not None:
            self._stream.close()
        super().shutdown()


class GuardedImapTls(GuardedImap):
    """The same over implicit TLS."""

    def __init__(self, settings: EmailSettings, context: Context, tls: ssl.SSLContext) -> None:
        self._tls = tls
        super().__init__(settings, context)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self.host, self.port), timeout)
        return self._tls.wrap_socket(plain, server_hostname=self.host)


def open_imap(settings: EmailSettings, context: Context) -> imaplib.IMAP4:
    """Connect as the settings say; certificates are always verified."""
    if settings.tls == "none":
        return GuardedImap(settings, context)
    tls = _trust(settings)
    if settings.tls == "implicit":
        return GuardedImapTls(settings, context, tls)
    connection = GuardedImap(settings, context)
    try:
        if "STARTTLS" not in connection.capabilities:
            raise PersonNeededError(f"{settings.host}:{settings.server_port} offers no STARTTLS; set tls: implicit")
        connection.starttls(tls)
    except BaseException:
        # After a failed handshake the socket is gone already, and closing it again is an error.
        with suppress(OSError):
            connection.shutdown()
        raise
    return connection


def _trust(settings: EmailSettings) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(settings.ca_bundle) if settings.ca_bundle else None)
    except (OSError, ssl.SSLError) as error:
        raise PersonNeededError(f"ca_bundle {settings.ca_bundle} can't be read: {error.strerror}") from None
