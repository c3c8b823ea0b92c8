"""`hub init`: from a sheet to a first sync without help."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from hub.config import load_config
from hub.config.timing import parse_trigger
from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office

__all__ = ["office", "types"]

HEADINGS = ["企業名", "業種", "所在地", "電話番号", "企業URL", "担当者氏名", "部署・役職名"]
HEADINGS += ["メールアドレス", "商談開始日", "契約日", "契約内容・金額", "商談ステータス", "訪問履歴", "次回アクション"]
ROW = ["株式会社山田商事", "卸売", "〒100-0001 東京都千代田区千代田1-1", "03-1234-5678", "https://yamada.example.jp"]
ROW += ["山田 太郎", "営業部 部長", "taro@yamada.example.jp", "2024/4/1", "2024/5/1", "保守 1,200,000円"]
ROW += ["商談中", "2024/4/2 訪問", "見積送付"]


@pytest.fixture
def sheet(office: Office) -> Path:
    """A customer sheet, and no configuration yet."""
    for name in ("config.yaml", "rows.yaml"):
        (office.folder / name).unlink()
    book = Workbook()
    assert book.active is not None
    book.active.append(HEADINGS)
    book.active.append(ROW)
    book.save(office.folder / "顧客台帳.xlsx")
    book.close()
    return office.folder / "顧客台帳.xlsx"


def test_every_heading_of_the_example_sheet_finds_its_field(sheet: Path, types: Types) -> None:
    proposed = types("init", sheet.name, "--json").document["sheets"][0]
    assert (proposed["headings"], proposed["used"], proposed["good"]) == (14, 14, 1)


def test_a_proposed_configuration_syncs_at_once(sheet: Path, types: Types) -> None:
    types("init", sheet.name)
    assert types("check", "--connect").code == 0
    counts = types("sync", "--json").document["golden"]
    assert counts == {"activity": 1, "company": 1, "contract": 1, "deal": 1, "employment": 1, "person": 1}


def test_init_says_what_to_do_next(sheet: Path, types: Types) -> None:
    said = types("init", sheet.name)
    assert "mappings/excel.顧客台帳.yaml" in said.out
    assert "hub check" in said.out


def test_no_value_of_the_sheet_stands_in_what_is_written(sheet: Path, types: Types) -> None:
    types("init", sheet.name)
    written = "".join(path.read_text(encoding="utf-8") for path in sheet.parent.rglob("*.yaml"))
    assert not any(value in written for value in ROW)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_starter_without_a_sheet_is_a_valid_configuration(sheet: Path, types: Types, lang: str) -> None:
    said = types("init", "--lang", lang)
    assert "HUBSPOT_TOKEN" in said.out
    assert load_config(sheet.parent / "config.yaml").settings.language == lang


def test_what_exists_is_not_overwritten(sheet: Path, types: Types) -> None:
    (sheet.parent / "config.yaml").write_text("mine", encoding="utf-8")
    refused = types("init", sheet.name)
    assert refused.code == 1
    assert "--force" in refused.err
    assert (sheet.parent / "config.yaml").read_text(encoding="utf-8") == "mine"
    assert not (sheet.parent / "mappings").exists()


def test_force_overwrites(sheet: Path, types: Types) -> None:
    (sheet.parent / "config.yaml").write_text("mine", encoding="utf-8")
    assert types("init", sheet.name, "--force").code == 0
    assert load_config(sheet.parent / "config.yaml").settings.hub == "1"


def test_another_folder_is_made_and_works_from_anywhere(sheet: Path, types: Types) -> None:
    types("init", sheet.name, "--dir", "deep/er")
    assert types("sync", "-c", "deep/er/config.yaml").code == 0


@pytest.mark.parametrize("folder", ["deep/er", "my hub"])
def test_the_next_commands_can_be_copied_as_they_are(sheet: Path, types: Types, folder: str) -> None:
    said = types("init", sheet.name, "--dir", folder).out
    commands = [shlex.split(line.split(". ", 1)[1], comments=True) for line in said.splitlines() if ". hub " in line]
    assert [command[1] for command in commands] == ["check", "plan", "sync"]
    assert [types(*command[1:]).code for command in commands] == [0, 0, 0]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_next_commands_name_no_folder_where_none_was_given(sheet: Path, types: Types, lang: str) -> None:
    assert " -c " not in types("--lang", lang, "init", sheet.name).out


def written(path: Path, *rows: list[str]) -> Path:
    """A workbook with these rows."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    book.close()
    return path


def key_of(folder: Path) -> object:
    [connection] = load_config(folder / "config.yaml").settings.connections.values()
    return connection.settings.get("key", [])


@pytest.mark.parametrize("heading", ["得意先CD", "取引先No.", "会員№"])
def test_a_code_that_every_row_has_identifies_the_rows(sheet: Path, types: Types, heading: str) -> None:
    written(sheet, [heading, "企業名"], ["0001", "山田商事"], ["0002", "山田商事"])
    types("init", sheet.name)
    assert key_of(sheet.parent) == [heading]
    assert types("check", "--connect").code == 0
    assert types("sync", "--json").document["golden"]["company"] == 2


