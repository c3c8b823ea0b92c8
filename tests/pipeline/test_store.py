"""The store under the engine: a dry run leaves every table as it was, and every golden id that ever was leads on."""

from __future__ import annotations

from typing import Any

from hub.store import decisions, golden, resolve_queue, runs, sources
from hub.store.migrate import metadata
from hub.store.tokens import StoredTokens
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


def _everything(lab: Lab) -> dict[str, list[Any]]:
    """Every row of every table, as its bytes read."""
    with lab.database.begin() as tx:
        tables = [name for name in metadata().tables if name != "token"]
        return {name: sorted(map(repr, tx.rows(f"SELECT * FROM {name}"))) for name in tables}


def _much_happens(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", job="部長", email="taro@example.jp")
    lab["beta"].user_edits("b1", job="課長")
    lab["alpha"].user_creates("a2", family="鈴木", email="s@example.jp")
    lab["beta"].user_creates("b3", family="高橋", phone="03-1234")
    lab["alpha"].user_deletes("a3")


def _known(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab["alpha"].user_creates("a3", family="伊藤", email="i@example.jp")
    lab.sync()


def test_a_dry_run_of_everything_leaves_every_table_as_it_was(lab: Lab) -> None:
    _known(lab)
    _much_happens(lab)
    before = _everything(lab)
    with lab.database.dry_run():
        report = lab.sync(steps=("settle", "pull", "resolve", "plan"))
        assert _everything(lab) != before
    assert report.ledger.planned
    assert _everything(lab) == before


def test_a_dry_run_does_what_the_run_then_does(lab: Lab) -> None:
    _known(lab)
    _much_happens(lab)
    with lab.database.dry_run():
        dry = lab.sync(steps=("settle", "pull", "resolve", "plan"))
    real = lab.sync(steps=("settle", "pull", "resolve", "plan"))
    assert (dry.ledger.planned, dry.ledger.resolve) == (real.ledger.planned, real.ledger.resolve)


def test_a_token_refreshed_in_a_dry_run_is_kept(lab: Lab) -> None:
    tokens = StoredTokens(lab.database, "alpha", lab.world.now_text)
    with lab.database.dry_run():
        lab.sync(steps=("pull",))
        tokens.save("new")
    assert tokens.load() == "new"


def _golden_id(lab: Lab, name: str, record_id: str) -> int:
    with lab.database.begin() as tx:
        found = sources.find(tx, lab.world.connections[name].streams["people"].stream_id, record_id, "person")
    assert found is not None
    return int(found[1])


def _decide(lab: Lab, kind: str, pair: list[tuple[str, str]]) -> int:
    """A decision about two records, and both waiting for the next resolve."""
    numbers = {name: lab.world.connections[name].streams["people"].stream_id for name, _ in pair}
    with lab.database.begin() as tx:
        ids = [sources.find(tx, numbers[name], record_id, "person")[0] for name, record_id in pair]  # type: ignore[index]
        resolve_queue.enqueue(tx, [(source_id, "person") for source_id in ids])
        return decisions.add(tx, kind, ids[0], right=ids[1], author="sato", at=lab.world.now_text())


def test_a_merged_id_leads_to_its_heir_and_a_split_gives_it_back(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy())
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", family="山田", email="other@example.jp")
    lab.sync()
    pair = [("alpha", "a1"), ("beta", "b1")]
    old = [_golden_id(lab, *record) for record in pair]
    same = _decide(lab, "same", pair)
    lab.sync()
    heir = _golden_id(lab, *pair[0])
    with lab.database.begin() as tx:
        assert {golden.follow(tx, golden_id) for golden_id in old} == {heir}
        decisions.revoke(tx, [same], lab.world.now_text())
    _decide(lab, "different", pair)
    lab.sync()
    assert [_golden_id(lab, *record) for record in pair] == old
    with lab.database.begin() as tx:
        assert [golden.follow(tx, golden_id) for golden_id in old] == old


def test_every_state_of_a_golden_record_is_kept(lab: Lab) -> None:
    _known(lab)
    for job in ("課長", "部長", "社長"):
        lab["alpha"].user_edits("a1", job=job)
        lab.sync()
    golden_id = _golden_id(lab, "alpha", "a1")
    with lab.database.begin() as tx:
        docs = [row[1] for row in golden.versions(tx, golden_id)]
    assert [next((job for job in ("課長", "部長", "社長") if job in doc), None) for doc in docs] == [
        None,
        "課長",
        "部長",
        "社長",
    ]


def test_every_run_keeps_its_ledger(lab: Lab) -> None:
    _known(lab)
    report = lab.sync()
    with lab.database.begin() as tx:
        row = runs.by_id(tx, report.run_id)
    assert row is not None
    assert (row.state, row.finished_at is not None) == ("ok", True)
    assert row.ledger is not None
    assert '"pulls"' in row.ledger


def test_the_runs_of_a_hub_that_died_are_closed(lab: Lab) -> None:
    with lab.database.begin() as tx:
        died = runs.start(tx, "sync", "", lab.world.now_text())
    lab.sync()
    with lab.database.begin() as tx:
        assert runs.abandon(tx, lab.world.now_text()) == [died]
        assert {row.run_id: row.state for row in runs.latest(tx)} == {died: "died", died + 1: "ok"}
