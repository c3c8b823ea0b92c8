"""A card without a UID is the card that it was after its name or its mailbox was corrected in the phone."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from hub.bootstrap import Surroundings, opened
from hub.config import load_config
from hub.sync.run import Report, run_pipeline
from tests.pipeline.systems import Clock

CONFIG = """\
hub: 1
language: en
connections:
  phone:
    connector: vcard
    settings: {path: contacts.vcf, lists_all: true, page_cards: 2}
    streams:
      cards: {}
  crm:
    connector: excel
    settings: {path: crm.csv, key: 番号}
    streams:
      rows: {mapping: crm.yaml, push: {update: true}}
"""
CRM = """\
mapping: 1
connector: excel
stream: rows
parts:
  person:
    fields: {family_name: 姓, given_name: 名, email: {from: メール, with: email}, mobile: {from: 携帯, with: phone}}
"""
SATO = {
    "N": "佐籐;太郎;;;",
    "FN": "佐籐 太郎",
    "ORG": "青葉精機",
    "EMAIL": "sato@aoba.jp",
    "TEL;TYPE=CELL": "090-1111-2222",
}
SUZUKI = {"N": "鈴木;花子;;;", "FN": "鈴木 花子", "ORG": "青葉精機", "EMAIL": "suzuki@aoba.jp"}
TAKAHASHI = {"N": "高橋;健;;;", "FN": "高橋 健", "ORG": "みなと商会", "EMAIL": "info@minato.jp"}
Card = dict[str, str]


class Phone:
    """A folder with an export of a phone and a sheet, and a hub that keeps them in step."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
        (folder / "crm.yaml").write_text(CRM, encoding="utf-8")
        rows = [("番号", "姓", "名", "メール", "携帯"), ("1", "佐籐", "太郎", "sato@aoba.jp", "090-1111-2222")]
        with (folder / "crm.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        self._save(folder / "crm.csv")

    def exports_cards(self, *cards: Card) -> None:
        path = self.folder / "contacts.vcf"
        path.write_text("".join(_text(card.items()) for card in cards), encoding="utf-8")
        self._save(path)

    def _save(self, path: Path) -> None:
        saved_at = self.clock.goes_on(hours=1).timestamp()
        os.utime(path, (saved_at, saved_at))
        self.clock.goes_on(hours=1)

    def syncs(self) -> tuple[int, int, int]:
        """How many cards were new, changed and gone."""
        with opened(load_config(self.folder / "config.yaml", {}), Surroundings(now=self.clock, log=_unheard)) as world:
            report: Report = run_pipeline(world)
        assert report.state == "ok"
        pull = report.ledger.pulls["phone/cards"]
        return pull.new, pull.changed, pull.deleted

    def in_crm(self) -> list[str]:
        with (self.folder / "crm.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[1]


def _unheard(event: str, **told: Any) -> None:
    pass


def _text(lines: Iterable[tuple[str, str]]) -> str:
    told = [f"{name}:{value}" for name, value in lines]
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *told, "END:VCARD", ""])


@pytest.fixture
def phone(tmp_path: Path) -> Phone:
    phone = Phone(tmp_path)
    phone.exports_cards(SATO, SUZUKI, TAKAHASHI)
    assert phone.syncs() == (3, 0, 0)
    return phone


def test_a_corrected_name_reaches_the_other_systems(phone: Phone) -> None:
    phone.exports_cards({**SATO, "N": "佐藤;太郎;;;", "FN": "佐藤 太郎"}, SUZUKI, TAKAHASHI)
    assert phone.syncs() == (0, 1, 0)
    assert phone.in_crm()[1] == "佐藤"


def test_a_corrected_mailbox_reaches_the_other_systems(phone: Phone) -> None:
    phone.exports_cards(SUZUKI, {**SATO, "EMAIL": "t.sato@aoba.jp"}, TAKAHASHI)
    assert phone.syncs() == (0, 1, 0)
    assert phone.in_crm()[3] == "t.sato@aoba.jp"


def test_cards_that_came_to_another_phone_under_new_uids_are_the_same_cards(phone: Phone) -> None:
    for turn in ("old", "new"):
        cards = [{"UID": f"{turn}-{n}", **card} for n, card in enumerate((SATO, SUZUKI, TAKAHASHI))]
        phone.exports_cards(*cards)
        assert phone.syncs() == (0, 0, 0)


def test_somebody_else_at_a_shared_mailbox_is_another_card(phone: Phone) -> None:
    phone.exports_cards(SATO, SUZUKI, {**TAKAHASHI, "N": "松本;進;;;", "FN": "松本 進"})
    assert phone.syncs() == (1, 0, 1)


def test_with_a_uid_of_their_own_two_of_one_family_are_never_taken_for_one(phone: Phone) -> None:
    phone.exports_cards(SATO, SUZUKI, {"UID": "1", **TAKAHASHI})
    phone.syncs()
    phone.exports_cards(SATO, SUZUKI, {"UID": "2", **TAKAHASHI, "N": "高橋;進;;;", "FN": "高橋 進"})
    assert phone.syncs() == (1, 0, 1)
