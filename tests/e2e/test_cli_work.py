"""What an operator does in a week: plan, apply, sync, look, decide, mend."""

from __future__ import annotations

import csv
import json

import pytest

from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import NO_NUMBER, YAMADA, Office, yamada

__all__ = ["office", "types"]


@pytest.fixture
def synced(office: Office, types: Types) -> Office:
    """Two lists that agree."""
    office.configure("conflicts: {default: review}\n")
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    return office


@pytest.fixture
def quarrel(synced: Office, types: Types) -> Office:
    """Both sides have edited the phone; the conflict waits."""
    synced.list_customers("sales", yamada("03-1111-1111", at="2026-04-02 09:00"))
    synced.list_customers("books", yamada("03-2222-2222", at="2026-04-03 09:00"))
    types("sync")
    return synced


def test_a_plan_tells_the_change_its_reason_and_its_cost(synced: Office, types: Types) -> None:
    synced.list_customers("sales", yamada(notes="重要顧客", at="2026-04-02 09:00"))
    plan = types("plan")
    for word in ("books/rows", "備考", "— → 重要顧客", "sales/rows/C1#company", "最新", "要求 1 回"):
        assert word in plan.out


def test_a_plan_writes_nothing(synced: Office, types: Types) -> None:
    synced.list_customers("sales", yamada(notes="重要顧客", at="2026-04-02 09:00"))
    types("plan")
    assert synced.customers("books")[0]["備考"] == ""


def test_a_kept_plan_is_applied_as_it_is(synced: Office, types: Types) -> None:
    synced.list_customers("sales", yamada(notes="重要顧客", at="2026-04-02 09:00"))
    types("plan", "--out", "plan.json")
    applied = types("apply", "plan.json")
    assert (applied.code, synced.customers("books")[0]["備考"]) == (0, "重要顧客")


def test_a_file_that_is_no_plan_is_refused_in_words(synced: Office, types: Types) -> None:
    synced.write("plan.json", "{")
    refused = types("apply", "plan.json")
    assert refused.code == 1
    assert "plan.json" in refused.err
    assert "Traceback" not in refused.err


