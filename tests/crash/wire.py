"""The line between a hub and its systems: the systems live in the parent and outlive every hub.

One message is one request or one answer. What arrived here has happened, whatever becomes of the sender.
"""

from __future__ import annotations

import pickle
import select
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from hub.sdk.records import Change, Page, PushResult
from tests.pipeline.edits import REFUSED
from tests.pipeline.systems import Clock, System

_MESSAGE_MAX = 1 << 17


def line() -> tuple[socket.socket, socket.socket]:
    """Two ends that keep messages apart."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def say(end: socket.socket, message: Any) -> None:
    end.send(pickle.dumps(message))


def hear(end: socket.socket) -> Any:
    """The next message; None where the other side is gone."""
    try:
        heard = end.recv(_MESSAGE_MAX)
    except ConnectionResetError:
        return None
    return pickle.loads(heard) if heard else None


class DistantSystem(System):
    """The hub's side: a connector to a system in another process."""

    def __init__(self, name: str, clock: Clock, end: socket.socket, **manifest: Any) -> None:
        super().__init__(name, clock, **manifest)
        self._end = end

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        yield from self._ask("pull", cursor)

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        yield from self._ask("push", list(changes))

    def _ask(self, what: str, told: Any) -> Any:
        say(self._end, (what, told, self.clock.moment))
        answer = hear(self._end)
        assert answer is not None, f"{self.name} hung up"
        return answer


class HostedSystem(System):
    """The system itself, in the parent."""

    def __init__(self, name: str, clock: Clock, tale: list[str], lag_s: float = 0.0, **manifest: Any) -> None:
        super().__init__(name, clock, **manifest)
        self._lag = timedelta(seconds=lag_s)
        self._tale = tale
        self.made: dict[str, datetime] = {}
        self.families: list[str] = []

    def user_creates(self, record_id: str, **fields: Any) -> str:
        self._tell(f"somebody creates {record_id} {fields}")
        return super().user_creates(record_id, **fields)

    def user_edits(self, record_id: str, **fields: Any) -> None:
        super().user_edits(record_id, **fields)
        self.made.pop(record_id, None)
        self._tell(f"somebody edits {record_id} {fields}")

    def user_deletes(self, record_id: str) -> None:
        super().user_deletes(record_id)
        self._tell(f"somebody deletes {record_id}")

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        """What the hub created shows in a listing only after the lag, unless somebody has edited it since."""
        hidden = self.hidden()
        everything = self.changed_at
        self.changed_at = {i: at for i, at in everything.items() if i not in hidden}
        for page in super().pull(stream, cursor):
            # The cursor must not pass by what shows later.
            safe = min([everything[i] - timedelta(milliseconds=1) for i in hidden & everything.keys()], default=None)
            late = safe is not None and page.cursor is not None and page.cursor > safe.isoformat()
            yield Page(page.records, cursor if late else page.cursor)
        self.changed_at = everything

    def hidden(self) -> set[str]:
        """What no listing shows yet: a hub that died before its receipt can't know of it."""
        return {i for i, at in self.made.items() if at > self.clock.moment - self._lag}

    def carry_out(self, change: Change) -> PushResult:
        result = self._carried_out(change)
        self._tell(
            f"{change.operation} {change.external_id or ''} {change.payload}: {result.outcome} {result.external_id}"
        )
        if change.operation == "create" and result.external_id is not None:
            self.made[result.external_id] = self.clock.moment
            self.families.append(change.payload["family"])
        return result

    def _carried_out(self, change: Change) -> PushResult:
        if self.name == "beta" and change.payload.get("job") == REFUSED:
            return PushResult(change.key, "rejected", message=f"{REFUSED}は登録できません")
        return super().carry_out(change)

    def _tell(self, what: str) -> None:
        self._tale.append(f"{self.clock.moment:%d %H:%M:%S.%f} {self.name}: {what}")


Host = Callable[[str, str, Any, datetime], Any]
"""Answers a request (system, what, told, moment); None where the hub was killed instead."""


def serve(ends: dict[str, socket.socket], host: Host, wait_s: Callable[[], float], on_time: Callable[[], None]) -> None:
    """Answer until every line is closed; `on_time` is called once when `wait_s` has passed."""
    poll = select.poll()
    by_number = {end.fileno(): name for name, end in ends.items()}
    for number in by_number:
        poll.register(number, select.POLLIN)
    while by_number:
        found = poll.poll(max(0.0, wait_s()) * 1000)
        if not found:
            on_time()
        for number, _ in found:
            name = by_number[number]
            heard = hear(ends[name])
            if heard is None:
                poll.unregister(number)
                del by_number[number]
            else:
                answer = host(name, *heard)
                if answer is not None:
                    _tell(ends[name], answer)


def _tell(end: socket.socket, answer: Any) -> None:
    # It may have died while it waited.
    with suppress(BrokenPipeError, ConnectionResetError):
        say(end, answer)
