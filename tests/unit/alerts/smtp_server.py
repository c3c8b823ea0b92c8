"""A small mail server on the loopback: it speaks SMTP as RFC 5321 has it, over TLS where it is given a certificate."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class SmtpServer:
    """What it is to do, and what it was sent; `said` are the commands in their order."""

    tls: ssl.SSLContext | None = None
    is_implicit: bool = False
    password: str = ""
    refuses: str = ""
    port: int = 0
    said: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[list[str]] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[SmtpServer]:
        """Listen until the block ends."""
        keeper = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 10  # whoever says nothing for so long is gone

            def handle(self) -> None:
                _Talk(keeper, self).hold()

        with _Listener(("127.0.0.1", 0), Handler) as server:
            self.port = server.server_address[1]
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            try:
                yield self
            finally:
                server.shutdown()


class _Listener(socketserver.ThreadingTCPServer):
    # The end of a test waits for nobody who forgot to hang up.
    daemon_threads = True


class _Talk:
    """One connection."""

    def __init__(self, server: SmtpServer, handler: socketserver.StreamRequestHandler) -> None:
        self._server, self._handler = server, handler
        self._is_safe = False
        self._to: list[str] = []

    def hold(self) -> None:
        try:
            if self._server.is_implicit:
                self._wrap()
            self._say("220 post.example ready")
            while line := self._handler.rfile.readline():
                self._answer(line.decode().rstrip("\r\n"))
        except OSError:
            return  # whoever does not trust the certificate hangs up
        finally:
            self._handler.rfile.close()
            self._handler.connection.close()

    def _answer(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        self._server.said.append(verb.upper())
        if verb.upper() == self._server.refuses:
            self._say("550 5.7.1 not for 山田@client.example")
            return
        getattr(self, f"_{verb.lower()}", self._ok)(rest)

    def _ok(self, rest: str = "") -> None:
        self._say("250 ok")

    def _ehlo(self, rest: str) -> None:
        offers = ["AUTH PLAIN"] if self._server.password and self._is_safe else []
        offers += ["STARTTLS"] if self._server.tls is not None and not self._is_safe else []
        lines = ["post.example", *offers]
        for line in lines[:-1]:
            self._say(f"250-{line}")
        self._say(f"250 {lines[-1]}")

    def _starttls(self, rest: str) -> None:
        self._say("220 go on")
        self._wrap()

    def _auth(self, rest: str) -> None:
        given = base64.b64decode(rest.partition(" ")[2]).split(b"\0")[2].decode()
        self._say("235 in" if given == self._server.password else "535 5.7.8 wrong")

    def _quit(self, rest: str) -> None:
        self._say("221 bye")

    def _rcpt(self, rest: str) -> None:
        self._to.append(rest.partition("<")[2].partition(">")[0])
        self._ok()

    def _data(self, rest: str) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self._handler.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        self._server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._server.envelopes.append(self._to)
        self._ok()

    def _wrap(self) -> None:
        assert self._server.tls is not None
        self._handler.connection = self._server.tls.wrap_socket(self._handler.connection, server_side=True)
        self._handler.rfile = self._handler.connection.makefile("rb")
        self._is_safe = True

    def _say(self, line: str) -> None:
        self._handler.connection.sendall(f"{line}\r\n".encode())
