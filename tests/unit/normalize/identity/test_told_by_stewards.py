"""What sheets and forms do to names, each taken from records that were missed: remarks, cut forms, unknown branches."""

from __future__ import annotations

import pytest

from hub.normalize.identity.area_codes import prefectures_of_line
from hub.normalize.identity.companies import company_parts
from hub.normalize.identity.persons import person_parts


@pytest.mark.parametrize(
    ("written", "family", "given"),
    [
        ("中村　様", "中村", ""),
        ("岸本　智子さま", "岸本", "智子"),
        ("武田　貴子※要確認", "武田", "貴子"),
        ("藤田 基美男 様※要確認", "藤田", "基美男"),
        ("鴨渕 鴨渕今日子", "鴨渕", "今日子"),
        ("林 林太郎", "林", "林太郎"),
        ("西　様子", "西", "様子"),
    ],
)
def test_a_name_is_told_from_what_is_typed_around_it(written: str, family: str, given: str) -> None:
    parts = person_parts(written)
    assert (parts.family, parts.given) == (family, given)


@pytest.mark.parametrize(
    ("written", "core", "form", "branch"),
    [
        ("泰心設備株)", "泰心設備", "株式会社", ""),
        ("大川工業株式会", "大川工業", "株式会社", ""),
        ("英信工業　協組", "英信工業", "協同組合", ""),
        ("三井住友銀行渋谷支店", "三井住友銀行", "", "渋谷支店"),
        ("山田株式会社行", "山田", "株式会社", ""),
        ("株式会社REALPRODUCTS 江戸川工場", "realproducts", "株式会社", "江戸川工場"),
        ("株式会社MIRAIWORKS港支店", "miraiworks", "株式会社", "港支店"),
        ("別府商事/西賀茂城山支店", "別府商事", "", "西賀茂城山支店"),
        ("ヤマダ電機支店", "ヤマダ電機", "", "支店"),
        ("ダミー商事", "", "", ""),
    ],
)
def test_a_company_is_told_from_its_form_and_branch(written: str, core: str, form: str, branch: str) -> None:
    parts = company_parts(written)
    assert (parts.core, parts.legal_form, parts.branch) == (core, form, branch)


def test_a_former_name_is_kept_apart() -> None:
    assert company_parts("土屋商事株式会社（旧：明和興業株式会社）").former == "明和興業"


@pytest.mark.parametrize(
    ("digits", "prefectures"),
    [
        ("0312345678", ("東京都",)),
        ("0612345678", ("大阪府", "兵庫県")),
        ("0771123456", ("京都府",)),
        ("0571234567", ("岐阜県",)),
        ("09012345678", ()),
        ("", ()),
    ],
)
def test_an_area_code_tells_every_prefecture_it_serves(digits: str, prefectures: tuple[str, ...]) -> None:
    assert sorted(prefectures_of_line(digits)) == sorted(prefectures)
