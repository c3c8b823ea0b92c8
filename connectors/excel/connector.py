"""Reads a customer list from Excel or CSV as a full listing whenever the file changed, and writes single cells back.

Invariant: a listing is called complete only when every row of it was read and had an id, so absence never lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from connectors.excel.archive import DamagedFileError
from connectors.excel.keys import Key
from connectors.excel.push import push_changes
from connectors.excel.replacing import copies_of
from connectors.excel.settings import ExcelSettings, stream_names
from connectors.excel.source import LOCKED_WAIT_S, disk_errors, find_file, open_grid, opened_file
from connectors.excel.state import FileState, from_cursor, read_as, state_of
from connectors.excel.table import Table
from hub.sdk.connector import ConnectorSettings, Context, WritableConnector
from hub.sdk.errors import ConnectorError, PersonNeededError, RetryLaterError
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import BadRecord, Change, Page, PushResult, RawRecord

ROWS = "rows"


class ExcelConnector(WritableConnector):
    """One workbook or CSV file."""

    code = "excel"
    title = "Excel / CSV"
    title_ja = "Excel・CSV"
    Settings = ExcelSettings
    settings: ExcelSettings

    def __init__(self, settings: ConnectorSettings, context: Context) -> None:
        written = ExcelSettings.model_validate(settings)
        path = context.folder / Path(written.path).expanduser()
        super().__init__(written.model_copy(update={"path": str(path)}), context)
        sheet = self.settings.sheet
        self._sheets: dict[str, str | int | None] = (
            dict(zip(stream_names(sheet), sheet, strict=True)) if isinstance(sheet, tuple) else {ROWS: sheet}
        )
        named = {stream: self.settings.key_of(name) for stream, name in self._sheets.items()}
        self._keys = {stream: Key((), key, is_derived=False) for stream, key in named.items() if key}

    def streams(self) -> Mapping[str, StreamManifest]:
        return {name: self._manifest(name) for name in self._sheets}

    def check(self) -> str:
        told = []
        for name in self._sheets:
            with self._table(name) as table:
                told.append(
                    f"{table.grid.where}: header in row {table.header.last}, {len(table.headings)} columns, "
                    f"rows identified by {' / '.join(table.key.headings)}"
                )
        return "; ".join(told)

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        with disk_errors(self.settings):
            yield from self._pull(stream, cursor)

    def _pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        path, before, meaning = find_file(self.settings), from_cursor(cursor), read_as(self.settings)
        if before and path.is_file() and before.is_untouched(path, meaning):
            yield Page([], cursor)
            return
        with opened_file(path, was_there=before is not None) as file:
            state = state_of(file, path, meaning, self.context.now())
            try:
                table = self._table_of(file, path, stream)
                self._tell_renamed(table)
                yield from self._pages(table, file, state)
            except PersonNeededError as failure:
                self._refuse_if_changed(file, state)
                if isinstance(failure, DamagedFileError) and not state.was_at_rest:
                    raise RetryLaterError(
                        f"{failure} (it was saved just now, perhaps not to its end)", 60.0
                    ) from failure
                raise

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        if self.settings.read_only:
            raise PersonNeededError(f"{self.settings.path}: `read_only` is set, so nothing is written")
        with disk_errors(self.settings):
            path = find_file(self.settings).resolve()  # a link stays a link: what it points to is replaced
            yield from push_changes(path, self.settings, self._sheets[stream], changes)

    def _pages(self, table: Table, file: BinaryIO, state: FileState) -> Iterator[Page]:
        entries = table.entries()
        every_row_has_id = True
        page = list(islice(entries, self.settings.page_rows))
        while True:
            following = list(islice(entries, self.settings.page_rows))
            every_row_has_id = every_row_has_id and all(entry.external_id is not None for entry in page)
            records = [table.record(entry) for entry in page]
            good = [record for record in records if isinstance(record, RawRecord)]
            bad = tuple(record for record in records if isinstance(record, BadRecord))
            if not following:
                self._refuse_if_changed(file, state)
                if table.left_out:
                    self.context.log("rows_left_out", sheet=table.grid.where, rows=table.left_out)
                yield Page(good, state.cursor(), complete_listing=every_row_has_id, bad=bad)
                return
            yield Page(good, bad=bad)
            page = following

    def _refuse_if_changed(self, file: BinaryIO, state: FileState) -> None:
        if state_of(file, Path(state.name), state.read_as, self.context.now()).digest != state.digest:
            raise RetryLaterError(f"{state.name}: was saved while it was read; it is read again", LOCKED_WAIT_S)

    @contextmanager
    def _table(self, stream: str) -> Iterator[Table]:
        with disk_errors(self.settings):
            path = find_file(self.settings)
            with opened_file(path, was_there=False) as file:
                yield self._table_of(file, path, stream)

    def _table_of(self, file: BinaryIO, path: Path, stream: str) -> Table:
        sheet = self._sheets[stream]
        return Table(open_grid(file, path.name, self.settings, sheet), self.settings, sheet)

    def _manifest(self, name: str) -> StreamManifest:
        key = self._key(name)
        # No path leads to a heading that has a quotation mark in it.
        can_be_named = key is not None and not any('"' in heading for heading in key.headings)
        paths = tuple(as_path(heading) for heading in key.headings) if key and can_be_named else ()
        is_writable = not self.settings.read_only and not self.settings.path.lower().endswith(".xls")
        return StreamManifest(
            name=name,
            title=f"Rows of {self.settings.path}",
            title_ja=f"{self.settings.path} の行",
            deletes="listing",
            is_uniform=True,
            operations=frozenset({"create", "update", "lookup"} if is_writable else ()),
            list_page_max=self.settings.page_rows,
            write_batch_max=self.settings.write_batch_max,
            natural_key=paths,
            id_from_key=True,
            required=paths if key and not key.is_derived else (),
            conditional_write=True,
            copies=copies_of(self.settings.path),
        )

    def _key(self, stream: str) -> Key | None:
        """The key of a stream's rows; a file that can't be read has none yet."""
        if stream not in self._keys:
            try:
                with self._table(stream) as table:
                    self._keys[stream] = table.key
            except ConnectorError:
                return None
        return self._keys[stream]

    def _tell_renamed(self, table: Table) -> None:
        if table.header.renamed:
            self.context.log("headings_renamed", sheet=table.grid.where, headings=list(table.header.renamed))


def as_path(heading: str) -> str:
    """A heading as a path into a payload; one with a dot in it is quoted."""
    return f'"{heading}"' if "." in heading else heading
