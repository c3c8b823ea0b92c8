"""How far a stream was read: changes by time and id, and the recycle bin by its own slow round.

A cursor is written after every page, so a pull that was cut off goes on where it was; to the engine it is opaque text.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b

import msgspec

from hub.sdk.errors import PersonNeededError


class Cursor(msgspec.Struct, frozen=True, omit_defaults=True):
    """`since_ms`: changes before this moment are stored. All times are the server's, in milliseconds.

    `started_ms` and `after_id`: a round of changes is under way since then, and its ids up to this one are stored.
    `bin_ms`: the recycle bin was last read through from this moment on. `bin_started_ms` and `bin_after`: a round
    through the bin is under way. `asked_for` stands for the properties that were read. `wide_ms`: the last round that
    went far back began then.
    """

    since_ms: int | None = None
    started_ms: int | None = None
    after_id: int = 0
    bin_ms: int | None = None
    bin_started_ms: int | None = None
    bin_after: str | None = None
    asked_for: str = ""
    wide_ms: int | None = None

    @classmethod
    def read(cls, text: str | None) -> Cursor:
        """The cursor that `text` is; a fresh one for None."""
        if text is None:
            return cls()
        try:
            return msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as exc:
            raise PersonNeededError(
                f"the stored cursor is not one of HubSpot's ({exc}); read it anew with `hub sync --reread`"
            ) from exc

    def text(self) -> str:
        """The opaque form."""
        return msgspec.json.encode(self).decode()

    def asking_for(self, properties: Iterable[str]) -> Cursor:
        """This cursor, or a fresh round where other properties are asked for: unchanged records lack the new ones."""
        asked_for = blake2b(",".join(sorted(properties)).encode(), digest_size=6).hexdigest()
        if asked_for == self.asked_for:
            return self
        return msgspec.structs.replace(self, since_ms=None, started_ms=None, after_id=0, asked_for=asked_for)

    def going_far_back(self, every_s: float) -> Cursor:
        """This cursor; where the time for it has come, that of a round which also reads what the search index has shown
        too late for the rounds before, by up to `every_s`.
        """
        if self.since_ms is None or self.is_amid_round:
            return self
        if self.wide_ms is None:
            return msgspec.structs.replace(self, wide_ms=self.since_ms)
        if self.since_ms - self.wide_ms < every_s * 1000:
            return self
        back_ms = max(self.wide_ms - int(every_s * 1000), 0)
        return msgspec.structs.replace(self, since_ms=back_ms, wide_ms=self.since_ms)

    @property
    def is_amid_round(self) -> bool:
        """Whether a round of changes was cut off."""
        return self.started_ms is not None

    def advanced(self, started_ms: int, after_id: int) -> Cursor:
        """A page of changes was read, and there are more."""
        return msgspec.structs.replace(self, started_ms=started_ms, after_id=after_id)

    def caught_up(self, started_ms: int) -> Cursor:
        """The last page of changes was read."""
        return msgspec.structs.replace(self, since_ms=started_ms, started_ms=None, after_id=0)

    def bin_is_due(self, every_s: float) -> bool:
        """Whether the recycle bin should be read now, after the changes; at once where it was never read, because who
        reads all anew knows no more what has been put there since.
        """
        if self.bin_started_ms is not None:
            return True
        return (self.since_ms or 0) - (self.bin_ms or 0) >= every_s * 1000 and self.since_ms != self.bin_ms

    def in_bin(self, after: str) -> Cursor:
        """A page of the bin was read, and there are more."""
        started_ms = self.since_ms if self.bin_started_ms is None else self.bin_started_ms
        return msgspec.structs.replace(self, bin_started_ms=started_ms, bin_after=after)

    def bin_done(self) -> Cursor:
        """The bin was read through."""
        read_ms = self.since_ms if self.bin_started_ms is None else self.bin_started_ms
        return msgspec.structs.replace(self, bin_ms=read_ms, bin_started_ms=None, bin_after=None)


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970, rounded down."""
    return int(at.timestamp() * 1000)
