"""HubSpot tells the hub of changes: true notices, some twice or days late, and what nobody should believe.

Laws: who forges gets nothing stored and no transaction; what is acknowledged is stored, once; what a true one told
of is read by the pulls that it brings forward.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from connectors.hubspot.webhooks import WEBHOOKS
from hub.config.timing import parse_trigger
from hub.schedule.notices import pulls_brought_forward
from hub.schedule.plans import JobPlan
from hub.sdk.signature import WebhookRequest
from hub.store.lease import LeaseLostError
from hub.sync.notices import Accepted, accept
from hub.sync.run import Report
from tests.pipeline.hooked import FORGERS
from tests.pipeline.systems import Clock
from tests.simulation.book import Book
from tests.simulation.process import Killed, Process
from tests.simulation.wire.desk import Desk
from tests.simulation.wire.nature import SECRET

CONNECTION = "crm"
ADDRESS = f"https://hub.example.jp/hooks/{CONNECTION}"
KINDS = {"crm/companies": "company", "crm/contacts": "contact"}
# What a hook of HubSpot can be forged by, besides a body that it never sends.
FORGERIES = tuple(sorted(FORGERS.keys() - {"not readable", "too many bytes"}))
_JOB = JobPlan(CONNECTION, "pull", parse_trigger("every 8h"))
# A new notice is followed at once; one that was followed too early once more, when the index must show the change.
_PULLS = 2

Document = dict[str, Any]


class Sender:
    """HubSpot, signing by its own clock."""

    name = CONNECTION

    def __init__(self, clock: Clock, ahead: timedelta) -> None:
        self.clock, self._ahead = clock, ahead

    def request(self, *events: Mapping[str, Any]) -> WebhookRequest:
        return self.signed(msgspec.json.encode(events))

    def signed(self, body: bytes, key: str | None = None, at: datetime | None = None) -> WebhookRequest:
        bare = WebhookRequest("POST", ADDRESS, {}, body)
        stamp = str(int((at or self.clock.moment + self._ahead).timestamp() * 1000))
        proof = WEBHOOKS.signature.proof(bare, key or SECRET, stamp)
        headers = {"x-hubspot-signature-v3": proof, "x-hubspot-request-timestamp": stamp}
        return WebhookRequest("POST", ADDRESS, headers, body)


@dataclass(frozen=True)
class Letter:
    """A notice of a record on its way; `forgery` is its fault, `dies_at` the moment at which who takes it in dies."""

    desk: Desk
    record_id: str
    document: Document
    forgery: str = ""
    dies_at: int = 0


class Posts:
    """Carries notices to the hub; `pull` is the job that it does for one connection."""

    def __init__(self, hub: Process, book: Book, sender: Sender, pull: Callable[[str], Report | None]) -> None:
        self._hub, self._book, self._sender, self._pull = hub, book, sender, pull
        self._chance = random.Random("forgers")
        self._waiting: list[Letter] = []
        self._known: set[str] = set()
        self._sent: list[Letter] = []

    def writes(self, desk: Desk, record_id: str, fate: str, *, dies_at: int = 0) -> Letter:
        """A letter about a record; `fate` is a forgery, or tells whether it is an earlier one once more."""
        if fate == "twice" and self._sent:
            return self._sent[-1]
        days = 3 if fate == "late" else 0
        at = self._sender.clock.moment - timedelta(days=days)
        document = {
            "subscriptionId": 1,
            "eventId": len(self._sent),
            "occurredAt": int(at.timestamp() * 1000),
            "subscriptionType": f"{KINDS[desk.place]}.propertyChange",
            "objectId": int(record_id),
        }
        letter = Letter(desk, record_id, document, fate if fate in FORGERS else "", dies_at)
        self._sent.append(letter)
        return letter

    def drops(self, letter: Letter) -> None:
        """It comes while the hub is at work, and waits for a moment at which another thread would take it in."""
        self._waiting.append(letter)

    def delivers(self) -> bool:
        """Take in what has come; whether any of it was news."""
        was_news = False
        while self._waiting:
            was_news |= self._taken(self._waiting[0])
            self._waiting.pop(0)
        return was_news

    def _taken(self, letter: Letter) -> bool:
        before = self.stored()
        if letter.forgery:
            request = FORGERS[letter.forgery](self._sender, letter.document, self._chance)
        else:
            request = self._sender.request(letter.document)
        moments = self._hub.moments
        answer = accept(self._hub.world, CONNECTION, request.method, request.uri, request.headers, request.body)
        has_stored = self._hub.moments != moments
        fresh = self.stored() - before
        self._hub.trace.tell("notice", letter.document, letter.forgery, type(answer).__name__, len(fresh))
        if letter.forgery and (isinstance(answer, Accepted) or fresh or has_stored):
            self._book.violations.append(f"a notice with {letter.forgery} did something: {answer}")
        if letter.forgery:
            return False
        if not isinstance(answer, Accepted) or answer.new != len(fresh) or answer.new + answer.known != 1:
            self._book.violations.append(f"{answer} to a true notice, of which {len(fresh)} are new: {letter.document}")
        return bool(fresh)

    def stored(self) -> set[str]:
        """Every event that the hub remembers."""
        with self._hub.world.database.begin() as tx:
            return {row[0] for row in tx.rows("SELECT event_id FROM notice")}

    def _unread(self) -> int:
        """How many notices wait for a pull, for some came with this one."""
        with self._hub.world.database.begin() as tx:
            return sum(1 for _ in tx.rows("SELECT 1 FROM notice WHERE state <> 'done'"))

    def comes(self, letter: Letter) -> None:
        """It comes while the hub is idle, and a pull follows it; who dies over it is sent it again."""
        self.drops(letter)
        self._hub.orders.dies_at = self._hub.moments + letter.dies_at if letter.dies_at else 0
        try:
            was_news = self.delivers()
        except (Killed, LeaseLostError) as end:
            self._hub.dies(end)
            was_news = self.delivers()
        self._hub.orders.dies_at = 0
        if was_news:
            self._is_followed(letter)

    def _is_followed(self, letter: Letter) -> None:
        heard_at = self._sender.clock.moment
        most = _PULLS * self._unread()
        for _ in range(most):
            due = pulls_brought_forward(self._hub.world, {_JOB.name: _JOB})
            if not due:
                break
            self._sender.clock.moment = max(self._sender.clock.moment, due[_JOB.name])
            report = self._pull(CONNECTION)
            if report is None or report.ledger.stopped:
                return
        if pulls_brought_forward(self._hub.world, {_JOB.name: _JOB}):
            self._book.violations.append(f"a notice waits after {most} pulls: {letter.document}")
        if not letter.desk.hidden and letter.record_id not in letter.desk.illegible():
            self._is_read(letter, heard_at)

    def _is_read(self, letter: Letter, heard_at: datetime) -> None:
        for (place, _), cell in self._book.cells.items():
            if place == (letter.desk.place, letter.record_id):
                # A hub that died may have stored what it was shown, and then there is nothing left to read.
                unread = (edit for edit in cell.unseen if edit.excuse is None and not edit.may_be_known)
                late = [edit for edit in unread if edit.at < heard_at]
                self._book.violations += [f"a notice told of it, and it is not read: {edit}" for edit in late]
