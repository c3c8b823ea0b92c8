"""Bugs of what a newly seen record is taken to say: whose words stand there, and since when."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.merging.claims import Mark
from tests.planted.planting import SIMULATION, Plant, bug


@bug(
    "what a system makes of the hub's own write counts as somebody's edit",
    "tests/pipeline/test_rewritten.py::test_what_a_system_makes_of_a_write_stays_there",
)
def rewriting_is_edit(plant: Plant) -> None:
    plant("hub.merging.observe:_is_made_of", lambda healthy, *words: False)


@bug(
    "who edited before the hub's write is taken to have seen it, where an index shows the edit late",
    "tests/pipeline/test_index_lag.py::test_who_had_not_seen_what_the_hub_wrote_is_in_a_conflict_with_its_author",
    SIMULATION,
)
def late_edit_saw_the_write(plant: Plant) -> None:
    plant("hub.merging.observe:_may_be_older", lambda healthy, *words: None)


@bug(
    "what the hub wrote without an answer counts as somebody's word where a pull shows it",
    "tests/pipeline/test_outbox.py::test_what_the_hub_wrote_without_an_answer_is_nobodys_edit",
    SIMULATION,
)
def unanswered_is_edit(plant: Plant) -> None:
    plant("hub.merging.written:unanswered", lambda healthy, shadow, marks, *words: marks)


@bug(
    "a creation that arrives after its look-up counts as somebody's word",
    "tests/pipeline/test_arrival_of_lost_writes.py"
    "::test_a_creation_that_arrives_after_its_look_up_makes_no_older_word_new",
    SIMULATION,
)
def late_creation_is_claim(plant: Plant) -> None:
    plant("hub.sync.late_arrivals:recognize", lambda healthy, *words: None)


@bug(
    "what a lagging index may hide is written over",
    "tests/pipeline/test_index_lag.py"
    "::test_who_puts_back_at_once_what_the_hub_wrote_over_is_told_of_when_a_newer_word_goes_over_it",
    SIMULATION,
)
def unsure_is_written(plant: Plant) -> None:
    plant("hub.sync.differ:_leave_unsure", lambda healthy, *words: None)


@bug("what was pulled last counts as said last, whatever time the system tells")
def recency_by_pull(plant: Plant) -> None:
    plant("hub.sync.reading:Reading._event_time", lambda healthy, self, at, record: self._now)


@bug("a field that was emptied keeps its value")
def blank_never_clears(plant: Plant) -> None:
    plant("hub.sync.shadows:Comparison._blanks", lambda healthy, self, one, part, shadow, seen: frozenset())


@bug(
    "a field that the system does not speak of counts as emptied",
    "tests/pipeline/test_edges.py::test_a_field_that_a_system_does_not_speak_of_is_not_emptied",
    SIMULATION,
)
def silence_clears(plant: Plant) -> None:
    def broken(healthy: Any, self: Any, one: Any, part: str, shadow: Any, seen: Any) -> frozenset[str]:
        return frozenset(shadow.keys() - seen.keys())

    plant("hub.sync.shadows:Comparison._blanks", broken)


@bug("what the hub wrote comes back as somebody's claim")
def echo_is_claim(plant: Plant) -> None:
    def broken(healthy: Any, shadow: Any, marks: Any, since: str, sent: Any, *rest: Any, **more: Any) -> Any:
        new_shadow, new_marks = healthy(shadow, marks, since, sent, *rest, **more)
        claims = {name: Mark(value=value, at="2026-12-31T00:00:00.000Z", edited=True) for name, value in sent.items()}
        return new_shadow, {**new_marks, **claims}

    plant("hub.merging.written:written", broken)


@bug(
    "an edit does not remember that the same hand had opted out before it emptied the field",
    "tests/pipeline/test_consent.py::test_what_is_typed_over_an_opt_out_is_no_proof_and_waits_for_a_person",
)
def blank_undoes_opt_out(plant: Plant) -> None:
    def broken(healthy: Any, *words: Any, **options: Any) -> Any:
        found = healthy(*words, **options)
        emptied = {name: mark for name, mark in found.marks.items() if mark.claimed and mark.value is None}
        found.marks.update({name: msgspec.structs.replace(mark, out="") for name, mark in emptied.items()})
        return found

    plant("hub.merging.observe:observe", broken)


@bug(
    "a changed mapping is not read into what is stored already",
    "tests/pipeline/test_edges.py::test_a_field_that_is_mapped_from_now_on_is_read_from_what_is_stored",
    SIMULATION,
)
def mapping_not_replayed(plant: Plant) -> None:
    plant("hub.store.raw:each_page", lambda healthy, *words: iter(()))


@bug(
    "what is read anew with another mapping goes over what the hub has written since",
    "tests/pipeline/test_changed_mapping.py::test_what_the_hub_wrote_is_no_edit_once_a_mapping_is_changed",
)
def replay_over_writes(plant: Plant) -> None:
    def broken(healthy: Any, shadow: Any, marks: Any, *words: Any, edited: bool = True, **options: Any) -> Any:
        if not edited:
            marks = {name: msgspec.structs.replace(mark, wrote=0) for name, mark in marks.items()}
        return healthy(shadow, marks, *words, edited=edited, **options)

    plant("hub.merging.observe:observe", broken)


@bug(
    "a creation that nobody can read counts as settled, and its words as somebody's",
    "tests/pipeline/test_arrival_of_lost_writes.py"
    "::test_a_creation_that_nobody_can_read_when_it_is_looked_up_is_not_somebodys_word_once_it_is_mended",
)
def unreadable_creation_is_settled(plant: Plant) -> None:
    plant("hub.sync.arrival:is_readable", lambda healthy, stream, answer: True)


@bug(
    "a date that was cut counts as its first moment",
    "tests/pipeline/test_older_states.py"
    "::test_who_types_over_what_the_hub_has_just_written_is_later_than_it_however_his_system_cuts_its_dates",
)
def cut_date_is_its_first_moment(plant: Plant) -> None:
    plant("hub.sync.cut_dates:last_moment", lambda healthy, told, granularity, zone: told)
