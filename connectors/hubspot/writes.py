"""Writes changes in batches of up to 100 and tells what became of each one.

Every input carries the intent's key as its trace id, which lets each succeed or fail alone. Where HubSpot refuses a
batch as a whole nothing was written, and it is halved until the bad change stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from connectors.hubspot.answers import Row, Settled, settle
from connectors.hubspot.company_links import CompanyLinks
from connectors.hubspot.lookups import Lookups
from connectors.hubspot.objects import ObjectType
from connectors.hubspot.refusals import REFUSALS, Refusal, own_refusal
from connectors.hubspot.settings import HubSpotSettings
from connectors.hubspot.wishes import Wish
from hub.sdk.errors import OutcomeUnknownError
from hub.sdk.http import Http
from hub.sdk.records import Change, PushResult

_UNTOLD = "HubSpot's answer does not tell what became of this change"

ToInput = Callable[[Wish], dict[str, Any]]


class Writes:
    """The batch endpoints of one account."""

    def __init__(self, http: Http, settings: HubSpotSettings, lookups: Lookups) -> None:
        self._http = http
        self._settings = settings
        self._lookups = lookups
        self._links = CompanyLinks(http, settings)

    def push(self, kind: ObjectType, changes: Sequence[Change]) -> Iterator[PushResult]:
        """One result for each change."""
        size = self._settings.batch_size
        for start in range(0, len(changes), size):
            wishes = [Wish.of(change) for change in changes[start : start + size]]
            match wishes[0].change.operation:
                case "create":
                    yield from self._create(kind, wishes)
                case "update":
                    yield from self._update(kind, wishes)
                case "archive":
                    yield from self._archive(kind, wishes)
                case "lookup":
                    yield from self._lookups.find(kind, wishes)
                case other:
                    yield from (wish.result("rejected", f"HubSpot cannot {other}; archive instead") for wish in wishes)

    def _create(self, kind: ObjectType, wishes: list[Wish]) -> Iterator[PushResult]:
        key = self._lookups.own_key_of(kind)
        by_key = {id(wish) for wish in wishes if key is not None and wish.properties.get(key)}
        plain = [wish for wish in wishes if id(wish) not in by_key]
        for settled in self._sent(kind, "create", plain, Wish.to_create):
            yield from _refused(settled)
            yield from (_done(wish, row) for wish, row in settled.done)
            yield from _untold(settled)
        keyed = [wish for wish in wishes if id(wish) in by_key]
        for settled in self._sent(kind, "upsert", keyed, lambda wish: wish.to_upsert(key or "")):
            yield from self._written(settled)
            yield from _untold(settled)

    def _update(self, kind: ObjectType, wishes: list[Wish]) -> Iterator[PushResult]:
        yield from self._links.write([(wish, wish.id) for wish in wishes if not wish.properties])
        for settled in self._sent(kind, "update", [wish for wish in wishes if wish.properties], Wish.to_update):
            yield from self._written(settled)
            if settled.silence:
                yield from _untold(settled)
            else:
                # An id that was merged away is left out of the answer without a word.
                yield from (self._lookups.whereabouts(kind, wish, settled.nameless) for wish in settled.open)

    def _written(self, settled: Settled) -> Iterator[PushResult]:
        yield from _refused(settled)
        yield from (_done(wish, row) for wish, row in settled.done if wish.company is None)
        yield from self._links.write([(wish, row.id) for wish, row in settled.done if wish.company is not None])

    def _archive(self, kind: ObjectType, wishes: list[Wish]) -> Iterator[PushResult]:
        for settled in self._sent(kind, "archive", wishes, lambda wish: {"id": wish.id}):
            yield from _refused(settled)
            yield from (wish.result("done") for wish, _ in settled.done)
            yield from _untold(settled)

    def _sent(self, kind: ObjectType, action: str, wishes: list[Wish], to_input: ToInput) -> Iterator[Settled]:
        """Send the wishes, in parts where HubSpot refuses the whole."""
        if not wishes:
            return
        path = f"{self._settings.objects_path}/{kind.stream}/batch/{action}"
        body = {"inputs": [to_input(wish) for wish in wishes]}
        try:
            answer = self._http.request("POST", path, json=body, writes=True, accept=REFUSALS)
        except OutcomeUnknownError as unknown:
            yield Settled(open=wishes, silence=str(unknown))
            return
        if answer.status not in REFUSALS:
            yield settle(wishes, answer, self._lookups.keys_of(kind))
        elif len(wishes) == 1:
            yield Settled(refused=[(wishes[0], own_refusal(answer))])
        else:
            for part in _parts(wishes, own_refusal(answer)):
                yield from self._sent(kind, action, part, to_input)


def _parts(wishes: list[Wish], refusal: Refusal) -> tuple[list[Wish], list[Wish]]:
    """The wishes that the refusal is about and the others, where it names properties; else two halves."""
    guilty = [wish for wish in wishes if refusal.properties & wish.properties.keys()]
    if 0 < len(guilty) < len(wishes):
        return guilty, [wish for wish in wishes if wish not in guilty]
    middle = len(wishes) // 2
    return wishes[:middle], wishes[middle:]


def _done(wish: Wish, row: Row) -> PushResult:
    is_other = bool(wish.id) and wish.id != row.id
    message = f"{wish.id} was merged into {row.id}, which was written" if is_other else ""
    return wish.result("done", message, row.id, row.updated_at)


def _refused(settled: Settled) -> Iterator[PushResult]:
    for wish, refusal in settled.refused:
        if refusal.existing_id is not None and not wish.id:
            yield wish.result("found", refusal.words, refusal.existing_id)
        elif refusal.is_not_found and wish.id:
            yield wish.result("missing", refusal.words)
        elif refusal.is_passing:
            yield wish.result("unknown", refusal.words)
        else:
            yield wish.result("rejected", refusal.words)


def _untold(settled: Settled) -> Iterator[PushResult]:
    return (wish.result("unknown", settled.silence or _UNTOLD) for wish in settled.open)
