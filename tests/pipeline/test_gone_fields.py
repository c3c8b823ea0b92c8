"""A field of the company's own, or the name of a part, goes from the configuration while the past still tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from hub.mapping.compile import compile_mapping
from hub.mapping.load import load_mapping
from hub.merging.build import build_rules
from hub.model.custom import CustomField
from hub.model.schema import CanonicalSchema
from hub.sdk.records import Change, PushResult
from hub.steward.changes import told
from hub.steward.undo import preview_undo
from hub.steward.undoing import ByHand, Undoable
from hub.store import outbox
from hub.sync.world import ConnectionSetup
from tests.pipeline.lab import PEOPLE, Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}
TIER = {"tier": CustomField(label_ja="段", label_en="tier")}
WITH_TIER = PEOPLE + "      custom.tier: tier\n"
OTHER_PART = PEOPLE.replace("  person:\n", "  contact:\n    entity: person\n")

Happens = Callable[[Lab], None]


def configured(lab: Lab, mapping: str, fields: Mapping[str, CustomField] | None = None) -> None:
    """Another model and mapping from the next run on."""
    schema = CanonicalSchema({"person": fields or {}})
    compiled = compile_mapping(load_mapping(mapping, "people.yaml", schema), schema)
    connections = {
        name: ConnectionSetup(
            name, c.connector, {"people": replace(c.streams["people"], mapping=compiled, mapping_digest=mapping)}
        )
        for name, c in lab.world.connections.items()
    }
    rules = build_rules(schema, lambda entity, unit: None)
    lab.world = replace(lab.world, schema=schema, rules=rules, connections=connections)


def is_created(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA, tier="A")


def is_edited(lab: Lab) -> None:
    is_created(lab)
    lab["beta"].user_creates("b1", **YAMADA, tier="A")
    lab.sync()
    lab["alpha"].user_edits("a1", tier="B", job="部長")


def loses_answers(lab: Lab) -> None:
    """What is sent to beta arrives, and nobody hears of it; nor can it be looked up."""
    beta = lab["beta"]

    def arrived(changes: Sequence[Change]) -> Iterator[PushResult]:
        for change in changes:
            beta.carry_out(change)
            yield PushResult(change.key, "unknown", message="timed out")

    beta.fault = lambda changes: None if changes[0].operation == "lookup" else arrived(changes)


@pytest.mark.parametrize("happens", [is_created, is_edited])
@pytest.mark.parametrize("mapping", [PEOPLE, OTHER_PART], ids=["field", "part"])
def test_a_write_without_an_answer_is_settled_after_what_it_wrote_has_gone_from_the_configuration(
    lab: Lab, happens: Happens, mapping: str
) -> None:
    configured(lab, WITH_TIER, TIER)
    happens(lab)
    loses_answers(lab)
    lab.sync()
    lab["beta"].fault = lambda changes: None
    configured(lab, mapping)
    lab.sync()
    assert lab.sync().state == "ok"
    assert len(lab["beta"].records) == 1
    with lab.database.begin() as tx:
        assert not outbox.listing(tx, ["unknown"])


def test_an_undo_names_a_field_that_has_gone_and_takes_the_rest_back(lab: Lab) -> None:
    configured(lab, WITH_TIER, TIER)
    is_edited(lab)
    run = lab.sync().run_id
    configured(lab, PEOPLE)
    lab.sync()
    undo = preview_undo(lab.world, Undoable(run=run), "hanako")
    assert undo.by_hand == [ByHand("beta/people", "b1", "write", ["custom.tier"])]
    assert [field.field for write in undo.writes for field in write.change.fields] == ["occupation"]


def test_what_a_run_wrote_is_told_after_a_field_of_it_has_gone(lab: Lab) -> None:
    configured(lab, WITH_TIER, TIER)
    is_edited(lab)
    run = lab.sync().run_id
    configured(lab, PEOPLE)
    with lab.database.begin() as tx:
        (change,) = told(tx, lab.world, outbox.listing(tx, ["done"], run))
    assert {field.field for field in change.fields} == {"custom.tier", "occupation"}
