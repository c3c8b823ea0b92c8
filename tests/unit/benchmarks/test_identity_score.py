"""The score by counted cells is the score by enumerated pairs."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.identity.score import Judged, asked_pairs, score

PLACED = st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz")), max_size=14)


def naive_pairs(placed: list[tuple[str, str]]) -> tuple[int, int, int]:
    pairs = list(combinations(placed, 2))
    found = sum(left[0] == right[0] for left, right in pairs)
    true = sum(left[1] == right[1] for left, right in pairs)
    return found, true, sum(left == right for left, right in pairs)


def naive_bcubed(placed: list[tuple[str, str]], own: int, other: int) -> float:
    shares = []
    for one in placed:
        mine = [each for each in placed if each[own] == one[own]]
        shares.append(sum(each[other] == one[other] for each in mine) / len(mine))
    return sum(shares) / len(shares) if shares else 1.0


@given(PLACED)
def test_counting_cells_gives_what_enumerating_pairs_gives(placed: list[tuple[str, str]]) -> None:
    found = score(placed)
    assert (found.found_pairs, found.true_pairs, found.right_pairs) == naive_pairs(placed)
    assert found.bcubed_precision == pytest.approx(naive_bcubed(placed, 0, 1))
    assert found.bcubed_recall == pytest.approx(naive_bcubed(placed, 1, 0))
    wrong = [cluster for cluster, _ in placed if len({entity for at, entity in placed if at == cluster}) > 1]
    assert found.largest_wrong_cluster == max((wrong.count(cluster) for cluster in wrong), default=0)


@given(PLACED, st.data())
def test_asking_joins_the_clusters_of_true_pairs_and_no_others(
    placed: list[tuple[str, str]], data: st.DataObject
) -> None:
    ids = [f"r{number}" for number in range(len(placed))]
    pairs = list(combinations(ids, 2))
    asked = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    truth = {one: entity for one, (_, entity) in zip(ids, placed, strict=True)}
    clusters = {one: cluster for one, (cluster, _) in zip(ids, placed, strict=True)}
    review = Judged(truth, clusters, {}).review(asked)
    true = [(left, right) for left, right in asked if truth[left] == truth[right]]
    joined = dict(clusters)
    for left, right in true:
        gone, kept = joined[left], joined[right]
        joined = {one: kept if cluster == gone else cluster for one, cluster in joined.items()}
    assert review.after == score([(joined[one], truth[one]) for one in ids])
    assert (review.asked_records, review.true_pairs) == (len({one for pair in asked for one in pair}), len(true))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_scores_are_told_by_type_of_entity(tmp_path: Path) -> None:
    truth = write(tmp_path, "truth.csv", "record_id,entity_id\na,c1\nb,c1\nc,p1\nd,p2\n")
    clusters = write(tmp_path, "clusters.csv", "cluster_id,record_id\n1,a\n1,b\n2,c\n2,d\n")
    records = write(tmp_path, "records.csv", "record_id,entity_type\na,company\nb,company\nc,person\nd,person\n")
    found = Judged.read(truth, clusters, records).scores()
    assert {kind: (one.precision, one.recall) for kind, one in found.items()} == {
        "company": (1.0, 1.0),
        "person": (0.0, 1.0),
        "all": (0.5, 1.0),
    }


def test_pairs_to_ask_are_read_from_a_file(tmp_path: Path) -> None:
    path = write(tmp_path, "review.csv", "left,right,score\na,b,0.5\n")
    assert list(asked_pairs(path)) == [("a", "b")]


def test_a_pair_that_a_wall_keeps_apart_is_no_question(tmp_path: Path) -> None:
    path = write(tmp_path, "review.csv", "left,right,score,verdict\na,b,0.5,ask\na,c,0.5,wall\n")
    assert list(asked_pairs(path)) == [("a", "b")]


@pytest.mark.parametrize(
    ("clusters", "message"),
    [
        ("record_id,cluster_id\na,1\n", "1 records are in no cluster, among them b"),
        ("record_id,cluster_id\na,1\nb,1\nz,1\n", "1 records are not in the truth, among them z"),
        ("record_id,cluster_id\na,1\nb,1\na,2\n", "the record a stands in it twice"),
        ("record_id,group\na,1\n", "needed are record_id and cluster_id"),
    ],
)
def test_clusters_that_do_not_cover_the_truth_are_refused(tmp_path: Path, clusters: str, message: str) -> None:
    truth = write(tmp_path, "truth.csv", "record_id,entity_id\na,1\nb,2\n")
    with pytest.raises(SystemExit, match=message):
        Judged.read(truth, write(tmp_path, "clusters.csv", clusters))
