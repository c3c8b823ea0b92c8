"""Files and folders of cards: which count, which card of several, and what is said of those that can't be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from connectors.vcard import CONNECTOR
from connectors.vcard.settings import VcardSettings
from connectors.vcard.twin import write_cards
from hub.mapping.compile import compile_mapping
from hub.mapping.examples import run_examples
from hub.mapping.load import load_mapping_file
from hub.model.schema import CanonicalSchema
from hub.sdk.connector import Context
from hub.sdk.errors import PersonNeededError, RetryLaterError
from hub.sdk.records import Page

NOW = datetime(2026, 4, 1, tzinfo=UTC)
OLD, NEW = NOW - timedelta(days=9), NOW - timedelta(days=1)


def pulled(path: Path, cursor: str | None = None, now: datetime = NOW, **settings: Any) -> list[Page]:
    said = Context(connection="phone", now=lambda: now)
    return list(CONNECTOR(VcardSettings(path=str(path), **settings), said).pull("cards", cursor))


def refusal(path: Path, **settings: Any) -> str:
    with pytest.raises(PersonNeededError) as caught:
        pulled(path, **settings)
    return str(caught.value)


def notes(pages: list[Page]) -> dict[str, str]:
    return {r.external_id: msgspec.json.decode(r.payload).get("note", "") for page in pages for r in page.records}


def test_of_one_card_in_two_files_the_one_saved_last_counts(tmp_path: Path) -> None:
    write_cards(tmp_path / "b.vcf", [{"uid": "u1", "note": "old"}, {"uid": "u2", "note": "only"}], OLD)
    write_cards(tmp_path / "a.vcf", [{"uid": "u1", "note": "new"}], NEW)
    assert notes(pulled(tmp_path)) == {"u1": "new", "u2": "only"}


TANAKA = {"family": "田中", "given": "実"}


def test_two_people_of_one_name_in_two_files_are_a_question(tmp_path: Path) -> None:
    write_cards(tmp_path / "a.vcf", [{**TANAKA, "phone": "045-111-2222"}], OLD)
    write_cards(tmp_path / "b.vcf", [{**TANAKA, "phone": "06-6341-0002"}], NEW)
    (page,) = pulled(tmp_path, lists_all=True)
    assert (len(page.records), len(page.bad), page.complete_listing) == (1, 1, False)
    assert page.bad[0].reason.startswith("a.vcf: a card has the name of another in b.vcf (田中 実)")


@pytest.mark.parametrize(
    "newer",
    [
        {"phone": "(045)111-2222", "note": "新しい"},
        {"phone": "+81 45-111-2222"},
        {"note": "番号を消した"},
        {"phone": "045-111-2222", "mobile": "090-1111-2222"},
    ],
)
def test_an_older_state_of_a_card_without_a_uid_is_no_question(tmp_path: Path, newer: dict[str, str]) -> None:
    write_cards(tmp_path / "a.vcf", [{**TANAKA, "phone": "045-111-2222"}], OLD)
    write_cards(tmp_path / "b.vcf", [{**TANAKA, **newer}], NEW)
    assert [page.bad for page in pulled(tmp_path)] == [()]


def test_two_different_cards_of_one_name_in_one_file_are_a_question(tmp_path: Path) -> None:
    write_cards(tmp_path / "a.vcf", [{"uid": "u1", "note": "one"}, {"uid": "u1", "note": "two"}], OLD)
    (page,) = pulled(tmp_path)
    assert notes([page]) == {"u1": "one"}
    assert "a.vcf: two cards are called u1" in page.bad[0].reason


def test_a_card_that_stands_twice_is_one(tmp_path: Path) -> None:
    write_cards(tmp_path / "a.vcf", [{"uid": "u1"}, {"uid": "u1"}], OLD)
    (page,) = pulled(tmp_path)
    assert (len(page.records), page.bad) == (1, ())


def test_unchanged_files_are_not_read_again(tmp_path: Path) -> None:
    write_cards(tmp_path / "a.vcf", [{"uid": "u1"}], OLD)
    (page,) = pulled(tmp_path)
    (again,) = pulled(tmp_path, page.cursor)
    assert (again.records, again.cursor, again.complete_listing) == ([], page.cursor, False)


def test_other_settings_read_unchanged_files_again(tmp_path: Path) -> None:
    write_cards(tmp_path / "a.vcf", [{"uid": "u1"}], OLD)
    (page,) = pulled(tmp_path)
    assert notes(pulled(tmp_path, page.cursor, lists_all=True)) == {"u1": ""}


def test_a_file_saved_just_now_is_read_once_more(tmp_path: Path) -> None:
    write_cards(tmp_path / "a.vcf", [{"uid": "u1"}], NOW)
    (page,) = pulled(tmp_path)
    assert notes(pulled(tmp_path, page.cursor, NOW + timedelta(hours=1))) == {"u1": ""}


def test_only_a_whole_address_book_proves_that_a_card_is_gone(tmp_path: Path) -> None:
    write_cards(tmp_path / "a.vcf", [{"uid": "u1"}, {"uid": "u2"}, {"uid": "u3"}], OLD)
    assert [page.complete_listing for page in pulled(tmp_path, page_cards=2)] == [False, False]
    assert [page.complete_listing for page in pulled(tmp_path, page_cards=2, lists_all=True)] == [False, True]


def test_a_listing_with_a_nameless_card_proves_nothing(tmp_path: Path) -> None:
    write_cards(tmp_path / "a.vcf", [{"uid": "u1"}, {"note": "x"}], OLD)
    (page,) = pulled(tmp_path, lists_all=True)
    assert (len(page.bad), page.complete_listing) == (1, False)


def test_other_files_of_a_folder_are_no_cards(tmp_path: Path) -> None:
    write_cards(tmp_path / "a.VCF", [{"uid": "u1"}], OLD)
    (tmp_path / ".hidden.vcf").write_text("x")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "inner.vcf").mkdir()
    assert notes(pulled(tmp_path)) == {"u1": ""}


def test_what_holds_no_card_is_an_error_and_no_empty_list(tmp_path: Path) -> None:
    assert "no .vcf file is in this folder" in refusal(tmp_path)
    (tmp_path / "a.vcf").write_text("Hello")
    assert "no card is in there" in refusal(tmp_path)
    assert "no such file or folder" in refusal(tmp_path / "none.vcf")


def test_a_file_larger_than_allowed_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.vcf").write_bytes(b"x" * 1_048_577)
    assert "more than max_file_mb 1" in refusal(tmp_path, max_file_mb=1)


def test_a_file_saved_while_it_was_read_is_read_again(tmp_path: Path) -> None:
    write_cards(tmp_path / "a.vcf", [{"uid": "u1"}, {"uid": "u2"}, {"uid": "u3"}], OLD)
    pages = CONNECTOR(
        VcardSettings(path=str(tmp_path), page_cards=1), Context(connection="phone", now=lambda: NOW)
    ).pull("cards", None)
    next(pages)
    write_cards(tmp_path / "a.vcf", [{"uid": "u1"}], NEW)
    with pytest.raises(RetryLaterError, match="was saved while it was read"):
        list(pages)


def test_a_check_counts_the_cards(tmp_path: Path) -> None:
    write_cards(tmp_path / "a.vcf", [{"uid": "u1"}, {"uid": "u2"}], OLD)
    told = CONNECTOR(VcardSettings(path=str(tmp_path)), Context(connection="phone")).check()
    assert told.endswith(": 2 cards in 1 files")


def mapped(tmp_path: Path, *lines: str) -> dict[str, dict[str, Any]]:
    """The parts of one card as it is read from a file and mapped."""
    text = "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])
    (tmp_path / "a.vcf").write_text(text, encoding="utf-8")
    ((record,),) = (page.records for page in pulled(tmp_path))
    schema = CanonicalSchema()
    path = Path(__file__).resolve().parents[2] / "mappings" / "vcard.cards.yaml"
    return compile_mapping(load_mapping_file(path, schema), schema).map(msgspec.json.decode(record.payload)).parts


def test_no_number_of_a_person_is_lost(tmp_path: Path) -> None:
    numbers = ["090-1111-2222", "080-1111-2222", "03-1111-2222", "03-1111-3333", "045-111-2222", "045-111-3333"]
    kinds = ["CELL", "CELL", "WORK", "WORK", "HOME", "HOME"]
    lines = [f"TEL;TYPE={kind}:{number}" for kind, number in zip(kinds, numbers, strict=True)]
    parts = mapped(tmp_path, "N:山田;太郎;;;", "ORG:㈱ヤマダ", *lines)
    person = parts["person"]
    assert {person["mobile"], person["phone"], parts["company"]["phone"], *person["other_phones"]} == {
        f"+81{number.replace('-', '')[1:]}" for number in numbers
    }


def test_no_number_and_no_word_of_a_companys_card_is_lost(tmp_path: Path) -> None:
    parts = mapped(
        tmp_path,
        *("FN:サンプル商事", "ORG:サンプル商事", "TEL;TYPE=WORK:03-1111-2222", "TEL;TYPE=WORK:03-1111-3333"),
        *("TEL;TYPE=CELL:090-1111-2222", "TEL;TYPE=HOME:045-111-2222", "NOTE:水曜定休", "CATEGORIES:仕入先"),
        *("EMAIL:info@sample.example", "EMAIL:sales@sample.example", "X-SOCIALPROFILE:https://sns.example/s"),
    )
    assert parts == {
        "company": {
            "name": "サンプル商事",
            "phone": "+81311112222",
            "other_phones": ["+819011112222", "+81451112222", "+81311113333"],
            "email": "info@sample.example",
            "other_emails": ["sales@sample.example"],
            "sns": ["https://sns.example/s"],
            "notes": "水曜定休",
            "tags": ["仕入先"],
        }
    }


def test_the_examples_of_the_mapping_hold() -> None:
    schema = CanonicalSchema()
    path = Path(__file__).resolve().parents[2] / "mappings" / "vcard.cards.yaml"
    assert run_examples(compile_mapping(load_mapping_file(path, schema), schema)) == []
