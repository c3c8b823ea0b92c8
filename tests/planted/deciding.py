"""Bugs of the decisions: who is who, whose word stands, what is told of it, and what waits to be decided again."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.merging.strategies import most_recent
from hub.store import golden
from hub.sync.record import old_keys
from tests.planted.planting import Plant, bug

MERGING = "merging"


@bug("an opt-out counts as any other word: the newest stands")
def opt_out_by_recency(plant: Plant) -> None:
    plant("hub.merging.strategies:STRATEGIES.opt_out", lambda healthy, claims, unit: most_recent(claims, unit))


@bug("of several lists only the newest is kept")
def union_drops_items(plant: Plant) -> None:
    plant("hub.merging.strategies:STRATEGIES.union", lambda healthy, claims, unit: most_recent(claims, unit))


@bug(
    "what somebody took out of a list comes back from the other lists",
    "tests/pipeline/test_lists.py::test_what_is_taken_out_of_a_list_goes_everywhere",
)
def removal_forgotten(plant: Plant) -> None:
    plant("hub.merging.beyond:_dropped", lambda healthy, *words: ())


@bug("a conflict is weighed and not written down")
def conflict_unwritten(plant: Plant) -> None:
    plant("hub.store.conflicts:insert", lambda healthy, tx, rows: [])


@bug("everybody is taken to have seen what they wrote over")
def unseen_counts_as_seen(plant: Plant) -> None:
    def broken(healthy: Any, unit: Any, claim: Any, winner: Any) -> bool:
        return bool(healthy(unit, claim, msgspec.structs.replace(winner, saw=claim.values)))

    plant("hub.merging.survive:is_lost", broken)


@bug(
    "what an author saw is not remembered",
    "tests/pipeline/test_concurrent_edits.py::test_an_edit_of_what_somebody_else_wrote_is_a_plain_succession",
)
def saw_forgotten(plant: Plant) -> None:
    def broken(healthy: Any, *words: Any, **options: Any) -> None:
        healthy(*words, **options)
        result, field = words[0], words[1]
        result.marks[field].saw = None

    plant("hub.merging.observe:_edit", broken)


@bug(
    "a newer story of an open conflict forgets who waited already",
    "tests/pipeline/test_decide.py::test_a_claim_that_comes_later_joins_the_choices",
)
def waiting_losers_forgotten(plant: Plant) -> None:
    plant("hub.sync.disputes:with_earlier", lambda healthy, earlier, doc: doc)


@bug("a pin is ignored")
def pin_ignored(plant: Plant) -> None:
    def broken(healthy: Any, *words: Any) -> Any:
        return {unit: row for unit, row in healthy(*words).items() if row.kind != "pin"}

    plant("hub.sync.disputes:unit_decisions", broken)


@bug("a wall between two records is not respected", MERGING)
def wall_ignored(plant: Plant) -> None:
    plant("hub.matching.cluster:_Forest._are_blocked", lambda healthy, *words, **options: False)


@bug(
    "the stewards' word that two are never the same is not read",
    "tests/pipeline/test_decide.py::test_a_parted_pair_stays_apart_on_every_later_sync",
)
def parting_unread(plant: Plant) -> None:
    plant("hub.sync.gather:decided_pairs", lambda healthy, decided: {**healthy(decided), "different": []})


@bug(
    "match keys stay those of the first sight after an edit",
    "tests/pipeline/test_edges.py::test_a_customer_is_known_by_the_mailbox_as_it_is_now",
)
def keys_not_updated(plant: Plant) -> None:
    def broken(healthy: Any, self: Any, record: Any, golden_id: int) -> None:
        if record.row.golden_id is not None:
            record.keys = tuple(old_keys(record.row))
        healthy(self, record, golden_id)

    plant("hub.sync.placements:Placements.add", broken)


@bug("an edit of the mailbox makes a stranger of its owner")
def bond_not_tied(plant: Plant) -> None:
    plant("hub.sync.bonds:tie", lambda healthy, *words: None)


@bug(
    "whoever names another employer renames the company for all",
    "tests/pipeline/test_mentions.py::test_who_changes_jobs_in_one_system_has_done_so_in_all_and_the_colleagues_stay",
)
def job_change_renames(plant: Plant) -> None:
    plant("hub.sync.mentions:Mentions.let_go", lambda healthy, *words: set())


@bug(
    "what was known of a company goes with the one who said it",
    "tests/pipeline/test_mentions.py::test_what_only_the_leaving_one_had_said_is_kept",
)
def nothing_left_behind(plant: Plant) -> None:
    plant("hub.sync.mentions:leave_behind", lambda healthy, *words: None)


@bug(
    "a golden record that was merged away leaves no redirect",
    "tests/pipeline/test_store.py::test_a_merged_id_leads_to_its_heir_and_a_split_gives_it_back",
)
def no_redirect(plant: Plant) -> None:
    plant("hub.store.golden:redirect", lambda healthy, *words: None)


@bug(
    "the wishes of a golden record that was merged away stay its own",
    "tests/pipeline/test_edges.py::test_customers_that_merge_while_their_creations_wait_are_created_once",
)
def wishes_not_inherited(plant: Plant) -> None:
    plant("hub.store.outbox:inherit", lambda healthy, *words: None)


@bug("both halves of a split keep the golden id", MERGING)
def split_keeps_id_twice(plant: Plant) -> None:
    def broken(healthy: Any, groups: Any, now: Any, born: Any) -> Any:
        given = healthy(groups, now, born)
        return [now.get(group[0], old) for group, old in zip(groups, given, strict=True)]

    plant("hub.matching.assign:assign", broken)


@bug("the queue of the resolve forgets the last of several records")
def resolve_queue_drops(plant: Plant) -> None:
    plant("hub.store.resolve_queue:enqueue", lambda healthy, tx, rows: healthy(tx, list(rows)[:-1] or list(rows)))


@bug("a golden record whose earlier write is under way leaves the queue of the plan")
def plan_queue_drops(plant: Plant) -> None:
    def broken(healthy: Any, tx: Any, world: Any, targets: Any, ids: Any, *rest: Any) -> int:
        made: int = healthy(tx, world, targets, ids, *rest)
        golden.planned(tx, ids)
        return made

    plant("hub.sync.plan:_plan_chunk", broken)


@bug(
    "a field that waits for a person is written all the same",
    "tests/pipeline/test_two_way_sync.py::test_a_field_under_review_is_held_until_somebody_decides",
)
def held_field_written(plant: Plant) -> None:
    def broken(healthy: Any, *words: Any) -> Any:
        return msgspec.structs.replace(healthy(*words), held=frozenset())

    plant("hub.sync.relate:Relations._view", broken)


@bug("what people deleted is made again from what other systems hold")
def deleted_comes_back(plant: Plant) -> None:
    def broken(healthy: Any, self: Any) -> Any:
        whole = self._members
        self._members = {number: [row for row in rows if not row.deleted] for number, rows in whole.items()}
        try:
            return healthy(self)
        finally:
            self._members = whole

    plant("hub.sync.project:Projection._presence", broken)
