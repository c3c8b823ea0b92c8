"""Where a system writes only over the version that was read, a save that changes no word must not starve our writes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from hub.sdk.records import Change, PushResult, RawRecord
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import PEOPLE, Lab
from tests.pipeline.systems import Clock, System

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


class Versioned(System):
    """Each save gives a record its next version, which is no part of its words."""

    def __init__(self, name: str, clock: Clock, **manifest: Any) -> None:
        super().__init__(name, clock, conditional_write=True, **manifest)
        self.versions: Counter[str] = Counter()

    def user_saves(self, record_id: str) -> None:
        """Open it, change nothing, save."""
        self.versions[record_id] += 1
        self.changed_at[record_id] = self.clock.goes_on(seconds=1)

    def carry_out(self, change: Change) -> PushResult:
        record_id = change.external_id
        if change.operation == "update" and record_id and change.expected_version != str(self.versions[record_id]):
            return PushResult(change.key, "moved")
        return super().carry_out(change)

    def _raw(self, record_id: str) -> RawRecord:
        plain = super()._raw(record_id)
        words = plain.payload[: plain.payload.rindex(b',"at"')] + b"}"
        return RawRecord(record_id, words, plain.modified_at, version=str(self.versions[record_id]))


def _with_versions(lab: Lab) -> Versioned:
    system = Versioned("beta", lab.clock)
    setup = lab.world.connections["beta"]
    streams = {name: replace(stream, manifest=system.manifest) for name, stream in setup.streams.items()}
    connections = {**lab.world.connections, "beta": replace(setup, connector=system, streams=streams)}
    lab.world = replace(lab.world, connections=connections)
    lab.systems["beta"] = system
    return system


def test_a_save_that_changes_nothing_does_not_starve_a_write(make_lab: MakeLab) -> None:
    lab = make_lab(mapping=_without_time())
    beta = _with_versions(lab)
    lab["alpha"].user_creates("a1", **YAMADA)
    beta.user_creates("b1", **YAMADA)
    lab.sync()
    beta.user_saves("b1")
    lab["alpha"].user_edits("a1", job="部長")
    lab.sync()
    assert beta.records["b1"]["job"] == "部長"


def _without_time() -> str:
    return PEOPLE.replace("when: at\n", "")
