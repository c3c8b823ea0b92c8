"""What a stream can do, as data: the engine obeys it, the docs and the console show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from hub.sdk.links import checked_link
from hub.sdk.records import Operation

Granularity = Literal["exact", "second", "minute", "day", "none"]


class Rate(BaseModel):
    """At most `requests` in any window of `per_s` seconds, for one account."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    requests: int = Field(gt=0)
    per_s: float = Field(gt=0)


class StreamManifest(BaseModel):
    """The capabilities of one stream.

    Figures that vendors do not promise are defaults which the connection's settings can change.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    title_ja: str
    incremental: Granularity = "none"
    """How finely the system can tell what changed since the cursor; `none` reads everything and hashes tell."""
    oldest_first: bool = False
    deletes: Literal["none", "flag", "tombstone", "listing"] = "none"
    """How a deletion shows: a flag on the record, a list of the deleted, absence from a complete listing, or not."""
    merges: bool = False
    """Whether the system merges records so that a lost id answers with the winner."""
    fields: tuple[str, ...] = ()
    """Payload paths that the system's records may have: dotted, `*` for each element of a list, and `**` at the end
    for whatever is below. Empty where nobody says so.
    """
    fields_are_all: bool = False
    """Whether there are no others, so that a mapping to another path is a mistake."""
    more_fields: str = ""
    """The setting by which a connection names fields that are only its account's own; empty where there is none."""
    is_uniform: bool = False
    """Whether each record shows all fields, blank ones too (a sheet's headings): what one lacks, the system lacks."""
    operations: frozenset[Operation] = frozenset()
    list_page_max: int = Field(default=100, gt=0)
    write_batch_max: int = Field(default=1, gt=0)
    natural_key: tuple[str, ...] = ()
    """Payload paths (dotted) by which `lookup` finds a record after an unknown outcome."""
    id_from_key: bool = False
    """Whether the id of a record is made of its natural key, flat in the payload, so that whoever corrects the key
    makes another id of it: a row of a sheet, a card without a UID. What such a list lacks and what is new in it are
    held against each other.
    """
    required: tuple[str, ...] = ()
    """Payload paths (dotted) without which a create is refused."""
    always_sent: tuple[str, ...] = ()
    """Payload paths (dotted) that every update has to repeat although they do not change."""
    conditional_write: bool = False
    idempotency_key: bool = False
    rates: tuple[Rate, ...] = ()
    daily_budget: int | None = None
    index_lag_s: float = 0.0
    """How long a written record may be missing from, or old in, what a pull reads. A pull goes back at least as
    far behind its cursor: what looks like the past is left out, and is heard only when it is read once more.
    """
    rewrites: tuple[str, ...] = ()
    """Payload paths that the system reformats (lower-cases, trims) when written."""
    webhook_signature: Literal["none", "hmac", "shared_token"] | None = None
    """How its webhooks prove themselves; None where it has none."""
    copies: tuple[str, ...] = ()
    """Files, as patterns, in which the connector keeps records as they were before the hub wrote; whoever erases a
    person is told of those that are there.
    """
    record_url: Annotated[str, AfterValidator(checked_link)] = ""
    """The page of a record in the system, with the place `{id}`; empty where nobody knows it."""

    def has_field(self, path: Sequence[str]) -> bool:
        """Whether records may have something at this path, or below it; true where nobody knows."""
        return not self.fields_are_all or self.lists(path)

    def lists(self, path: Sequence[str]) -> bool:
        """Whether the path is that of a listed field, or of a table or list around one."""
        steps = ["*" if step.isdecimal() else step for step in path]
        return any(_fits(steps, field.split(".")) for field in self.fields)

    @property
    def writable(self) -> bool:
        """Whether anything can be pushed."""
        return bool(self.operations - {"lookup"})


def _fits(path: list[str], field: list[str]) -> bool:
    """Whether a path is that of a field, or of a table or list around it."""
    if field[-1] == "**":
        field = field[:-1]
        return path[: len(field)] == field[: len(path)]
    return path == field[: len(path)]
