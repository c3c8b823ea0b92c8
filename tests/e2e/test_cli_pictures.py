"""What a person reads: every picture, in both languages, tells what its document does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hub.bootstrap import looking
from hub.config import load_config
from hub.steward.discussing import assign, comment
from hub.store import users
from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import NO_NUMBER, Office, yamada

__all__ = ["office", "types"]

REVIEW = "conflicts: {default: review}\n"
BRAKE = "brake: {max_changes: 0, max_share: 0}\n"


def _quarrel(office: Office, types: Types) -> None:
    office.configure(REVIEW)
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    office.list_customers("sales", yamada("03-1111-1111", at="2026-04-02 09:00"))
    office.list_customers("books", yamada("03-2222-2222", at="2026-04-03 09:00"))
    types("sync")


def _discussed(office: Office, types: Types) -> None:
    _quarrel(office, types)
    office.configure(REVIEW + "console: {review: {four_eyes: {company: [phone]}}}\n")
    types("conflicts", "decide", "1", "sales", "--reason", "by phone")
    with looking(load_config(office.folder / "config.yaml")) as world:
        with world.database.begin() as tx:
            users.add(tx, "hanako", "steward", "", world.now_text())
        comment(world, 1, "hanako", "called them")
        assign(world, 1, "hanako", "hanako")


def _decided(office: Office, types: Types) -> None:
    _quarrel(office, types)
    types("conflicts", "decide", "1", "sales", "--reason", "by phone")
    types("sync")


def _braked(office: Office, types: Types) -> None:
    office.configure(BRAKE)
    office.list_customers("sales", yamada(notes="new", at="2026-04-02 09:00"))
    office.list_customers("books", yamada())
    types("sync")


def _moved(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada(notes="new", at="2026-04-02 09:00"))
    office.list_customers("books", yamada())
    types("plan", "--out", "plan.json")
    office.list_customers("sales", yamada(notes="newer", at="2026-04-04 09:00"))


def _stopped(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada(), ("C9", NO_NUMBER, "x", "", "", "2026-04-01 09:00"))
    types("sync")


def _merged(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    office.list_customers("books", ("B7", "", "Yamada Trading", "", "", "2026-04-01 09:00"))
    types("sync")
    types("join", "company/1", "company/2")
    types("sync")


Scene = Callable[[Office, Types], None]

PICTURES: list[tuple[Scene, str, list[str], list[str]]] = [
    (_quarrel, "conflicts show 1", ["決定待ち", "選べる値", "それまでの値"], ["waiting", "Choices", "from before"]),
    (
        _discussed,
        "conflicts show 1",
        [
            "担当: hanako",
            "二人で決める項目",
            "に提案: +81311111111",
            "理由: by phone",
            "hanako: called them",
            "担当を hanako",
        ],
        ["It is hanako's", "Two people", "at 20", "reason: by phone", "hanako: called them", "gave it to hanako"],
    ),
    (_quarrel, "explain company/1 phone", ["競合 1 の決定", "これがなければ"], ["conflict 1 waits", "without it"]),
    (_quarrel, "explain company/1", ["違う値を持つ", "hub !"], ["a system says otherwise", "hub !"]),
    (_quarrel, "status", ["決定を待つ競合 1 件"], ["1 conflict waits"]),
    (_quarrel, "sync", ["決定待ち 1 件", "hub conflicts list"], ["1 waiting for a decision", "hub conflicts list"]),
    (_decided, "conflicts show 1", ["が決めました"], ["Decided by"]),
    (
        _decided,
        "explain company/1 phone",
        ["採用（人が選択）", "選択", "これまでの値", "books/rows/C1 に書き込み", "hub が書きました"],
        ["wins (chosen by a person)", "chosen", "Values so far", "written to books/rows/C1", "written by the hub"],
    ),
    (_braked, "sync", ["歯止めで 1 件"], ["the brake holds 1"]),
    (_braked, "plan --no-pull", ["歯止めで 1 件を止めます", "ほかに 1 件"], ["the brake holds 1", "1 more are held"]),
    (_braked, "status", ["歯止め 1"], ["held 1"]),
    (
        _moved,
        "apply plan.json",
        ["計画の後に変わりました", "計画し直して"],
        ["changed since the plan", "Make a new plan"],
    ),
    (_moved, "plan --out p.json", ["hub apply p.json"], ["hub apply p.json"]),
    (_stopped, "status", ["止まっています", "最近の実行"], ["has stopped", "Last runs"]),
    (
        _stopped,
        "sync",
        ["途中で止まったもの", "books/rows: 人の手当てが必要です"],
        ["Stopped", "books/rows: a person is needed"],
    ),
    (_stopped, "plan", ["読み込みが止まりました"], ["reading stopped"]),
    (_stopped, "quarantine retry", ["1 件のうち 0 件"], ["0 of 1 record was"]),
    (_stopped, "check --connect", ["× 接続 books", "1 件に問題"], ["BAD connection books", "1 of these"]),
    (_merged, "explain company/2", ["company/2 はここに統合", "同じ"], ["company/2 was merged", "the same"]),
    (_merged, "explain company/1 fax", ["誰も値を入れていません"], ["nobody says anything"]),
    (_merged, "part sales/rows/C1 books/rows/B7", ["別の顧客です", "hub revoke"], ["never the same", "hub revoke"]),
    (_merged, "pin company/1 phone -", ["固定しました", "—"], ["is fixed as", "—"]),
]


def _named(picture: tuple[Scene, str, list[str], list[str]]) -> str:
    return f"{picture[0].__name__.strip('_')}: {picture[1]}"


@pytest.mark.parametrize("picture", PICTURES, ids=_named)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_picture_says_what_matters(
    office: Office, types: Types, picture: tuple[Scene, str, list[str], list[str]], lang: str
) -> None:
    scene, command, ja, en = picture
    scene(office, types)
    shown = types("--lang", lang, *command.split(" "))
    assert [word for word in (ja if lang == "ja" else en) if word not in shown.out] == []


def test_a_pin_of_a_group_is_typed_as_a_table(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    pinned = types("pin", "company/1", "address", '{"city": "千代田区", "prefecture": "東京都"}', "--json")
    assert pinned.document["values"] == {"city": "千代田区", "prefecture": "東京都"}
