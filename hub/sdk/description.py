"""A REST API described as data: where records lie, how pages follow, how one asks for what changed, how one writes.

A description can be written in Python or read from YAML; `RestConnector` follows it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hub.sdk.manifest import StreamManifest
from hub.sdk.pages import PageReader, TimeForm
from hub.sdk.records import Operation


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Paging(_Described):
    """How one page leads to the next.

    token: the answer gives the next `param` at `next_path`. link: it gives the next address there. offset and page: we
    count, from `first`, and a page with fewer records than asked for is the last. single: there is one page.
    """

    kind: Literal["token", "link", "offset", "page", "single"] = "single"
    param: str | None = None
    size_param: str | None = None
    next_path: str | None = None
    more_path: str | None = None
    first: int = 0

    @model_validator(mode="after")
    def _is_complete(self) -> Paging:
        if self.kind in {"token", "offset", "page"} and not self.param:
            raise ValueError(f"paging by {self.kind} needs `param`")
        if self.kind in {"token", "link"} and not self.next_path:
            raise ValueError(f"paging by {self.kind} needs `next_path`")
        return self


class Records(_Described):
    """Where the records lie in an answer, and what tells a record's id, time, version and deletion."""

    records_path: str = "results"
    id_path: str = "id"
    modified_path: str | None = None
    modified_as: TimeForm = "iso"
    version_path: str | None = None
    deleted_path: str | None = None
    deleted_when: bool | str | int = True
    total_path: str | None = None
    zone: str = "UTC"


class Since(_Described):
    """How one asks for what changed: from a time, and up to another where `to_param` is set.

    `overlap_s` is read again each time: indexes lag, and a granularity of a day or minute hides what came later in it.
    """

    from_param: str
    to_param: str | None = None
    form: Literal["iso", "date", "epoch_ms"] = "iso"
    zone: str = "UTC"
    overlap_s: float = Field(default=60.0, ge=0)
    earliest: datetime | None = None
    """What a first pull asks from, where the parameter may not be left out."""

    def spelt(self, at: datetime) -> str:
        """The time as the parameter's value."""
        if self.form == "epoch_ms":
            return str(int(at.timestamp() * 1000))
        local = at.astimezone(ZoneInfo(self.zone) if self.zone != "UTC" else UTC)
        return local.date().isoformat() if self.form == "date" else local.isoformat(timespec="seconds")


class WriteEndpoint(_Described):
    """One kind of write. `path` may hold `{external_id}`; `wrap` puts the payload under a key.

    `version_header` carries the expected version (If-Match) where the system checks it.
    """

    method: Literal["POST", "PUT", "PATCH", "DELETE"]
    path: str
    wrap: str | None = None
    record_path: str = ""
    """Where the answer holds the written record; the id and version are read there."""
    version_header: str | None = None


class LookUp(_Described):
    """How a record is found after an unknown outcome: by id, or in a list by the natural key's values."""

    by_id: str | None = None
    record_path: str = ""
    """Where the answer by id holds the record."""
    path: str | None = None
    params: dict[str, str] = {}
    """Parameter: the payload's dotted path whose value it takes."""


class RestStream(_Described):
    """One stream: its manifest, and how it is read and written."""

    manifest: StreamManifest
    path: str
    params: dict[str, str | int | bool] = {}
    records: Records = Records()
    paging: Paging = Paging()
    since: Since | None = None
    writes: dict[Operation, WriteEndpoint] = {}
    look_up: LookUp | None = None

    @model_validator(mode="after")
    def _can_prove_deletions(self) -> RestStream:
        if self.manifest.deletes == "listing" and self.paging.kind == "page" and self.records.total_path is None:
            raise ValueError("pages by number may skip a record unseen; deletions by `listing` need `total_path`")
        return self

    @model_validator(mode="after")
    def _reads_again_what_lags(self) -> RestStream:
        if self.since is not None and self.since.overlap_s < self.manifest.index_lag_s:
            raise ValueError(
                "an edit that a lagging index shows late would be missed; `overlap_s` must cover `index_lag_s`"
            )
        return self

    @cached_property
    def reader(self) -> PageReader:
        """The reader of this stream's pages; made once."""
        shape = self.records
        return PageReader(
            records_path=shape.records_path,
            id_path=shape.id_path,
            modified_path=shape.modified_path,
            modified_as=shape.modified_as,
            version_path=shape.version_path,
            deleted_path=shape.deleted_path,
            deleted_when=shape.deleted_when,
            total_path=shape.total_path,
            next_path=self.paging.next_path,
            more_path=self.paging.more_path,
            zone=ZoneInfo(shape.zone) if shape.zone != "UTC" else UTC,
        )