@pytest.mark.parametrize("headings", [["顧客コード", "企業名"], ["取引先No.", "企業名"]])
def test_a_proposed_mapping_writes_over_no_code_that_tells_the_rows(
    sheet: Path, types: Types, headings: list[str]
) -> None:
    written(sheet, headings, ["0001", "山田商事"], ["0002", "佐藤工業"])
    types("init", sheet.name)
    config = sheet.parent / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("# push:", "push:"), encoding="utf-8")
    assert "write: fill-blank}   # 行を見分ける目印" in next(sheet.parent.glob("mappings/*.yaml")).read_text("utf-8")
    assert not any(item["notes"] for item in types("check", "--json").document["items"])


@pytest.mark.parametrize("codes", [["0001", ""], ["0001", "0001"]])
def test_a_code_that_rows_lack_or_share_identifies_none(sheet: Path, types: Types, codes: list[str]) -> None:
    written(sheet, ["得意先CD", "企業名"], [codes[0], "山田商事"], [codes[1], "佐藤工業"])
    assert types("init", sheet.name, "--json").document["sheets"][0]["good"] == 2
    assert key_of(sheet.parent) == []


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        pytest.param("顧客コード", ["顧客コード", "担当者名"], id="the connector goes by it"),
        pytest.param("得意先CD", [], id="the connector goes by names"),
    ],
)
def test_a_companys_code_over_several_persons_does_not_identify_them_alone(
    sheet: Path, types: Types, heading: str, key: list[str]
) -> None:
    written(sheet, [heading, "企業名", "担当者名"], ["1", "山田商事", "山田 太郎"], ["1", "山田商事", "佐藤 花子"])
    assert types("init", sheet.name, "--json").document["sheets"][0]["good"] == 2
    assert key_of(sheet.parent) == key


@pytest.mark.parametrize(("heading", "key"), [("請求番号", ["請求番号"]), ("整理", ["請求日", "取引先名", "請求金額"])])
def test_a_list_of_invoices_becomes_bills_that_are_linked_to_the_customers_of_another_list(
    sheet: Path, types: Types, heading: str, key: list[str]
) -> None:
    headings = [heading, "請求日", "取引先コード", "取引先名", "請求金額"]
    rows = [["I-1", "2025/4/1", "C1", "㈱山田商事", "1,000"], ["I-2", "2025/5/1", "C1", "㈱山田商事", "1,000"]]
    bills = written(sheet.parent / "請求.xlsx", headings, *rows)
    customers = written(sheet, ["取引先コード", "企業名"], ["C1", "㈱山田商事"], ["C2", "佐藤工業"])
    told = types("init", customers.name, bills.name)
    assert "請求.xlsx は請求書の一覧なので" in told.out
    assert load_config(sheet.parent / "config.yaml").settings.connections["請求"].settings["key"] == key
    golden = types("sync", "--json").document["golden"]
    assert (golden["company"], golden["invoice"]) == (2, 2)
    assert "ひもづけ済み 2、" in types("invoices", "list").out


@pytest.fixture
def lists(sheet: Path) -> Path:
    """A folder with a workbook, a CSV file, and what is no list."""
    folder = sheet.parent / "顧客"
    folder.mkdir()
    written(folder / "得意先.xlsx", ["得意先CD", "企業名"], ["1", "山田商事"])
    (folder / "会員.csv").write_text("会員番号,氏名\n1,山田 太郎\n", encoding="cp932")
    for name in ("~$得意先.xlsx", "得意先.xlsx.bak", ".隠し.csv", "案内.pdf"):
        (folder / name).write_text("これは表ではない", encoding="utf-8")
    return folder


def test_all_lists_of_a_folder_are_proposed(lists: Path, types: Types) -> None:
    document = types("init", lists.name, "--json").document
    assert [one["connection"] for one in document["sheets"]] == ["会員", "得意先"]
    assert document["left_out"] == []
    assert types("check", "--connect").code == 0


def test_a_list_of_a_folder_that_cannot_be_proposed_is_named_with_its_reason(lists: Path, types: Types) -> None:
    (lists / "空.csv").write_text("", encoding="utf-8")
    said = types("--lang", "ja", "init", lists.name)
    assert said.code == 0
    assert "提案に入れていません: 空.csv: ファイルが空です" in " ".join(said.out.split())
    assert types("check").code == 0


def test_a_list_beside_the_one_that_was_named_is_told_with_the_command_that_adds_it(lists: Path, types: Types) -> None:
    said = types("--lang", "ja", "init", f"{lists.name}/得意先.xlsx", "--dir", "out", "--json").document
    assert said["left_out"] == [{"source": "顧客/会員.csv", "reason": ""}]
    told = types("--lang", "ja", "init", f"{lists.name}/得意先.xlsx", "--dir", "out", "--force").out
    [line] = [line for line in told.splitlines() if "hub init" in line]
    assert types(*shlex.split(line[line.index("hub init") :])[1:]).code == 0
    assert list(load_config(lists.parent / "out" / "config.yaml").settings.connections) == ["得意先", "会員"]


