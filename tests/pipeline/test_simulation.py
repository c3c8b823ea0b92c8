"""A rule tried on a scratch copy does there what it does when it goes live: the law behind `hub simulate`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from hub.merging.rules import Rule
from hub.steward.simulation import Simulation, simulate
from hub.store import resolve_queue
from hub.store.scratch import scratch_copy
from tests.laws import lawful
from tests.pipeline.lab import SCHEMA, Lab

RULES = (
    Rule("source_priority", order=("alpha", "beta")),
    Rule("source_priority", order=("beta", "alpha")),
    Rule("oldest"),
    Rule("longest"),
)
FIELDS = ("family", "job", "notes")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(("alpha", "beta")),
        st.sampled_from(("a@example.com", "b@example.com")),
        st.sampled_from(FIELDS),
        st.sampled_from(("山", "山田", "山田さん")),
    ),
    max_size=8,
)


def lived(url: str, edits: list[tuple[str, str, str, str]]) -> Lab:
    lab = Lab(url)
    for email in ("a@example.com", "b@example.com"):
        lab["alpha"].user_creates(email[0], email=email, family="山")
    lab.sync()
    for system, email, field, value in edits:
        lab.clock.goes_on(minutes=1)
        here = next(i for i, record in lab[system].records.items() if record["email"] == email)
        lab[system].user_edits(here, **{field: value})
    lab.sync()
    return lab


def goldens(lab: Lab) -> dict[int, Any]:
    with lab.database.begin() as tx:
        rows = tx.rows("SELECT id, doc FROM golden WHERE redirect_to IS NULL ORDER BY id")
        return {row[0]: msgspec.json.decode(row[1]) for row in rows}


def tried(lab: Lab, rule: Rule, folder: Path) -> Simulation:
    with scratch_copy(lab.database, SCHEMA, beside=folder) as url:
        trial = Lab(url, rules={("person", field): rule for field in SCHEMA.fields("person")})
        with trial.database.begin() as tx:
            resolve_queue.enqueue_all(tx)
        effect = simulate(trial.world)
        trial.close()
    return effect


@given(EDITS, st.sampled_from(RULES))
@lawful(8)
def test_the_told_values_and_writes_are_those_that_come(
    tmp_path_factory: Any, edits: list[tuple[str, str, str, str]], rule: Rule
) -> None:
    folder = tmp_path_factory.mktemp("trial")
    lab = lived(f"sqlite:///{folder / 'hub.db'}", edits)
    before, effect = goldens(lab), tried(lab, rule, folder)
    lab.with_rules(**dict.fromkeys(SCHEMA.fields("person"), rule))
    with lab.database.begin() as tx:
        resolve_queue.enqueue_all(tx)
    report = lab.sync()
    for change in effect.fields:
        record = before[int(change.golden.partition("/")[2])]
        assert record.pop(change.field, None) == change.before
        if change.after is not None:
            record[change.field] = change.after
    assert before == goldens(lab)
    assert sum(counts.total() for counts in effect.writes.values()) == report.ledger.written
    lab.close()


def test_the_copy_of_any_database_tells_the_same(store_url: str, tmp_path: Path) -> None:
    edits = [("alpha", "a@example.com", "job", "山"), ("beta", "a@example.com", "job", "山田")]
    lab = lived(store_url, edits)
    effect = tried(lab, RULES[0], tmp_path)
    assert [(c.field, c.before, c.after) for c in effect.fields] == [("occupation", "山田", "山")]
    lab.close()