def test_a_run_tells_what_was_merged(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    report = types("sync")
    assert "sales/rows/C1#company" in report.out
    assert "根拠: 同じ法人番号" in report.out
    assert "hub explain company/1" in report.out


def test_a_run_speaks_english_too(synced: Office, types: Types) -> None:
    report = types("--lang", "en", "sync")
    assert "Nothing was written." in report.out


def test_the_configuration_chooses_the_language_where_nobody_else_does(synced: Office, types: Types) -> None:
    synced.configure(**{"language: ja": "language: en"})
    assert "Nothing was written." in types("sync").out


def test_released_writes_leave(office: Office, types: Types) -> None:
    office.configure("brake: {max_changes: 0, max_share: 0}\n")
    office.list_customers("sales", yamada(notes="重要", at="2026-04-02 09:00"))
    office.list_customers("books", yamada())
    held = types("sync")
    assert "歯止め" in held.out
    assert types("sync", "--release").code == 0
    assert office.customers("books")[0]["備考"] == "重要"


def test_only_names_one_connection(synced: Office, types: Types) -> None:
    assert list(types("sync", "--only", "sales", "--json").document["pulls"]) == ["sales/rows"]


def test_only_refuses_a_name_that_there_is_not(synced: Office, types: Types) -> None:
    refused = types("sync", "--only", "seles")
    assert refused.code == 1
    assert "books" in refused.err


def test_explain_shows_a_record_with_its_labels(synced: Office, types: Types) -> None:
    story = types("explain", "company/1")
    assert "電話番号" in story.out
    assert "+81312345678" in story.out


@pytest.mark.parametrize("label", ["電話番号", "Phone"])
def test_a_field_may_be_named_as_the_hub_itself_calls_it(synced: Office, types: Types, label: str) -> None:
    assert types("explain", "company/1", label).out == types("explain", "company/1", "phone").out
    assert types("explain", "company/1", label, "--at", "2999-01-01").code == 0
    assert types("pin", "company/1", label, "03-1234-5678").code == 0
    assert types("unpin", "company/1", label).code == 0


def test_who_parts_a_golden_record_is_told_its_records(synced: Office, types: Types) -> None:
    refused = types("part", "company/1", "company/1")
    assert refused.code == 1
    assert "company/1 はゴールデンレコードです。そのうちの一件を名前で書いてください: " in refused.err
    assert "sales/rows/C1#company" in refused.err


@pytest.mark.parametrize(
    ("lang", "who", "past"), [("ja", "が ", "固定 — 決定（実行"), ("en", "decided by ", "固定 — a decision (run")]
)
def test_explain_tells_a_decision_by_who_made_it_and_no_system(
    synced: Office, types: Types, lang: str, who: str, past: str
) -> None:
    types("pin", "company/1", "notes", "仮")
    types("sync")
    types("pin", "company/1", "notes", "固定")
    types("sync")
    told = types("explain", "company/1", "notes", "--lang", lang).out
    assert (who in told, past in told, "edited in" in told, "に変更" in told) == (True, True, False, False)


def test_explain_tells_who_said_what(quarrel: Office, types: Types) -> None:
    story = types("explain", "company/1", "phone", "--json").document
    claims = {claim["source"] for claim in story["records"][0]["fields"][0]["losers"]}
    assert claims == {"sales/rows/C1#company", "books/rows/C1#company"}


def test_a_conflict_is_listed_with_both_values(quarrel: Office, types: Types) -> None:
    listed = types("conflicts", "list")
    assert listed.code == 3
    assert "+81311111111" in listed.out
    assert "+81322222222" in listed.out


@pytest.mark.parametrize(
    ("choice", "phone"),
    [("1", None), ("sales", "+81311111111"), ("03-9999-9999", "+81399999999"), ("0", "+81312345678")],
)
def test_a_conflict_is_decided_by_number_by_connection_or_by_value(
    quarrel: Office, types: Types, choice: str, phone: str | None
) -> None:
    shown = types("conflicts", "show", "1", "--json").document["conflict"]["choices"]
    decided = types("conflicts", "decide", "1", choice, "--reason", "電話で確認", "--json")
    expected = phone or shown[1]["values"]["phone"]
    assert (decided.code, decided.document["values"]) == (0, {"phone": expected})


def test_a_number_that_is_no_choice_is_a_slip_and_never_written(quarrel: Office, types: Types) -> None:
    decided = types("conflicts", "decide", "1", "9")
    assert decided.code == 1
    assert all(word in decided.err for word in ("phone", "「9」", "0: ", "1: ", "2: ", "--value 03-1234-5678"))
    assert types("conflicts", "list").code == 3


@pytest.mark.parametrize(
    "words", [["saels"], ["--value", "saels"], ["03-12"], [], ["1", "--value", "03-9999-9999"], ["-"]]
)
def test_a_word_that_is_neither_a_choice_nor_a_phone_is_never_written(
    quarrel: Office, types: Types, words: list[str]
) -> None:
    decided = types("conflicts", "decide", "1", *words)
    waits = types("conflicts", "list").code
    assert (decided.code, waits) == ((0, 0) if words == ["-"] else (1, 3))


def test_free_text_is_given_only_as_a_value(synced: Office, types: Types) -> None:
    synced.list_customers("sales", yamada(notes="重要", at="2026-04-02 09:00"))
    synced.list_customers("books", yamada(notes="休眠", at="2026-04-03 09:00"))
    types("sync")
    slip = types("--lang", "en", "conflicts", "decide", "1", "saels")
    assert (slip.code, "--value" in slip.err, "notes" in slip.err) == (1, True, True)
    done = types("conflicts", "decide", "1", "--value", "両方とも古い", "--json")
    assert (done.code, done.document["values"]) == (0, {"notes": "両方とも古い"})


@pytest.mark.parametrize(("field", "value"), [("phone", "abc"), ("email", "x"), ("url", "daichou")])
def test_what_is_no_value_of_the_field_is_no_pin(synced: Office, types: Types, field: str, value: str) -> None:
    refused = types("--lang", "en", "pin", "company/1", field, value)
    assert (refused.code, f"'{value}' is no value of {field}" in refused.err) == (1, True)


def test_a_decision_reaches_both_systems(quarrel: Office, types: Types) -> None:
    types("conflicts", "decide", "1", "sales", "--reason", "電話で確認")
    assert types("sync").code == 0
    assert {row[0]["電話番号"] for row in (quarrel.customers("sales"), quarrel.customers("books"))} == {"03-1111-1111"}


def test_a_decision_that_is_taken_back_waits_again(quarrel: Office, types: Types) -> None:
    decided = types("conflicts", "decide", "1", "sales", "--json").document
    types("revoke", str(decided["decision"]))
    assert types("conflicts", "list").code == 3


def test_what_waits_is_decided_by_a_rule_after_it_was_shown(quarrel: Office, types: Types) -> None:
    rules = types("conflicts", "rules", "company", "phone")
    assert (rules.code, "phone: {strategy: most_recent, conflict: auto}" in rules.out) == (0, True)
    shown = types("conflicts", "rules", "company", "phone", "--by", "source_priority:sales:books")
    assert (shown.code, "+81311111111" in shown.out, "まだ何も決めていません" in shown.out) == (2, True, True)
    done = types("conflicts", "rules", "company", "phone", "--by", "source_priority:sales:books", "--yes")
    assert (done.code, types("conflicts", "list").code, "hub match revoke" in done.out) == (0, 0, True)
    assert types("conflicts", "rules", "company", "phone", "--by", "x").code == 1
    assert types("conflicts", "rules", "nothing", "phone").code == 1


def test_no_conflict_is_said_so(synced: Office, types: Types) -> None:
    assert types("conflicts", "list").out.strip() == "決定を待つ競合はありません。"


def test_a_pinned_value_stands_until_it_is_unpinned(synced: Office, types: Types) -> None:
    types("pin", "company/1", "phone", "03-5555-5555", "--reason", "代表番号")
    types("sync")
    pinned = types("explain", "company/1", "phone", "--json").document["records"][0]["fields"][0]
    types("unpin", "company/1", "phone")
    types("sync")
    free = types("explain", "company/1", "phone", "--json").document["records"][0]["fields"][0]
    assert (pinned["value"], pinned["rule"], free["rule"]) == ("+81355555555", "pinned", "most_recent")


def test_a_value_of_another_kind_is_no_pin(synced: Office, types: Types) -> None:
    refused = types("pin", "company/1", "founded_on", "いつか", "--json")
    assert (refused.code, refused.document["error"]["kind"]) == (1, "steward")


def test_records_are_parted_and_joined(synced: Office, types: Types) -> None:
    names = ("sales/rows/C1", "books/rows/C1")
    assert types("part", *names, "--reason", "同名の別会社").code == 0
    apart = types("sync", "--json").document["golden"]["company"]
    assert types("join", *names).code == 0
    together = types("sync", "--json").document["golden"]["company"]
    assert (apart, together) == (2, 1)


def test_golden_records_are_joined_by_their_names(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    office.list_customers("books", ("B7", "", "Yamada Trading", "", "", "2026-04-01 09:00"))
    types("sync")
    types("join", "company/1", "company/2")
    assert types("sync", "--json").document["golden"] == {"company": 1}


def test_a_bad_record_is_quarantined_listed_and_retried(office: Office, types: Types) -> None:
    office.list_customers("sales", ("C9", NO_NUMBER, "株式会社番号違い", "", "", "2026-04-01 09:00"))
    office.list_customers("books", yamada())
    assert types("sync").code == 4
    listed = types("quarantine", "list")
    assert "sales/rows/C9" in listed.out
    assert types("quarantine", "retry").code == 4


def test_a_later_run_still_tells_of_the_records_in_quarantine(office: Office, types: Types) -> None:
    office.list_customers("sales", ("C9", NO_NUMBER, "株式会社番号違い", "", "", "2026-04-01 09:00"))
    office.list_customers("books", yamada())
    types("sync")
    later = types("sync", "--lang", "en")
    assert later.code == 4
    assert "sales/rows: 1 record stands in quarantine" in later.out
    assert "All systems are in step" not in later.out


def test_a_record_passes_once_its_mapping_is_mended(office: Office, types: Types) -> None:
    office.list_customers("sales", ("C9", NO_NUMBER, "株式会社番号違い", "", "", "2026-04-01 09:00"))
    office.list_customers("books", yamada())
    types("sync")
    mended = (
        (office.folder / "rows.yaml")
        .read_text(encoding="utf-8")
        .replace("corporate_number: 法人番号", "notes: 法人番号")
    )
    office.write("rows.yaml", mended.replace("      notes: 備考\n", ""))
    retried = types("quarantine", "retry", "1")
    assert retried.code == 0
    assert types("quarantine", "list").out.strip() == "取り込めなかった記録はありません。"


def test_status_shows_streams_and_runs(synced: Office, types: Types) -> None:
    status = types("status")
    assert status.code == 0
    assert "sales/rows" in status.out
    assert "最近の実行" in status.out


def test_status_raises_the_alarm_for_a_stopped_connection(synced: Office, types: Types) -> None:
    (synced.folder / "books.csv").unlink()
    types("sync")
    status = types("status", "--json")
    assert (status.code, status.document["alarms"][0]["kind"]) == (4, "paused")


def test_check_reaches_every_system_when_asked(synced: Office, types: Types) -> None:
    checked = types("check", "--connect", "--json")
    assert checked.code == 0
    assert [item["name"] for item in checked.document["items"] if item["kind"] == "connection"] == ["sales", "books"]


def test_check_tells_which_system_cannot_be_reached(synced: Office, types: Types) -> None:
    (synced.folder / "books.csv").unlink()
    assert types("check", "--connect").code == 4


def test_check_runs_the_examples_of_mappings(synced: Office, types: Types) -> None:
    examples = "examples:\n  - in: {コード: C1, 会社名: 株式会社甲}\n    out: {company: {code: C1, name: 株式会社乙}}\n"
    synced.write("rows.yaml", (synced.folder / "rows.yaml").read_text(encoding="utf-8") + examples)
    wrong = types("check")
    assert wrong.code == 5
    assert "rows.yaml:16:5: company.name" in wrong.out


def test_schema_is_a_document_that_editors_read(types: Types) -> None:
    assert json.loads(types("schema").out)["properties"]["hub"]


def test_schema_stands_in_our_document_for_programs(types: Types) -> None:
    document = types("schema", "--json").document
    assert (document["format"], document["command"]) == (1, "schema")


def test_every_built_in_connector_has_a_card_with_streams(types: Types) -> None:
    cards = types("connectors", "--json").document["connectors"]
    assert {card["code"]: bool(card["streams"]) for card in cards} == dict.fromkeys(
        ("email", "excel", "freee", "hubspot", "sansan", "vcard"), True
    )


@pytest.mark.parametrize(
    ("lang", "told"), [("ja", "読み書き（作成・更新）"), ("en", "read and write (create, update)")]
)
def test_a_card_tells_in_the_readers_language_what_can_be_written(types: Types, lang: str, told: str) -> None:
    assert told in types("--lang", lang, "connectors").out


@pytest.mark.parametrize("command", [["status"], ["plan"], ["conflicts", "list"], ["quarantine", "list"], ["sync"]])
@pytest.mark.parametrize("place", ["before", "after"])
def test_json_is_one_document_wherever_the_option_stands(
    synced: Office, types: Types, command: list[str], place: str
) -> None:
    arguments = ["--json", *command] if place == "before" else [*command, "--json"]
    document = types(*arguments).document
    assert (document["format"], document["command"]) == (1, " ".join(command))


def test_the_version_is_told(types: Types) -> None:
    assert types("--version").out.startswith("customer-hub ")


def test_another_configuration_is_named(synced: Office, types: Types) -> None:
    (synced.folder / "config.yaml").rename(synced.folder / "other.yaml")
    assert types("status", "-c", "other.yaml").code == 0


def test_the_environment_names_the_configuration(synced: Office, types: Types, monkeypatch: pytest.MonkeyPatch) -> None:
    (synced.folder / "config.yaml").rename(synced.folder / "other.yaml")
    monkeypatch.setenv("HUB_CONFIG", "other.yaml")
    assert types("status").code == 0


def test_a_missing_configuration_says_what_to_do(office: Office, types: Types) -> None:
    (office.folder / "config.yaml").unlink()
    missing = types("sync")
    assert missing.code == 5
    assert "config.yaml" in missing.err


def test_verbose_shows_where_an_error_came_from(synced: Office, types: Types) -> None:
    assert "Traceback" in types("explain", "company/99", "--verbose").err


BILLED = """
mapping: 1
connector: excel
stream: rows
when: 更新日時
parts:
  company:
    fields:
      code: {from: コード, write: never}
      corporate_number: 法人番号
      name: 会社名
  purchase:
    entity: purchase
    requires: 備考
    fields:
      company: {part: company}
      at: {from: 更新日時, with: datetime}
      amount: {from: 備考, with: money}
"""


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ja", ("累計売上: 3700", "購買回数: 2", "初回購買日: 2026-04-01")),
        ("en", ("Cumulative sales: 3700", "Purchases: 2", "First purchase on: 2026-04-01")),
    ],
)
def test_a_customers_sales_are_added_up_where_it_is_explained(
    office: Office, types: Types, lang: str, words: tuple[str, ...]
) -> None:
    office.write("rows.yaml", BILLED)
    office.list_customers("sales", yamada(notes="1,200円", at="2026-04-01 00:30"))
    office.list_customers("books", yamada(notes="2,500円", at="2026-04-11 09:00"))
    types("sync")
    told = types("explain", "company/1", "--lang", lang).out
    for word in words:
        assert word in told
    figures = types("explain", "company/1", "--json").document["records"][0]["figures"]
    assert (figures["purchases"], figures["frequency_days"], figures["average_price"]) == (2, "10.00", "1850.00")


