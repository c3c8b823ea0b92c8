"""Weights are learned from records and decisions: what is like the made worlds, or little, changes nothing."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from benchmarks.identity.worsen import worsen
from hub.batch import sql
from hub.batch.decided import read_decided
from hub.batch.estimate import shipped
from hub.batch.match import Matching, match_file
from hub.batch.pairs import kinds_apart
from hub.batch.prepare import prepared
from hub.batch.source import open_source
from hub.batch.train import Decided, Trained, estimator_of, train
from hub.located import LocatedError
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition
from hub.matching.measured import measured
from hub.matching.weights import Named, allowed, levels, reweighed
from tests.unit.batch.conftest import taken_apart_once, write

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("one world of the batch")]


def learned(path: Path, decided: Decided | None = None, strength: float = 10.0) -> dict[str, Trained]:
    with taken_apart_once(path) as source:
        return {one.definition.entity: one for one in train(source, DEFINITIONS.values(), decided or {}, strength)}


@pytest.fixture(scope="module")
def trained(world: Path) -> dict[str, Trained]:
    return learned(world)


@pytest.fixture(scope="module")
def with_old_phones(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world with a directory in which a third of the telephones are wrong."""
    return worsen(world.parent, "phones", tmp_path_factory.mktemp("worse")) / "records.csv"


@pytest.fixture(scope="module")
def trained_on_old_phones(with_old_phones: Path) -> Trained:
    """What is learned about people of them."""
    return learned(with_old_phones)["person"]


def is_kept(definition: Definition, bits: Mapping[Named, float], within: float = 0.0) -> bool:
    return all(abs(bits[name] - level.bits.constant) <= within for name, level in levels(definition) if name in bits)


def test_shipped_weights_that_count_enough_stay(world: Path) -> None:
    for one in learned(world, strength=1e12).values():
        assert is_kept(one.definition, one.bits)
        assert (one.effect.now, one.effect.moved) == (one.effect.then, [])


def test_a_handful_of_records_teaches_next_to_nothing(tmp_path: Path) -> None:
    records = [
        {"entity_type": "person", "person_name": f"佐藤 {sign}", "email": "sato@example.jp"} for sign in "一二三"
    ]
    few = learned(write(tmp_path / "few.csv", records), strength=100.0)["person"]
    assert is_kept(few.definition, few.bits, within=0.1)


def test_an_empty_file_teaches_nothing(tmp_path: Path) -> None:
    for one in learned(write(tmp_path / "none.csv", [])).values():
        assert (one.records, one.pairs, is_kept(one.definition, one.bits)) == (0, 0, True)


def test_the_order_of_the_rows_changes_no_weight(world: Path, trained: dict[str, Trained], tmp_path: Path) -> None:
    with world.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    random.Random(5).shuffle(rows)
    other = tmp_path / "shuffled.csv"
    with other.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    assert {name: one.bits for name, one in learned(other).items()} == {name: one.bits for name, one in trained.items()}


def test_walls_stay_and_nothing_against_becomes_evidence_for(with_old_phones: Path) -> None:
    for one in learned(with_old_phones, strength=1.0).values():
        for name, level in levels(one.definition):
            if name in one.bits:
                least, most = allowed(level)
                assert least <= one.bits[name] <= most
                assert not level.wall or one.bits[name] == level.bits.constant


def test_other_telephones_speak_less_against_where_many_are_wrong(
    trained: dict[str, Trained], trained_on_old_phones: Trained
) -> None:
    before, after = trained["person"].bits, trained_on_old_phones.bits
    assert after["mobile", "different_mobiles"] > before["mobile", "different_mobiles"] + 1
    assert after["mobile", "same_mobile"] < before["mobile", "same_mobile"]


def test_what_is_foretold_is_what_the_weights_make_of_the_file(
    with_old_phones: Path, trained_on_old_phones: Trained
) -> None:
    one = trained_on_old_phones
    with taken_apart_once(with_old_phones) as source:
        found = match_file(source, {"person": reweighed(one.definition, one.bits)})
    assert one.effect.then.joins == found.records - found.cluster_count
    assert one.effect.then.asked_records == found.asked
    assert one.effect.moved


