"""The e-mail connector: one stream of mails, read from a server or from files, and never written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from connectors.email.fields import MAIL
from connectors.email.file_source import FileSource
from connectors.email.imap_source import ImapSource
from connectors.email.imap_wire import ConnectImap, open_imap
from connectors.email.mbox_source import MboxSource
from connectors.email.settings import EmailSettings
from hub.sdk.connector import Connector, ConnectorSettings, Context
from hub.sdk.errors import BrokenContractError
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Page

MESSAGES = StreamManifest(
    name="messages",
    title="Mails",
    title_ja="メール",
    incremental="exact",
    oldest_first=True,
    deletes="none",
    list_page_max=1000,
    fields=MAIL,
    fields_are_all=True,
)


class Source(Protocol):
    """A place that mails are read from."""

    def check(self) -> str:
        """Prove that it can be read; say what is there."""

    def pages(self, cursor: str | None) -> Iterator[Page]:
        """The mails since the cursor."""


class EmailConnector(Connector):
    """Reads the mails of one account. `connect` opens the connection to an IMAP server."""

    code = "email"
    title = "E-mail (IMAP, Maildir, mbox, .eml)"
    title_ja = "メール（IMAP・Maildir・mbox・.eml）"
    Settings = EmailSettings

    def __init__(self, settings: ConnectorSettings, context: Context, connect: ConnectImap = open_imap) -> None:
        written = EmailSettings.model_validate(settings)
        if written.path is not None:
            written = written.model_copy(update={"path": context.folder / Path(written.path).expanduser()})
        super().__init__(written, context)
        self._source = _source(written, context, connect)

    def streams(self) -> Mapping[str, StreamManifest]:
        return {"messages": MESSAGES}

    def check(self) -> str:
        return self._source.check()

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        if stream != "messages":
            raise BrokenContractError(f"email: no stream {stream!r}; known: messages")
        return self._source.pages(cursor)


def _source(settings: EmailSettings, context: Context, connect: ConnectImap) -> Source:
    if settings.kind == "imap":
        return ImapSource(settings, context, connect)
    if settings.kind == "mbox":
        return MboxSource(settings, context)
    return FileSource(settings, context)
