"""Why something stopped, was held or left out: a code with its data, which the edge tells in the reader's language.

Invariant: what the hub itself says has a code; only a system's or a connector's own sentence travels as text (`said`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from hub.sdk.errors import BrokenContractError, ConnectorError, RetryLaterError
from hub.store.times import utc_text

Code = Literal[
    "said",
    "retry_later",
    "retry_at",
    "broken_contract",
    "person_needed",
    "brake",
    "restored",
    "vanished",
    "fields_gone",
    "unanswered",
    "interrupted",
    "does_not_add_up",
    "fault",
    "undelivered",
    "unsettled",
    "refused_before",
    "refused_fields",
    "unread",
    "bouncing",
    "unsure",
    "spoken_since",
    "unheard",
    "lacks",
    "nothing_kept",
    "unmappable",
    "outdated",
    "left_out",
    "deleted_unseen",
    "exists_there",
    "was_there_before",
    "changed_there",
    "gone_there",
    "denied_there",
    "no_result",
    "found_by_pull",
    "settled",
    "lost",
    "not_arrived",
    "hidden_there",
    "no_lookup",
    "held_by_apply",
    "held_by_undo",
    "erased",
    "before_restore",
    "erasure_lifted",
    "not_allowed",
    "reconfigured",
]

# What the log says; the edge has the other languages.
ENGLISH: Mapping[Code, str] = {
    "said": "{said}",
    "retry_later": "retry later: {said}",
    "retry_at": "retry at {free_at} or later: {said}",
    "broken_contract": "broken contract: {said}",
    "person_needed": "a person is needed: {said}",
    "brake": "brake: {writes} writes within an hour, {records} records there; allowed are {allowed}",
    "restored": "the store was restored to its state of {made_at}; look at the plan and apply it, or release it",
    "vanished": "brake: {gone} of {records} records have vanished from {stream}; nothing was marked as deleted. "
    "Look whether the list is whole; if they are really gone, run `hub sync --release`",
    "fields_gone": "a person is needed: {names} is gone there, which decides whether a customer is there or a field is "
    "emptied; nothing was taken in. Put it back there, or correct the mapping",
    "unanswered": "writes that got no answer, and are looked up next time: {count}",
    "interrupted": "the hub was stopped before the end; the next run goes on there",
    "does_not_add_up": "the ledger of run {run} does not add up; please report it with the run's ledger",
    "fault": "{kind}: {said}",
    "undelivered": "the notice was not taken ({said})",
    "unsettled": "an earlier write to this record is not settled yet",
    "refused_before": "the system refused the same write before",
    "refused_fields": "the system refused {said} before; the rest is written without",
    "unread": "it stands in quarantine",
    "bouncing": "the system keeps changing what is written to {said}",
    "unsure": "its index may show the past there; planned again when it has caught up",
    "spoken_since": "its customer was deleted elsewhere, and edited after that or maybe so; it is kept",
    "unheard": "its customer was deleted elsewhere; what was said of it meanwhile in {said} is read first",
    "lacks": "a new record there needs {said}",
    "nothing_kept": "the golden record has nothing that this system keeps",
    "unmappable": "it can't be put into the system's words: {said}",
    "outdated": "older than what is stored",
    "left_out": "the mapping leaves it out",
    "deleted_unseen": "deleted before it was ever seen",
    "exists_there": "exists there already as {id}: {said}",
    "was_there_before": "{id} there has its natural key and is another customer's; join the two if they are one "
    "(`hub join`)",
    "changed_there": "the record has changed there since it was read; it is planned again",
    "gone_there": "the record no longer exists there",
    "denied_there": "the system says that there is no such record, and shows it; perhaps the hub may not write it",
    "no_result": "the connector gave no result; it is looked up next time",
    "found_by_pull": "found by a pull",
    "settled": "settled by look-up",
    "lost": "outcome unknown; look into {stream}: if the record is there, run a sync; if not, run `hub sync --resend`",
    "not_arrived": "unsettled: it did not arrive; planned again",
    "hidden_there": "unsettled: the look-up showed another record, or none; the pull tells, and it is planned again",
    "no_lookup": "unsettled: its outcome can't be looked up; planned again",
    "held_by_apply": "held back by apply: {said}",
    "held_by_undo": "held back by undo; the next sync plans it again",
    "erased": "of a person who was erased",
    "before_restore": "wished before the store was restored; planned again",
    "erasure_lifted": "the erasure was lifted",
    "not_allowed": "the configuration no longer lets the hub write this there",
    "reconfigured": "wished before the configuration changed; planned again",
}


class Reason(msgspec.Struct, frozen=True):
    """A reason; `data` fills the places of its sentence."""

    code: Code
    data: dict[str, str | int] = {}

    def __str__(self) -> str:
        return ENGLISH[self.code].format(**self.data)

    def text(self) -> str:
        """As a column of text holds it; `read_reason` reads it again."""
        return msgspec.json.encode(self).decode()


def counted(code: Code, said: str = "") -> str:
    """The name under which a ledger counts what has the same reason: `unsettled`, `lacks: email`."""
    return f"{code}: {said}" if said else code


def reason_of(error: ConnectorError, now: datetime) -> Reason:
    """What a connector's error means for the run, and from when on its system may be asked again where it says so."""
    if isinstance(error, RetryLaterError):
        if error.wait_s:
            free_at = utc_text(now + timedelta(seconds=error.wait_s))
            return Reason("retry_at", {"said": str(error), "free_at": free_at})
        return Reason("retry_later", {"said": str(error)})
    code: Code = "broken_contract" if isinstance(error, BrokenContractError) else "person_needed"
    return Reason(code, {"said": str(error)})


def read_reason(told: Any) -> Reason | None:
    """A reason as a column of text or a stored ledger holds it; plain text, as older stores have it, is a sentence."""
    if not told:
        return None
    try:
        return msgspec.json.decode(told, type=Reason) if isinstance(told, str) else msgspec.convert(told, Reason)
    except msgspec.DecodeError:
        return Reason("said", {"said": str(told)})
