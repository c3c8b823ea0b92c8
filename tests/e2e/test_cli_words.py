"""What commands say fits what is there: hints that can be followed, and states in the reader's words."""

from __future__ import annotations

from hub.cli.words.phrases import in_japanese
from tests.e2e.test_cli_work import quarrel, synced
from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office, yamada

__all__ = ["office", "quarrel", "synced", "types"]


def test_a_decided_conflict_is_shown_with_what_was_chosen(quarrel: Office, types: Types) -> None:
    types("conflicts", "decide", "1", "sales")
    shown = types("conflicts", "show", "1").out
    assert "決めた値: +81311111111" in shown
    assert "人の確認待ち" not in shown
    assert "決まるまで何も書き込みませんでした" in shown


def test_a_rule_of_a_group_is_sent_to_the_groups(synced: Office, types: Types) -> None:
    synced.configure("survivorship: {entities: {company: {fields: {address: longest}}}}\n")
    said = types("--lang", "en", "check").err
    assert ("write the rule under groups" in said, "did you mean" in said) == (True, False)


def test_status_tells_the_kind_of_a_run_in_japanese(synced: Office, types: Types) -> None:
    assert "同期" in types("status").out


def test_a_name_that_leads_nowhere_is_answered_with_both_kinds_of_names(synced: Office, types: Types) -> None:
    assert "company/1" in types("explain", "foo/1").err


def test_a_sentence_within_another_is_told_whole() -> None:
    damaged = "the workbook is damaged or was cut off (File is not a zip file); open it in Excel and save it again"
    said = in_japanese(f"x.xlsx: {damaged}, or restore a copy (it was saved just now, perhaps not to its end)")
    assert said.startswith("x.xlsx: ブックが壊れているか途中で切れています")
    assert said.endswith("控えに戻してください（今保存されたところで、途中かもしれません）")


def test_an_undo_of_one_field_says_so(synced: Office, types: Types) -> None:
    synced.list_customers("sales", yamada("03-1111-1111", notes="重要", at="2026-04-02 09:00"))
    types("sync")
    done = types("undo", "--record", "books/rows/C1", "--field", "phone", "--yes")
    assert "実行 2 のうち books/rows/C1 電話番号 を元に戻しました" in done.out
