"""What every connector keeps when it writes; inherit `WritableContract` once a writable stream.

The heart of it: one result for each change, no write sent twice, and a look-up that settles what is unknown.
"""

from __future__ import annotations

import contextlib
import copy
from abc import abstractmethod
from typing import Any, ClassVar, get_args

import pytest

from hub.sdk.connector import Connector, WritableConnector
from hub.sdk.errors import ConnectorError
from hub.sdk.records import Change, Operation, PushResult
from hub.sdk.testing.bench import Bench
from hub.sdk.testing.reading import ConnectorContract
from hub.sdk.twin import Twin


class WritableContract(ConnectorContract):
    """The writing half.

    `stamped` names the top-level fields that the vendor sets by itself at each write. Methods that give None leave a
    test out: say why in the connector's quality.yaml.
    """

    create_path: ClassVar[str]
    """The start of the path of the request that creates."""
    create_method: ClassVar[str] = "POST"
    stamped: ClassVar[frozenset[str]] = frozenset()
    missing_id: ClassVar[str] = "999999999"

    @abstractmethod
    def new_record(self, number: int) -> dict[str, Any]:
        """The payload of a create; another `number` gives another record."""

    @abstractmethod
    def new_values(self) -> dict[str, Any]:
        """The payload of an update: some fields, in the system's own nesting."""

    @abstractmethod
    def natural_key(self, number: int) -> dict[str, Any]:
        """The payload of the look-up that finds `new_record(number)`."""

    def refused_record(self) -> dict[str, Any] | None:
        """The payload of a create that the system refuses for its content."""
        return None

    def held(self, twin: Twin, external_id: str) -> dict[str, Any]:
        """The record as the vendor holds it."""
        return twin.tables[self.stream][external_id]

    def write(self, connector: Connector, *changes: Change) -> list[PushResult]:
        """Push, and see that each change has exactly one result."""
        if not isinstance(connector, WritableConnector):
            pytest.fail("the connector is not writable")
        results = list(connector.push(self.stream, changes))
        assert sorted(result.key for result in results) == sorted(change.key for change in changes)
        return results

    def needs(self, connector: Connector, operation: str) -> None:
        if operation not in self.manifest(connector).operations:
            pytest.skip(f"the manifest does not offer {operation}")

    def one_id(self, bench: Bench) -> str:
        return min(self.all_ids(bench.twin))

    def test_a_create_is_done_and_names_its_record(self, bench: Bench, connector: Connector) -> None:
        self.needs(connector, "create")
        before = self.all_ids(bench.twin)
        [result] = self.write(connector, Change("k1", "create", payload=self.new_record(1)))
        assert result.outcome == "done", result.message
        assert self.all_ids(bench.twin) - before == {result.external_id}

    def test_a_batch_of_creates_gives_a_result_for_each(self, bench: Bench, connector: Connector) -> None:
        self.needs(connector, "create")
        size = min(self.manifest(connector).write_batch_max, 5)
        changes = [Change(f"k{n}", "create", payload=self.new_record(n)) for n in range(size)]
        results = self.write(connector, *changes)
        assert {result.outcome for result in results} == {"done"}
        assert len({result.external_id for result in results}) == size

    def test_an_update_changes_its_fields_and_no_other(self, bench: Bench, connector: Connector) -> None:
        self.needs(connector, "update")
        one = self.one_id(bench)
        before = copy.deepcopy(self.held(bench.twin, one))
        [result] = self.write(connector, Change("k1", "update", one, self.new_values()))
        assert result.outcome == "done", result.message
        after = self.held(bench.twin, one)
        assert _without(after, self.new_values(), self.stamped) == _without(before, self.new_values(), self.stamped)
        assert after != before

    def test_an_update_of_a_missing_record_says_so(self, connector: Connector) -> None:
        self.needs(connector, "update")
        [result] = self.write(connector, Change("k1", "update", self.missing_id, self.new_values()))
        assert result.outcome == "missing"

    def test_a_write_without_an_answer_is_unknown_and_sent_once(self, bench: Bench, connector: Connector) -> None:
        self.needs(connector, "create")
        before = self.all_ids(bench.twin)
        bench.twin.drop_after_send(method=self.create_method, path=self.create_path)
        [result] = self.write(connector, Change("k1", "create", payload=self.new_record(1)))
        assert result.outcome == "unknown"
        assert len(self.all_ids(bench.twin) - before) == 1

    def test_a_look_up_settles_what_is_unknown(self, bench: Bench, connector: Connector) -> None:
        self.needs(connector, "lookup")
        before = self.all_ids(bench.twin)
        bench.twin.drop_after_send(method=self.create_method, path=self.create_path)
        self.write(connector, Change("k1", "create", payload=self.new_record(1)))
        bench.clock.advance(self.manifest(connector).index_lag_s + 1)
        [found] = self.write(connector, Change("k1", "lookup", payload=self.natural_key(1)))
        assert found.outcome == "found", found.message
        assert {found.external_id} == self.all_ids(bench.twin) - before

    def test_a_look_up_by_id_finds_the_record(self, bench: Bench, connector: Connector) -> None:
        self.needs(connector, "lookup")
        [found] = self.write(connector, Change("k1", "lookup", self.one_id(bench)))
        assert (found.outcome, found.external_id) == ("found", self.one_id(bench))

    def test_a_look_up_of_what_was_never_written_is_missing(self, connector: Connector) -> None:
        self.needs(connector, "lookup")
        [found] = self.write(connector, Change("k1", "lookup", payload=self.natural_key(77)))
        assert found.outcome == "missing"

    def test_a_refused_record_comes_with_the_reason_in_words(self, bench: Bench, connector: Connector) -> None:
        refused = self.refused_record()
        if refused is None:
            pytest.skip("nothing is known that this system refuses")
        [result] = self.write(connector, Change("k1", "create", payload=refused))
        assert result.outcome == "rejected"
        assert len(result.message) > 3

    def test_an_archived_record_is_done_with(self, bench: Bench, connector: Connector) -> None:
        self._test_removal(bench, connector, "archive")

    def test_a_deleted_record_is_done_with(self, bench: Bench, connector: Connector) -> None:
        self._test_removal(bench, connector, "delete")

    def _test_removal(self, bench: Bench, connector: Connector, operation: Any) -> None:
        self.needs(connector, operation)
        one = self.one_id(bench)
        [result] = self.write(connector, Change("k1", operation, one))
        assert result.outcome == "done", result.message

    def test_only_what_the_manifest_offers_is_written(self, bench: Bench, connector: Connector) -> None:
        offered = self.manifest(connector).operations
        others = [name for name in get_args(Operation) if name not in offered]
        for name in others:
            with contextlib.suppress(ConnectorError):
                self.write(connector, Change("k1", name, self.one_id(bench), self.new_values()))
        assert self._writes(bench) == 0

    def _writes(self, bench: Bench) -> int:
        return sum(1 for asked in bench.twin.requests if asked.method != "GET" and asked.path.startswith(self.path))


def _without(record: Any, payload: Any, stamped: frozenset[str]) -> Any:
    """What of a record an update with `payload` must leave alone."""
    if not isinstance(record, dict) or not isinstance(payload, dict):
        return record
    return {
        key: _without(value, payload[key], frozenset()) if isinstance(payload.get(key), dict) else value
        for key, value in record.items()
        if key not in stamped and (key not in payload or isinstance(payload[key], dict))
    }
