"""Bugs of the way out: intents, their order with the request, lost answers, receipts and conditional writes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hub.schedule.lanes import RETRY
from hub.schedule.work import Outcome
from hub.sync import settle
from hub.sync.reasons import Reason
from tests.planted.planting import Plant, bug


@bug(
    "a creation whose answer was lost is sent again without a look-up",
    "tests/pipeline/test_outbox.py::test_a_system_that_is_only_written_is_asked_before_a_create_is_sent_again",
)
def unknown_create_resent(plant: Plant) -> None:
    plant("hub.sync.settle:_lookup", lambda healthy, stream, intent: None)
    plant(
        "hub.sync.settle:_without_lookup",
        lambda healthy, world, stream, intent: settle._plan_again(world, intent, Reason("no_lookup")),
    )


@bug("a lost answer counts as done")
def unknown_is_done(plant: Plant) -> None:
    def broken(healthy: Any, self: Any, intent: Any, result: Any) -> None:
        self._end(intent, "done", result.message)

    plant("hub.sync.receipts:Answers._unknown", broken)


@bug("a record that was there long before counts as the hub's own creation, where that got no answer, whoever it is")
def old_record_is_creation(plant: Plant) -> None:
    plant("hub.sync.strangers:was_there_before", lambda healthy, tx, stream, intent, answer: False)
    namesake_is_creation(plant)


@bug("a namesake whom nobody has read yet counts as the hub's own creation, where that got no answer")
def namesake_is_creation(plant: Plant) -> None:
    plant("hub.sync.namesakes:is_namesake", lambda healthy, world, entity, sent, shown, *, is_named: False)


@bug("a record that a look-up names and does not show counts as the hub's own creation")
def unshown_is_creation(plant: Plant) -> None:
    def broken(healthy: Any, tx: Any, world: Any, stream: Any, intent: Any, answer: Any) -> Any:
        return answer.payload is not None and healthy(tx, world, stream, intent, answer)

    plant("hub.sync.strangers:is_told_by_a_pull", broken)


@bug(
    "of several lost creations of one natural key only the last is known again",
    "tests/pipeline/test_namesakes.py::test_what_was_created_for_two_of_one_name_and_never_looked_up_is_nobodys_word",
)
def one_creation_a_key(plant: Plant) -> None:
    def broken(healthy: Any, stream: Any, unseen: Any) -> Any:
        return {key: found[-1:] for key, found in healthy(stream, unseen).items()}

    plant("hub.sync.late_arrivals:_by_natural_key", broken)


@bug("a line that was cut counts as nothing sent")
def cut_line_is_unsent(plant: Plant) -> None:
    def broken(healthy: Any, receipts: Any, waiting: Any, outcome: str, message: str) -> None:
        healthy(receipts, waiting, "unsent", message)

    plant("hub.sync.push:_give_up", broken)


@bug(
    "an intent is marked as sent only with its answer",
    "tests/pipeline/test_edges.py::test_after_a_crash_a_lagging_index_is_given_its_time",
    "crash",
)
def intent_after_send(plant: Plant) -> None:
    plant("hub.store.outbox:claim", lambda healthy, tx, intent_ids, not_before: set(intent_ids))


@bug("what is not settled yet is planned and sent once more")
def unsettled_pushed_over(plant: Plant) -> None:
    def broken(healthy: Any, *words: Any) -> list[Any]:
        healthy(*words)
        return []

    plant("hub.store.outbox:replace_wishes", broken)


@bug(
    "a look-up does not wait for the index that it asks",
    "tests/pipeline/test_edges.py::test_after_a_crash_a_lagging_index_is_given_its_time",
)
def index_lag_ignored(plant: Plant) -> None:
    def broken(healthy: Any, *words: Any) -> list[Any]:
        return [intent._replace(not_before=None) for intent in healthy(*words)]

    plant("hub.store.outbox:unsettled", broken)


@bug("a record that the look-up finds counts as written the way it was sent")
def found_is_as_sent(plant: Plant) -> None:
    plant("hub.sync.arrival:arrived", lambda healthy, world, stream, intent, answer: intent)


@bug("the version that a write is meant for is not named to a system that asks for it")
def unconditional_write(plant: Plant) -> None:
    def broken(healthy: Any, intent: Any) -> Any:
        return healthy(intent._replace(expected_version=None))

    plant("hub.sync.push:change_of", broken)


@bug(
    "a system that could not be read is written to",
    "tests/pipeline/test_edges.py::test_nothing_is_written_to_a_system_that_could_not_be_read",
)
def unread_system_written(plant: Plant) -> None:
    plant("hub.sync.run:_is_unread", lambda healthy, connection, ledger: False)


@bug("the shadow stays what it was before the hub's write")
def shadow_not_updated(plant: Plant) -> None:
    def broken(healthy: Any, shadow: Any, *rest: Any, **more: Any) -> Any:
        return dict(shadow), healthy(shadow, *rest, **more)[1]

    plant("hub.merging.written:written", broken)


@bug(
    "the receipt keeps the value that was sent, and not the one that the system says it holds",
    "tests/pipeline/test_rewritten.py::test_where_only_the_answer_tells_it_is_believed",
)
def sent_value_kept(plant: Plant) -> None:
    plant("hub.sync.receipts:Answers._held", lambda healthy, self, external_id, result: {})


@bug(
    "a receipt for a golden record that was merged away meanwhile is filed under the old name",
    "tests/pipeline/test_edges.py::test_what_was_made_for_a_customer_who_was_merged_meanwhile_is_his_heirs",
)
def redirect_not_followed(plant: Plant) -> None:
    def broken(healthy: Any, tx: Any, golden_ids: Any, at: Any = None) -> dict[int, int]:
        return {number: number for number in golden_ids}

    plant("hub.store.golden:living", broken)


@bug("a field with the write rule `never` is written")
def never_written(plant: Plant) -> None:
    def broken(healthy: Any, self: Any, part: str) -> Any:
        return {name: rule.write for name, rule in self.parts[part].fields.items() if rule.has_inverse}

    plant("hub.mapping.compile:CompiledMapping.writable_fields", broken)


@bug(
    "a deletion does not travel where the policy says so",
    "tests/pipeline/test_outbox.py::test_a_deletion_travels_only_where_the_policy_says_so",
)
def doom_unseen(plant: Plant) -> None:
    plant("hub.sync.project:Projection._doom", lambda healthy, self, stream, anchor, rows: None)


@bug(
    "a deletion is carried out though a system that has the customer was not read since",
    "tests/pipeline/test_farewells.py::test_a_deletion_waits_until_all_who_have_the_customer_were_heard",
)
def deleted_unheard(plant: Plant) -> None:
    plant("hub.sync.farewells:Farewells.unheard", lambda healthy, self, stream, golden_id: [])


@bug(
    "what the hub has written over counts as unchanged where somebody puts it back",
    "tests/pipeline/test_put_back.py::test_what_is_put_back_before_the_hub_looks_again_is_an_edit_and_travels",
)
def put_back_unseen(plant: Plant) -> None:
    plant("hub.store.raw:written", lambda healthy, tx, raw_ids: None)


@bug(
    "the schedule writes to a system without having read it",
    "tests/pipeline/test_schedule.py::test_an_edit_that_its_own_times_have_not_read_yet_is_not_written_over",
)
def sent_unread(plant: Plant) -> None:
    plant("hub.schedule.sending:_read", lambda healthy, world, name: Outcome())


@bug(
    "whoever answers no write is sent the same again each few minutes",
    "tests/unit/schedule/test_lanes.py::test_writes_without_an_answer_are_sent_ever_less_often_and_reads_are_not_held_back",
)
def sent_over_and_over(plant: Plant) -> None:
    plant("hub.schedule.lanes:Lane._patience", lambda healthy, self, plan: RETRY)


@bug(
    "what changed while it was written to is written to again at once",
    "tests/pipeline/test_schedule.py::test_what_changes_while_it_is_written_to_is_read_again_before_the_next_attempt",
)
def moved_sent_at_once(plant: Plant) -> None:
    def unheeded(healthy: Any, *words: Any) -> Any:
        return replace(healthy(*words), met_changes=False)

    plant("hub.schedule.sending:push", unheeded)


@bug(
    "a field that was refused is sent again with whatever is new",
    "tests/pipeline/test_refused_fields.py::test_what_is_typed_after_a_refusal_arrives",
)
def refused_field_sent_along(plant: Plant) -> None:
    plant("hub.sync.refusals:Refusals.leave_out", lambda healthy, *words: [])
