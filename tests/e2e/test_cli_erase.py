"""`hub erase` as an operator types it: the look, the deed, what is left by hand, and the way back."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office

__all__ = ["office", "types"]

MAPPING = """
mapping: 1
connector: excel
stream: rows
when: 更新日時
parts:
  person:
    fields:
      code: {from: コード, write: never}
      name: 氏名
      email: {from: メール, with: email}
      notes: 備考
"""
HEADINGS = "コード,氏名,メール,備考,更新日時"
HANAKO = "P1,抹消花子,kanarya@example.com,秘密のメモ,2026-04-01 09:00"
TARO = "P2,山田太郎,y@example.com,,2026-04-01 09:00"


@pytest.fixture
def known(office: Office, types: Types) -> Office:
    """Two lists of the same two people, synced."""
    office.write("rows.yaml", MAPPING)
    for name in ("sales", "books"):
        office.write(f"{name}.csv", "\n".join([HEADINGS, HANAKO, TARO, ""]))
    assert types("sync").code == 0
    return office


def test_without_yes_only_what_would_go_is_shown(known: Office, types: Types) -> None:
    shown = types("--lang", "en", "erase", "person/1")
    assert shown.code == 2
    for words in ("sales/rows/P1: delete it there by hand", "--yes --reason", "Backups made before"):
        assert words in shown.out
    assert types("explain", "person/1").code == 0


def test_with_yes_nothing_of_the_person_is_left_and_the_lists_bring_nobody_back(known: Office, types: Types) -> None:
    done = types("--json", "erase", "person/1", "--yes", "--reason", "本人の請求")
    assert done.code == 4
    assert json.loads(done.out)["hashes"] > 0
    known.write("sales.csv", "\n".join([HEADINGS, HANAKO, TARO.replace(",,", ",重要,"), ""]))
    told = json.loads(types("--json", "sync").out)
    assert told["pulls"]["sales/rows"]["skipped"] == {"erased": 1}
    for word in ("抹消花子", "kanarya@example.com", "秘密のメモ"):
        for file in known.folder.glob("hub.*db*"):
            assert word.encode() not in file.read_bytes()
    refused = types("--lang", "en", "explain", "person/1")
    assert (refused.code, "person/1 was erased" in refused.err) == (1, True)
    known.write("sales.csv", "\n".join([HEADINGS, HANAKO, TARO, ""]))
    assert "消去した個人の記録" in types("--lang", "ja", "sync").out


def test_a_lifted_erasure_lets_the_lists_bring_the_person_anew(known: Office, types: Types) -> None:
    types("erase", "person/1", "--yes", "--reason", "本人の請求")
    assert types("erase", "person/1", "--lift", "--reason", "別の人だった").code == 0
    types("sync")
    golden = json.loads(types("--json", "explain", "sales/rows/P1").out)["records"]
    assert [record["display"] for record in golden] == ["抹消花子"]


def test_a_restore_of_an_older_backup_keeps_the_person_erased(known: Office, types: Types) -> None:
    types("db", "backup", "b.db")
    types("erase", "person/1", "--yes", "--reason", "本人の請求")
    assert types("db", "restore", "b.db").code == 0
    assert types("explain", "person/1").code == 1
    types("sync", "--release")
    assert "抹消花子".encode() not in (known.folder / "hub.db").read_bytes()
    assert types("audit", "verify").code == 0


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (["person/1", "--yes"], "needs a reason"),
        (["person/99"], "there is no golden record person/99"),
        (["company/1"], "person/1"),
        (["花子"], "is no golden record"),
        (["person/1", "--lift", "--reason", "誤り"], "nobody was erased"),
    ],
)
def test_what_cannot_be_done_is_told_in_words(known: Office, types: Types, wanted: list[str], why: str) -> None:
    refused = types("--lang", "en", "erase", *wanted)
    assert (refused.code, why in refused.err) == (1, True), refused.err
    assert types("explain", "person/1").code == 0


def test_the_copy_beside_a_sheet_of_the_person_is_named(known: Office, types: Types) -> None:
    known.write("sales.csv", "\n".join([HEADINGS, HANAKO, TARO.replace(",,", ",重要,").replace("04-01", "04-02"), ""]))
    types("sync")
    copy = known.folder / "books.csv.bak"
    assert "抹消花子" in copy.read_text("utf-8")
    shown = types("--lang", "en", "erase", "person/1")
    assert f"- {copy}" in shown.out.replace("\n", "")
    assert "sales.csv.bak" not in shown.out
    assert json.loads(types("--json", "erase", "person/1").out)["copies"] == [str(copy)]
    copy.unlink()
    assert "may hold the person" not in types("--lang", "en", "erase", "person/1").out
