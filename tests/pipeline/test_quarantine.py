"""A bad record is kept whole with its reason, and taken in once it can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from hub.mapping.compile import compile_mapping
from hub.mapping.load import load_mapping
from hub.sdk.records import BadRecord, Page, RawRecord
from hub.steward.errors import StewardError
from hub.steward.quarantine import page_of, quarantined, retry
from hub.store import quarantine, runs
from hub.sync.world import World
from tests.pipeline.lab import PEOPLE, SCHEMA, Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}
LENIENT = PEOPLE.replace("      contact_email: {from: mail_ok, with: boolean}\n", "")


def _mended(lab: Lab) -> World:
    """The same hub with a mapping that leaves the troublesome field out."""
    mapping = compile_mapping(load_mapping(LENIENT, "people.yaml", SCHEMA), SCHEMA)
    connections = {
        name: replace(setup, streams={s: replace(stream, mapping=mapping) for s, stream in setup.streams.items()})
        for name, setup in lab.world.connections.items()
    }
    return replace(lab.world, connections=connections)


@pytest.fixture
def spoiled(lab: Lab) -> Lab:
    """One record whose permission is no yes and no no."""
    lab["alpha"].user_creates("a1", **YAMADA, mail_ok="perhaps")
    lab.sync()
    return lab


def _bad_page(lab: Lab, *bad: BadRecord) -> None:
    pull = lab["alpha"].pull

    def with_bad(stream: str, cursor: str | None) -> Iterator[Page]:
        yield from pull(stream, cursor)
        yield Page([], None, bad=bad)

    lab["alpha"].pull = with_bad  # type: ignore[method-assign]


def test_a_bad_record_is_listed_with_its_reason_and_its_payload(spoiled: Lab) -> None:
    (record,) = quarantined(spoiled.world).records
    assert (record.stream, record.external_id, record.run) == ("alpha/people", "a1", 1)
    assert "contact_email" in record.reason
    assert "perhaps" in record.payload


def test_the_log_tells_how_many_records_a_run_left_in_quarantine(spoiled: Lab) -> None:
    told = [data for event, data in spoiled.events if event == "records_quarantined"]
    assert [(data["run"], data["stream"], data["records"]) for data in told] == [(1, "alpha/people", 1)]
    spoiled.events.clear()
    spoiled["alpha"].user_edits("a1", mail_ok="yes")
    spoiled.sync()
    assert "records_quarantined" not in dict(spoiled.events)


def test_the_rest_of_the_page_goes_on(spoiled: Lab) -> None:
    spoiled["alpha"].user_creates("a2", family="鈴木", email="s@example.jp")
    spoiled.sync()
    assert [person["family_name"] for person in spoiled.people()] == ["鈴木"]


def test_a_record_that_is_still_bad_stays_with_its_reason(spoiled: Lab) -> None:
    retried = retry(spoiled.world)
    (record,) = retried.records
    assert (record.outcome, retried.passed) == ("stays", 0)
    assert "contact_email" in record.reason
    assert len(quarantined(spoiled.world).records) == 1


def test_a_record_passes_once_the_mapping_understands_it(spoiled: Lab) -> None:
    spoiled.world = _mended(spoiled)
    assert [(r.external_id, r.outcome) for r in retry(spoiled.world).records] == [("a1", "passed")]
    assert quarantined(spoiled.world).records == []
    spoiled.sync()
    assert [person["family_name"] for person in spoiled.people()] == ["山田"]
    assert len(spoiled["beta"].records) == 1


def test_only_the_named_records_are_tried(spoiled: Lab) -> None:
    spoiled["alpha"].user_creates("a2", family="鈴木", mail_ok="perhaps")
    spoiled.sync()
    first, second = quarantined(spoiled.world).records
    spoiled.world = _mended(spoiled)
    assert [record.number for record in retry(spoiled.world, [second.number]).records] == [second.number]
    assert [record.number for record in quarantined(spoiled.world).records] == [first.number]


def test_a_number_that_does_not_stand_there_is_refused(spoiled: Lab) -> None:
    with pytest.raises(StewardError, match="under 77"):
        retry(spoiled.world, [77])


def test_a_state_older_than_what_is_stored_is_superseded(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab.sync()
    lab["alpha"].user_edits("a1", mail_ok="perhaps")
    lab.sync()
    (record,) = quarantined(lab.world).records
    with lab.database.begin() as tx:
        tx.run("UPDATE raw_record SET modified_at = '2027-01-01T00:00:00.000Z'")
    assert [tried.outcome for tried in retry(lab.world, [record.number]).records] == ["superseded"]
    assert quarantined(lab.world).records == []


def test_a_record_without_an_id_stays_until_its_system_gives_it_one(lab: Lab) -> None:
    _bad_page(lab, BadRecord(None, b'{"family": "\xe5\xb1\xb1\xe7\x94\xb0"}', "the record has no id"))
    lab.sync()
    (tried,) = retry(lab.world).records
    assert (tried.outcome, tried.reason) == ("stays", "the record has no id")


def test_a_record_of_a_stream_that_is_gone_stays(spoiled: Lab) -> None:
    world = replace(spoiled.world, connections={"beta": spoiled.world.connections["beta"]})
    (tried,) = retry(world).records
    assert (tried.outcome, tried.reason) == ("stays", "the configuration has no such stream any more")


def test_bytes_that_are_no_text_are_listed_all_the_same(lab: Lab) -> None:
    _bad_page(lab, BadRecord("a7", b"\xff\xfe", "not JSON"))
    lab.sync()
    (record,) = quarantined(lab.world).records
    assert (record.external_id, record.payload) == ("a7", "\ufffd\ufffd")
    assert [tried.outcome for tried in retry(lab.world).records] == ["stays"]


def test_a_retry_is_a_run_whose_ledger_adds_up(spoiled: Lab) -> None:
    run = retry(_mended(spoiled)).run
    with spoiled.database.begin() as tx:
        row = runs.by_id(tx, run)
    assert row is not None
    assert row.ledger is not None
    ledger: dict[str, Any] = msgspec.json.decode(row.ledger)["pulls"]["alpha/people"]
    assert (row.kind, row.state, ledger["read"], ledger["new"]) == ("retry", "ok", 1, 1)


def test_an_empty_quarantine_has_nothing_to_try(lab: Lab) -> None:
    assert retry(lab.world).records == []


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b'{"family":"A","email":"a@example.jp","email":"b@example.jp"}', "'email' twice"),
        (b'{"family":"A","credit":NaN}', "NaN is no number"),
        (b'{"family":"\x8e\x52\x93\x63"}', "not UTF-8"),
        (rb'{"family":"A\u0000","notes":"B"}', "NUL character"),
    ],
)
def test_a_payload_that_cannot_be_trusted_is_kept_with_the_reason_and_the_rest_goes_on(
    lab: Lab, payload: bytes, words: str
) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    pull = lab["alpha"].pull

    def with_hostile(stream: str, cursor: str | None) -> Iterator[Page]:
        for page in pull(stream, cursor):
            yield Page([*page.records, RawRecord("a2", payload)], page.cursor)

    lab["alpha"].pull = with_hostile  # type: ignore[method-assign]
    lab.sync()
    assert [record.reason for record in quarantined(lab.world).records if words in record.reason]
    assert [person["family_name"] for person in lab.people()] == ["山田"]


def test_the_quarantine_is_read_page_by_page(lab: Lab) -> None:
    one, other = (stream.stream_id for stream in lab.world.streams()[:2])
    with lab.database.begin() as tx:
        for number in range(6):
            row = (f"r{number}", b"{}", "why", None, True)
            quarantine.put(tx, one if number % 2 else other, [row], 1, lab.world.now_text())
    places = sorted(stream.place for stream in lab.world.streams()[:2])
    every = [page_of(lab.world, "", page, 4) for page in (1, 2, 3)]
    assert [[record.external_id for record in page.records] for page in every] == [
        ["r0", "r1", "r2", "r3"],
        ["r4", "r5"],
        [],
    ]
    assert {(page.total, *page.streams) for page in every} == {(6, *places)}
    odd = page_of(lab.world, lab.world.streams()[0].place, 1, 2)
    assert ([record.external_id for record in odd.records], odd.total) == (["r1", "r3"], 3)
    assert page_of(lab.world, "gamma/people", 1, 2).total == 0
