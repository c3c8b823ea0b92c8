"""What is told of two records is what matching the file makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from hub.batch.explain import Explained, explain, two_rows
from hub.batch.source import open_source
from hub.located import LocatedError
from tests.unit.batch.conftest import MatchesWorld, write

pytestmark = pytest.mark.xdist_group("one world of the batch")

AT_SATO = {"company_name": "佐藤電機株式会社", "email": "info@sato-denki.co.jp", "phone": "03-3333-1111"}
FATHER = {"person_name": "佐藤 一郎", "email": "sato@plala.or.jp", "mobile": "090-1111-2222", "birthday": "1961-05-04"}
SON = {**FATHER, "person_name": "佐藤 健太", "birthday": ""}


def explained(path: Path, left: str, right: str) -> Explained:
    with open_source(path, {}) as source:
        return explain(source, two_rows(source, left, right))


def told(tmp_path: Path, *records: Mapping[str, str]) -> Explained:
    """Of the first record and the last one."""
    path = write(tmp_path / "explained.csv", records)
    return explained(path, "000000", f"{len(records) - 1:06d}")


def test_the_bits_that_count_and_the_prior_make_the_sum(world: Path, matched_world: MatchesWorld) -> None:
    for doubt in matched_world().doubts[:3]:
        found = explained(world, doubt.left, doubt.right)
        assert found.prior + sum(line.counted for line in found.lines) == pytest.approx(found.score)
        assert found.score == pytest.approx(doubt.score)
        assert [line.words for line in found.lines] == [words for words, _ in doubt.evidence]


def test_a_pair_that_is_asked_about_is_told_so(world: Path, matched_world: MatchesWorld) -> None:
    asked = [doubt for doubt in matched_world().doubts if not doubt.walled]
    assert {explained(world, one.left, one.right).verdict for one in asked[:3]} == {"ask"}


def test_two_of_one_cluster_are_joined_by_a_chain_within_it(world: Path, matched_world: MatchesWorld) -> None:
    cluster = max(matched_world().clusters, key=len)
    found = explained(world, cluster[0], cluster[-1])
    assert (found.verdict, found.together, found.dropped) == ("joined", True, [])
    assert {name for link in found.chain for name in (link.left, link.right)} <= set(cluster)
    assert all(link.score >= found.same for link in found.chain)


def test_two_that_a_wall_of_others_keeps_apart_are_told_with_that_wall(
    world: Path, matched_world: MatchesWorld
) -> None:
    stopped = next(doubt for doubt in matched_world().doubts if doubt.score > 5)
    found = explained(world, stopped.left, stopped.right)
    assert (found.verdict, found.together) == ("ask", False)
    assert len(found.dropped) == 1
    assert all(wall.score < found.same for wall in found.walls)
    assert found.walls


def test_a_company_and_a_person_are_not_weighed(tmp_path: Path) -> None:
    found = told(tmp_path, AT_SATO, FATHER)
    assert (found.entities, found.verdict, found.lines) == (("company", "person"), "apart", ())


def test_a_wall_between_the_two_is_told(tmp_path: Path) -> None:
    found = told(tmp_path, FATHER, SON)
    assert found.verdict == "wall"
    assert [line.words for line in found.lines if line.wall] == ["other_given_name"]


@pytest.mark.parametrize(("name", "verdict"), [("山口 玻凛音", "joined"), ("山口", "apart")])
def test_a_mailbox_and_a_given_name_outlast_a_new_mobile_and_a_family_name_does_not(
    tmp_path: Path, name: str, verdict: str
) -> None:
    before = {"person_name": name, "email": "p0@plala.or.jp", "mobile": "090-3211-6090"}
    assert told(tmp_path, before, {**before, "mobile": "080-5211-1013"}).verdict == verdict


def test_strangers_share_no_key(tmp_path: Path) -> None:
    found = told(tmp_path, FATHER, {"person_name": "鈴木 花子", "email": "hanako@example.jp"})
    assert (found.verdict, found.compared, found.chain) == ("wall", False, [])


def test_the_id_of_no_record_is_one_error_that_names_the_nearest(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [{"record_id": "c-100"}, {"record_id": "d-7"}])
    with pytest.raises(LocatedError, match="no record 'c-1O0' in this file; did you mean 'c-100'") as caught:
        explained(path, "d-7", "c-1O0")
    assert (caught.value.line, caught.value.col) == (1, 1)


def test_an_id_like_no_other_is_pointed_to_its_column(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [{"record_id": "c-100"}])
    with pytest.raises(LocatedError, match="no record 'zzz' in this file; see the column record_id"):
        explained(path, "c-100", "zzz")