def test_the_estimator_weighs_a_pair_as_the_matcher_does(world: Path) -> None:
    with taken_apart_once(world) as source, prepared(source, *sql.asked(DEFINITIONS.values())) as engine:
        matching = Matching(engine, DEFINITIONS.values())
        for definition in DEFINITIONS.values():
            estimator = estimator_of(matching, definition, {})
            pairs = zip(estimator.met.left.tolist(), estimator.met.right.tolist(), strict=True)
            found = dict(zip(pairs, estimator.scores(estimator.met, shipped(definition)).tolist(), strict=True))
            matching.weigh(definition)
            scored = matching.engine.rows("SELECT l, r, score FROM scored")
            assert len(scored) > 200
            assert all(abs(found[left, right] - score) < 1e-9 for left, right, score in scored)


def test_a_factor_learns_from_pairs_that_its_own_columns_did_not_find() -> None:
    person = DEFINITIONS["person"]
    name = next(one for one in person.plain_factors() if one.name == "name")
    kinds = kinds_apart(person, name)
    used = {(*key.features, key.each) for place, key in enumerate(person.keys) if kinds >> place & 1}
    assert ("email", "") in used
    assert ("mobile", "") in used
    assert not any("signs" in key or "family_sounds" in key or "sounds" in key for key in used)


def test_every_level_that_was_measured_is_one_of_the_definition() -> None:
    for entity, definition in DEFINITIONS.items():
        assert measured(entity).keys() <= dict(levels(definition)).keys()


@cache
def couples() -> tuple[Sequence[Mapping[str, str]], Decided]:
    """People who share a telephone, and of whom somebody has said that they are two."""
    records, decided = [], {}
    for place in range(60):
        who = {"entity_type": "person", "person_name": f"Tanaka Ken{place}", "email": f"ken{place}@tanaka{place}.co.jp"}
        for side in "ab":
            records.append({**who, "record_id": f"{place:03d}{side}", "phone": f"03-{place:04d}-{ord(side):04d}"})
        decided[f"{place:03d}a", f"{place:03d}b"] = place >= 30
    return records, decided


def test_what_people_have_decided_is_taken_for_certain(tmp_path: Path) -> None:
    records, decided = couples()
    path = write(tmp_path / "couples.csv", records)
    by_itself, told = learned(path)["person"], learned(path, decided)["person"]
    assert (by_itself.decided, told.decided) == (0, 60)
    seen = ("email", "same_mailbox")
    assert told.shares.same[seen].seen < by_itself.shares.same[seen].seen / 1.5


def test_decisions_about_records_that_are_not_there_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "couples.csv", couples()[0])
    decided = tmp_path / "decided.csv"
    decided.write_text("left,right,verdict\n000a,000b,same\n000a,000c,same\n", encoding="utf-8")
    read = read_decided(decided)
    told = r"decided.csv:3:1: no record '000c' in .*couples.csv; did you mean '000[ab]'\?"
    with open_source(path, {}) as source, pytest.raises(LocatedError, match=told):
        train(source, DEFINITIONS.values(), read.decided, places=read.places)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("left,right,verdikt\na,b,same\n", r":1:1: no column verdict; did you mean 'verdikt'\?"),
        ("left,right,verdict\na,b,sama\n", r":2:3: the verdict 'sama' is not known; did you mean 'same'\?"),
        ("left,right,verdict\na,a,same\n", ":2:2: both sides are the same record"),
        ("left,right,verdict\na,b,same\nb,a,different\n", ":3:3: 'a' and 'b' are the same in one line and different"),
    ],
)
def test_decisions_that_cant_be_read_are_told_with_their_place(tmp_path: Path, rows: str, told: str) -> None:
    path = tmp_path / "decided.csv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(LocatedError, match=told):
        read_decided(path)


def test_questions_that_nobody_has_answered_decide_nothing(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text("left,right,score,verdict,evidence\nb,a,2.1,ask,\nc,d,3.0,Same,\ne,f,9.0,wall,\n", encoding="utf-8")
    assert read_decided(path).decided == {("c", "d"): True}
