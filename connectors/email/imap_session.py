"""One logged-in session: it looks at folders without changing anything, and says in our errors what went wrong.

Folders are opened by EXAMINE and mails read by BODY.PEEK, so no mail is ever marked as seen. Neither the password nor
anything that the server echoes of it reaches an error or a log.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from connectors.email.folder_names import quoted_folder
from connectors.email.imap_answers import FetchedMail, read_fetch, read_listed_name, uid_set
from connectors.email.imap_wire import ConnectImap
from connectors.email.settings import EmailSettings
from hub.sdk.connector import Context
from hub.sdk.errors import BrokenContractError, ConnectorError, PersonNeededError, RetryLaterError

_UID = re.compile(rb"[0-9]{1,20}")
_PASSING = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|THROTTLED)\b|too many|try again", re.IGNORECASE)


class Folder(NamedTuple):
    """What EXAMINE tells of a folder; `uidvalidity` 0 and `uidnext` 0 where the server does not say."""

    name: str
    exists: int
    uidvalidity: int
    uidnext: int


class RefusedError(BrokenContractError):
    """The server answered NO or BAD to one command; the session goes on."""

    @property
    def is_passing(self) -> bool:
        """Whether the same command may well be answered later."""
        return _PASSING.search(str(self)) is not None


class ImapSession:
    """The commands that reading needs. Use it as a context manager: it logs in and out."""

    def __init__(self, settings: EmailSettings, context: Context, connect: ConnectImap) -> None:
        self._settings = settings
        self._context = context
        self._connect = connect
        self._where = f"{settings.host}:{settings.server_port}"

    def __enter__(self) -> ImapSession:
        with self._translated("connect"):
            try:
                self._imap = self._connect(self._settings, self._context)
            except imaplib.IMAP4.error as error:
                raise RetryLaterError(f"{self._where} does not let us in: {self._safe(error)}") from None
        try:
            self._log_in()
        except ConnectorError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(imaplib.IMAP4.error, OSError, ValueError):
            self._imap.logout()
        with suppress(OSError):
            self._imap.shutdown()

    def _log_in(self) -> None:
        user = self._settings.username or ""
        password = self._settings.password.get_secret_value() if self._settings.password else ""
        if "LOGINDISABLED" in self._imap.capabilities:
            raise PersonNeededError(f"{self._where} takes no password without TLS; set tls: starttls or implicit")
        try:
            with self._translated("log in"):
                if user.isascii() and password.isascii():
                    self._imap.login(user, password)
                else:
                    self._imap.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
        except RefusedError as error:
            if error.is_passing or "[SERVERBUG]" in str(error):
                raise RetryLaterError(f"{self._where} refuses the login for now: {error}") from None
            raise PersonNeededError(
                f"{self._where} refuses the login of this username: {error}; check username and password "
                "(many providers want an app password for IMAP)"
            ) from None

    def examine(self, name: str) -> Folder:
        """Open the folder for reading."""
        try:
            with self._translated(f"open folder {name}"):
                status, data = self._imap.select(quoted_folder(name), readonly=True)
                self._refuse(status, data)
        except RefusedError as error:
            if error.is_passing or "[SERVERBUG]" in str(error):
                raise RetryLaterError(f"{self._where}: folder {name!r} can't be opened for now: {error}") from None
            known = ", ".join(self.folder_names()[:50])
            raise PersonNeededError(f"{self._where}: no folder {name!r} ({error}); the folders are: {known}") from None
        exists = data[0] if data else None
        return Folder(name, _number(exists), self._told("UIDVALIDITY"), self._told("UIDNEXT"))

    def folder_names(self) -> list[str]:
        """The names of the account's folders, as a person reads them."""
        with self._translated("list folders"):
            _, data = self._imap.list()
        return [name for name in map(read_listed_name, data) if name]

    def search(self, first: int, last: int | None, since: str | None) -> list[int]:
        """The UIDs from `first` to `last` (None: to the end), ascending; `since` is a day in the words of IMAP."""
        criteria = ["UID", f"{first}:{last or '*'}", *(["SINCE", since] if since else [])]
        with self._translated("search"):
            status, data = self._imap.uid("SEARCH", *criteria)
            self._refuse(status, data)
        words = b" ".join(item for item in data if isinstance(item, bytes)).split()
        # A range that ends in * always holds the last mail, even where it is older than `first`.
        return sorted({int(word) for word in words if _UID.fullmatch(word) and int(word) >= first})

    def fetch(self, uids: Sequence[int], section: str) -> dict[int, FetchedMail]:
        """The beginning of these mails; those deleted in the meantime are missing from the answer."""
        with self._translated("fetch"):
            items = f"(UID INTERNALDATE RFC822.SIZE BODY.PEEK{section})"
            status, data = self._imap.uid("FETCH", uid_set(uids), items)
            self._refuse(status, data)
        return read_fetch(data)

    def _told(self, code: str) -> int:
        _, data = self._imap.response(code)
        return _number(data[0] if data else None)

    def _refuse(self, status: str, data: Sequence[object]) -> None:
        if status != "OK":
            raise RefusedError(self._safe(data[0] if data else status))

    def _safe(self, said: object) -> str:
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        for secret in (self._settings.password, self._settings.username):
            plain = secret if isinstance(secret, str) else secret.get_secret_value() if secret else ""
            text = text.replace(plain, "***") if plain else text
        return " ".join(text.split())[:300]

    @contextmanager
    def _translated(self, doing: str) -> Iterator[None]:
        try:
            yield
        except imaplib.IMAP4.abort as error:
            raise RetryLaterError(f"{self._where} broke off ({doing}): {self._safe(error)}") from None
        except imaplib.IMAP4.error as error:
            raise RefusedError(self._safe(error)) from None
        except ssl.SSLError as error:
            raise self._of_tls(error, doing) from None
        except socket.gaierror:
            raise RetryLaterError(f"the name of {self._where} can't be resolved; check host and the network") from None
        except (OSError, EOFError) as error:
            raise RetryLaterError(f"{self._where} can't be reached ({doing}): {self._safe(error)}") from None
        except (ValueError, TypeError, KeyError, IndexError) as error:
            text = self._safe(error)
            raise BrokenContractError(f"{self._where} answered what is not IMAP ({doing}): {text}") from None

    def _of_tls(self, error: ssl.SSLError, doing: str) -> ConnectorError:
        text = self._safe(error)
        if isinstance(error, ssl.SSLCertVerificationError):
            return PersonNeededError(f"{self._where} shows a certificate that is not trusted: {text}; set ca_bundle")
        if error.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL"}:
            return PersonNeededError(f"{self._where} does not speak TLS on this port: {text}; check port and tls")
        return RetryLaterError(f"{self._where}: TLS broke off ({doing}): {text}")


def _number(value: object) -> int:
    return int(value) if isinstance(value, bytes) and _UID.fullmatch(value) else 0
