"""What every connector keeps when it reads; inherit `ConnectorContract` once a stream, and name the class `Test...`.

Every test is deterministic: time passes only in the bench's clock.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import ClassVar

import httpx
import pytest

from hub.sdk.connector import Connector, Context
from hub.sdk.errors import BrokenContractError, ConnectorError, PersonNeededError, RetryLaterError
from hub.sdk.manifest import StreamManifest
from hub.sdk.testing.bench import Bench, ids_of, is_object, last_cursor, payloads_of, pull
from hub.sdk.testing.clock import FakeClock
from hub.sdk.twin import Twin

HTML = b"<!DOCTYPE html><html><body>Maintenance</body></html>"
LONGER_THAN_ANY_OVERLAP_S = 3 * 86_400.0


class ConnectorContract(ABC):
    """The reading half.

    `make_twin` gives a twin that holds at least three pages of records of the stream, at the page size with which
    `make_connector` makes connectors. `path` is the start of the path that the stream's pages are asked from, so that
    injected faults spare token requests. `secrets` are the texts that must never be seen.
    """

    stream: ClassVar[str]
    path: ClassVar[str]
    secrets: ClassVar[tuple[str, ...]]
    quiet_requests: ClassVar[int] = 1
    """Requests to `path` that a pull with nothing new may cost."""
    throttled_status: ClassVar[int] = 429

    @abstractmethod
    def make_twin(self, clock: FakeClock) -> Twin:
        """The vendor with its records."""

    @abstractmethod
    def make_connector(self, context: Context) -> Connector:
        """The connector with a small page size."""

    @abstractmethod
    def make_stranger(self, context: Context) -> Connector:
        """The same connector with a key that the twin refuses."""

    @abstractmethod
    def user_edits_one(self, twin: Twin) -> str:
        """Somebody edits one record in the vendor's own screens; its external id."""

    def all_ids(self, twin: Twin) -> set[str]:
        """The external ids that a full pull must give."""
        return set(twin.tables[self.stream])

    def wrap(self, transport: httpx.BaseTransport) -> httpx.BaseTransport:
        """The place to hold every exchange against the vendor's document (`Checked`)."""
        return transport

    @pytest.fixture
    def bench(self) -> Bench:
        clock = FakeClock()
        return Bench(clock, self.make_twin(clock), self.wrap)

    @pytest.fixture
    def connector(self, bench: Bench) -> Connector:
        return self.make_connector(bench.context())

    def manifest(self, connector: Connector) -> StreamManifest:
        return connector.streams()[self.stream]

    def asked(self, bench: Bench) -> int:
        """How many requests for pages the twin has seen."""
        return sum(1 for asked in bench.twin.requests if asked.path.startswith(self.path))

    def test_streams_are_told_without_a_request(self, bench: Bench, connector: Connector) -> None:
        assert connector.streams()[self.stream].name == self.stream
        assert bench.twin.requests == []

    def test_its_manifest_and_its_webhooks_tell_of_one_signature(self, connector: Connector) -> None:
        told = {one.webhook_signature for one in connector.streams().values()} - {None, "none"}
        assert told == ({connector.webhooks.signature.kind} if connector.webhooks is not None else set())

    def test_check_says_what_it_reached(self, connector: Connector) -> None:
        assert re.search(r"\w+", connector.check())

    def test_a_wrong_key_needs_a_person(self, bench: Bench) -> None:
        with pytest.raises(PersonNeededError):
            self.make_stranger(bench.context()).check()

    def test_a_pull_yields_every_record_once(self, bench: Bench, connector: Connector) -> None:
        ids = ids_of(pull(connector, self.stream))
        assert len(ids) == len(set(ids))
        assert set(ids) == self.all_ids(bench.twin)

    def test_each_payload_is_one_json_object(self, connector: Connector) -> None:
        assert all(is_object(payload) for payload in payloads_of(pull(connector, self.stream)).values())

    def test_a_pull_takes_several_pages_here(self, connector: Connector) -> None:
        assert len([page for page in pull(connector, self.stream) if page.records]) >= 3

    def test_a_pull_resumed_from_any_page_misses_nothing(self, bench: Bench, connector: Connector) -> None:
        pages = pull(connector, self.stream)
        for stored in range(1, len(pages)):
            resumed = pull(self.make_connector(bench.context()), self.stream, last_cursor(pages[:stored]))
            seen = {*ids_of(pages[:stored]), *ids_of(resumed)}
            assert seen == self.all_ids(bench.twin), f"resumed after page {stored}"

    def test_an_edit_is_seen_by_the_next_pull(self, bench: Bench, connector: Connector) -> None:
        before = pull(connector, self.stream)
        bench.clock.advance(LONGER_THAN_ANY_OVERLAP_S)
        edited = self.user_edits_one(bench.twin)
        bench.clock.advance(LONGER_THAN_ANY_OVERLAP_S)
        after = payloads_of(pull(connector, self.stream, last_cursor(before)))
        assert after[edited] != payloads_of(before)[edited]

    def test_a_pull_with_nothing_new_is_cheap(self, bench: Bench, connector: Connector) -> None:
        if self.manifest(connector).incremental == "none":
            pytest.skip("the system cannot tell what changed: every pull reads everything")
        before = pull(connector, self.stream)
        bench.clock.advance(LONGER_THAN_ANY_OVERLAP_S)
        cursor = last_cursor([*before, *pull(connector, self.stream, last_cursor(before))])
        asked = self.asked(bench)
        again = payloads_of(pull(connector, self.stream, cursor))
        assert self.asked(bench) - asked <= self.quiet_requests
        assert again.items() <= payloads_of(before).items()

    def test_pages_are_never_larger_than_the_manifest_says(self, connector: Connector) -> None:
        most = self.manifest(connector).list_page_max
        assert all(len(page.records) <= most for page in pull(connector, self.stream))

    def test_a_throttled_request_waits_as_long_as_it_is_told(self, bench: Bench, connector: Connector) -> None:
        bench.twin.fail_next(status=self.throttled_status, headers={"retry-after": "17"}, path=self.path)
        assert set(ids_of(pull(connector, self.stream))) == self.all_ids(bench.twin)
        assert 17.0 in bench.clock.waits

    def test_a_long_throttle_ends_the_run_with_the_wait(self, bench: Bench, connector: Connector) -> None:
        bench.twin.fail_next(99, status=self.throttled_status, headers={"retry-after": "900"}, path=self.path)
        with pytest.raises(RetryLaterError) as caught:
            pull(connector, self.stream)
        assert caught.value.wait_s == 900.0

    def test_a_short_outage_is_waited_out(self, bench: Bench, connector: Connector) -> None:
        bench.twin.fail_next(2, status=503, path=self.path)
        assert set(ids_of(pull(connector, self.stream))) == self.all_ids(bench.twin)

    def test_a_long_outage_ends_the_run_and_asks_only_a_few_times(self, bench: Bench, connector: Connector) -> None:
        bench.twin.fail_next(99, status=503, path=self.path)
        with pytest.raises(RetryLaterError):
            pull(connector, self.stream)
        assert self.asked(bench) <= 10

    def test_a_cut_page_raises_and_does_not_advance(self, bench: Bench, connector: Connector) -> None:
        pages = connector.pull(self.stream, None)
        first = next(pages)
        bench.twin.cut_body_at(40, times=99, path=self.path)
        with pytest.raises(RetryLaterError):
            next(pages)
        bench.twin.faults.waiting.clear()
        rest = pull(self.make_connector(bench.context()), self.stream, first.cursor)
        assert {*ids_of([first]), *ids_of(rest)} == self.all_ids(bench.twin)

    def test_a_web_page_with_200_is_a_broken_contract(self, bench: Bench, connector: Connector) -> None:
        bench.twin.fail_next(status=200, headers={"content-type": "text/html"}, body=HTML, path=self.path)
        with pytest.raises(BrokenContractError) as caught:
            pull(connector, self.stream)
        assert b"Maintenance" in caught.value.evidence

    def test_an_answer_of_another_shape_is_a_broken_contract(self, bench: Bench, connector: Connector) -> None:
        bench.twin.fail_next(status=200, headers={"content-type": "application/json"}, body=b"[7]", path=self.path)
        with pytest.raises(BrokenContractError):
            pull(connector, self.stream)

    def test_a_cursor_that_is_not_ours_is_refused(self, connector: Connector) -> None:
        with pytest.raises(ConnectorError):
            pull(connector, self.stream, "no such cursor")

    def test_secrets_are_never_seen(self, bench: Bench, connector: Connector) -> None:
        seen = [repr(connector), repr(connector.settings), str(connector.settings), *self._errors(bench, connector)]
        for secret in self.secrets:
            assert all(secret not in text for text in [*seen, *bench.said])

    def _errors(self, bench: Bench, connector: Connector) -> list[str]:
        texts = []
        for status in (200, 400, 401, 403, 404, 429, 500, 503):
            bench.twin.fail_next(99, status=status, headers={"retry-after": "3000"}, body=HTML, path=self.path)
            with pytest.raises(ConnectorError) as caught:
                pull(connector, self.stream)
            texts += [str(caught.value), repr(caught.value), repr(vars(caught.value))]
            bench.twin.faults.waiting.clear()
        return texts