def test_who_has_bought_nothing_has_no_figures(synced: Office, types: Types) -> None:
    assert types("explain", "company/1", "--json").document["records"][0]["figures"] is None


def test_a_customer_who_stands_twice_in_a_list_is_told_and_written_to_a_sheet(synced: Office, types: Types) -> None:
    double = ("C2", YAMADA, "=山田商事", "", "", "2026-04-02 09:00")
    synced.list_customers("sales", yamada(at="2026-04-01 09:00"), double)
    types("sync")
    told = types("match", "doubles", "--csv", "doubles.csv")
    assert (told.code, "残す  sales/rows/C2" in told.out, "重複  sales/rows/C1" in told.out) == (0, True, True)
    with (synced.folder / "doubles.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["name"], row["stays"], row["double"]) == ("'=山田商事", "sales/rows/C2", "sales/rows/C1")
    assert (row["differing"], row["way"]) == ("code", "by_hand")


def test_a_run_that_is_cut_short_names_no_option_that_it_has_not(office: Office, types: Types) -> None:
    many = [(f"C{n}", "", f"会社{n}商店", f"03-1111-{n:04}", "", "2026-04-01 09:00") for n in range(12)]
    office.list_customers("sales", *many)
    office.list_customers("books", *many)
    said = types("sync").out
    assert ("ほか 2 件" in said, "--all" in said) == (True, False)


def test_a_run_without_a_schedule_is_a_mistake_of_the_configuration(office: Office, types: Types) -> None:
    said = types("--lang", "ja", "run")
    assert said.code == 5
    assert "config.yaml:7:3: schedule のある接続がありません。接続の下に schedule: {pull: every 15m}" in said.err


@pytest.mark.parametrize(
    ("typed", "meant"), [("phon", "phone"), ("fax番号2", "fax"), ("会社の名前", "name"), ("Websites", "url")]
)
def test_a_field_that_there_is_not_is_answered_with_the_nearest(
    office: Office, types: Types, typed: str, meant: str
) -> None:
    office.list_customers("sales", yamada())
    types("sync", "--only", "sales")
    said = types("--lang", "ja", "explain", "company/1", typed)
    assert said.code == 1
    assert f"{meant} のことですか" in said.err