def test_of_very_many_lists_beside_it_only_some_are_named_and_their_folder(lists: Path, types: Types) -> None:
    for number in range(20):
        (lists / f"{number}.csv").write_text(f"会員番号,氏名\n{number},山田 太郎\n", encoding="utf-8")
    said = types("--lang", "ja", "init", f"{lists.name}/得意先.xlsx").out
    assert said.count("同じフォルダーにあります") == 5
    assert "ほか 16 個" in said
    assert f"hub init {lists.name} --force" in said.replace("'", "")


def test_a_folder_without_lists_is_told_in_words(sheet: Path, types: Types) -> None:
    (sheet.parent / "空").mkdir()
    said = types("init", "空")
    assert said.code == 1
    assert ".xlsx" in said.err


TWO_ROWS = [["企業名", "担当者名", "連絡先", "", ""], ["", "", "電話番号", "FAX", "メール"]]
TWO_ROWS += [["山田商事", "山田 太郎", "03-1234-5678", "", "taro@yamada.example.jp"]]


def test_two_rows_of_headings_that_are_not_merged_downwards_are_both_read(sheet: Path, types: Types) -> None:
    upper = ["得意先コード", "企業名", "業種", "住所", "備考", "担当者", "", "連絡先", ""]
    lower = ["", "", "", "", "", "氏名", "フリガナ", "電話番号", "FAX"]
    row = ["1", "山田商事", "卸売", "東京都千代田区丸の内1-1", "", "山田 太郎", "ヤマダ タロウ", "03-1234-5678", ""]
    book = load_workbook(written(sheet, ["顧客一覧"], upper, lower, row))
    assert book.active is not None
    for cells in ("F2:G2", "H2:I2"):
        book.active.merge_cells(cells)
    book.save(sheet)
    proposed = types("init", sheet.name, "--json").document["sheets"][0]
    assert (proposed["headings"], proposed["used"], proposed["rows"], proposed["good"]) == (9, 9, 1, 1)
    assert proposed["below"] == []
    assert types("check", "--connect").code == 0
    assert types("sync", "--json").document["golden"]["person"] == 1


def test_a_second_row_of_headings_in_a_csv_file_is_told(sheet: Path, types: Types) -> None:
    path = sheet.parent / "二段.csv"
    path.write_text("\n".join(",".join(row) for row in TWO_ROWS), encoding="cp932")
    said = types("--lang", "ja", "init", path.name).out
    assert "見出しの下の行も見出しのようです（電話番号" in said
    assert types("check").code == 0


def test_each_push_that_is_commented_out_stands_under_its_stream(sheet: Path, types: Types) -> None:
    config = sheet.parent / "config.yaml"
    for arguments in (("init",), ("init", sheet.name, "--force")):
        types(*arguments)
        text = re.sub(r"^(  (?:# )? +)# push:", r"\1push:", config.read_text(encoding="utf-8"), flags=re.MULTILINE)
        config.write_text(re.sub(r"^  # (?= *[a-z_]+:)", "  ", text, flags=re.MULTILINE), encoding="utf-8")
        connections = load_config(config).settings.connections
        assert "hubspot" in connections
        assert all(stream.push.update for one in connections.values() for stream in one.streams.values())


def test_two_sheets_of_one_name_become_two_connections(sheet: Path, types: Types) -> None:
    (sheet.parent / "b").mkdir()
    (sheet.parent / "b" / sheet.name).write_bytes(sheet.read_bytes())
    types("init", sheet.name, f"b/{sheet.name}")
    assert list(load_config(sheet.parent / "config.yaml").settings.connections) == ["顧客台帳", "顧客台帳-2"]


def test_a_sheet_that_is_missing_is_told_in_words(sheet: Path, types: Types) -> None:
    missing = types("init", "どこにもない.xlsx")
    assert missing.code == 1
    assert "どこにもない.xlsx" in missing.err


def test_a_sheet_without_rows_asks_for_one(sheet: Path, types: Types) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(HEADINGS)
    book.save(sheet)
    book.close()
    assert types("init", sheet.name).code == 1


def test_a_sheet_of_which_no_row_can_be_read_says_why(sheet: Path, types: Types) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(HEADINGS)
    book.active.append([ROW[0], "=1+1", *ROW[2:]])
    book.save(sheet)
    book.close()
    said = types("init", sheet.name)
    assert said.code == 1
    assert "1 行を見ましたが、読める行がありません" in said.err
    assert "B2" in said.err
    assert "計算結果のない数式です" in said.err


def test_a_proposed_configuration_has_times_for_hub_run(sheet: Path, types: Types) -> None:
    types("init", sheet.name)
    [connection] = load_config(sheet.parent / "config.yaml").settings.connections.values()
    assert connection.schedule.pull == parse_trigger("every 15m")


def test_what_cannot_be_read_is_counted_with_its_reason(sheet: Path, types: Types) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(HEADINGS)
    book.active.append([*ROW[:8], "そのうち", *ROW[9:]])
    book.save(sheet)
    book.close()
    proposed = types("init", sheet.name, "--json").document["sheets"][0]
    assert (proposed["rows"], proposed["good"], len(proposed["unread"])) == (1, 0, 1)
