"""`make run` as a newcomer meets it: the whole way once, then nothing left to do."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from hub.cli import main as type_command
from hub.demo.__main__ import main
from hub.demo.customers import card_id
from hub.demo.stage import Stage, set_up


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo has run once."""
    place = tmp_path_factory.mktemp("demo")
    assert main(["--folder", str(place), "--lang", "ja"]) == 0
    return place


def _golden(folder: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / "hub.db") as database:
        return database.execute("SELECT entity, doc FROM golden WHERE redirect_to IS NULL ORDER BY id").fetchall()


def _run_again(folder: Path, capsys: pytest.CaptureFixture[str], lang: str = "ja") -> str:
    capsys.readouterr()
    assert main(["--folder", str(folder), "--lang", lang]) == 0
    return capsys.readouterr().out


def _stage_of(folder: Path) -> Stage:
    with set_up(folder) as stage:
        return stage


@pytest.mark.xdist_group("demo")
def test_a_second_run_writes_nothing_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _golden(folder)
    assert "何も書き込みませんでした" in _run_again(folder, capsys)
    assert _golden(folder) == before


@pytest.mark.xdist_group("demo")
def test_edits_of_different_fields_of_one_person_both_survive_everywhere(folder: Path) -> None:
    stage = _stage_of(folder)
    contacts = stage.twins["hubspot"].records("contacts").values()
    ichiro = next(contact for contact in contacts if contact["email"].startswith("ichiro@"))
    assert (ichiro["mobilephone"], ichiro["firstname"]) == ("+819012345678", "一朗")
    partners = stage.twins["freee"].tables["partners"].values()
    assert any(partner["contact_name"] == "髙橋 一朗" for partner in partners)


@pytest.mark.xdist_group("demo")
def test_edits_of_the_same_field_made_one_conflict_with_both_values(folder: Path) -> None:
    with sqlite3.connect(folder / "hub.db") as database:
        rows = database.execute("SELECT doc FROM conflict WHERE kind = 'conflict' AND unit = 'phone'").fetchall()
    ((doc,),) = rows
    story = json.loads(doc)
    assert story["winner"]["values"] == {"phone": "+81332101111"}
    assert [loser["values"] for loser in story["losers"]] == [{"phone": "+81332109999"}]
    assert story["rule"] == "most_recent"
    assert story["effect"] == ["accounting/partners/101#company"]


@pytest.mark.xdist_group("demo")
def test_an_old_card_does_not_beat_the_newer_post(folder: Path) -> None:
    posts = [json.loads(doc) for entity, doc in _golden(folder) if entity == "employment"]
    assert "主任" not in [post["title"] for post in posts if post["company"] == "company/1"]


def _holder(folder: Path, card: str) -> int:
    """The golden record of the person on a card."""
    query = (
        "SELECT c.golden_id FROM crosswalk c JOIN source_record s ON s.id = c.source_id "
        "JOIN raw_record r ON r.id = s.raw_id WHERE s.part = 'person' AND r.external_id = ?"
    )
    with sqlite3.connect(folder / "hub.db") as database:
        ((golden_id,),) = database.execute(query, (card_id(card),)).fetchall()
    return int(golden_id)


@pytest.mark.xdist_group("demo")
def test_a_card_without_a_mailbox_is_joined_by_evidence_and_a_colleague_stays_apart(folder: Path) -> None:
    assert _holder(folder, "first") == _holder(folder, "second")
    assert _holder(folder, "first") != _holder(folder, "colleague")


def _told(folder: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert type_command(["--config", str(folder / "config.yaml"), *words, "--json"]) == code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.xdist_group("demo")
def test_the_evidence_about_two_cards_can_be_asked_for_and_drawn(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first, colleague = (f"cards/bizCards/{card_id(which)}#person" for which in ("first", "colleague"))
    picture = tmp_path / "why.svg"
    told = _told(folder, capsys, "match", "why", first, colleague, "--svg", str(picture))
    assert told["verdict"] == "wall"
    assert [one["words"] for one in told["evidence"] if one["wall"]] == ["given_name_differs_by_a_sign"]
    assert picture.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.xdist_group("demo")
def test_something_waits_for_each_of_the_three_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (conflict,) = _told(folder, capsys, "conflicts", "list", code=3)["conflicts"]
    (pair,) = _told(folder, capsys, "match", "review", code=3)["pairs"]
    (bill,) = _told(folder, capsys, "invoices", "queue", code=3)["bills"]
    assert (conflict["unit"], conflict["display"]) == ("address", "有限会社みどり商店")
    assert (pair["left"]["display"], pair["right"]["display"]) == ("株式会社さくら印刷", "さくら印刷")
    assert (bill["partner"], bill["verdict"]) == ("みどり商店", "doubtful")
    due = _told(folder, capsys, "deadlines", "--within", "7d")
    assert {one["kind"] for one in due["deadlines"]} >= {"deal"}


@pytest.mark.xdist_group("demo")
def test_an_edit_of_the_sheet_arrives_in_the_other_systems(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from connectors.excel.twin import SheetTwin

    sheet = SheetTwin(folder / "customers.xlsx")
    index = next(i for i, row in enumerate(sheet.rows()) if "みどり" in row["企業名"])
    sheet.user_edits(index, {"電話番号": "06-6341-7777"})
    assert "何も書き込みませんでした" not in _run_again(folder, capsys)
    companies = _stage_of(folder).twins["hubspot"].records("companies").values()
    assert any(company["phone"].endswith("663417777") for company in companies)


@pytest.mark.xdist_group("demo")
def test_the_sheets_mapping_was_proposed_without_help(folder: Path) -> None:
    mapping = (folder / "mappings" / "sheet.rows.yaml").read_text(encoding="utf-8")
    for heading in ("企業名", "業種", "所在地", "電話番号", "企業URL", "担当者氏名", "部署・役職名", "メールアドレス"):
        assert heading in mapping
    for heading in ("商談開始日", "契約日", "契約内容・金額", "商談ステータス", "訪問履歴", "次回アクション"):
        assert heading in mapping


@pytest.mark.xdist_group("demo")
def test_it_speaks_english(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing" in _run_again(folder, capsys, lang="en").lower()
