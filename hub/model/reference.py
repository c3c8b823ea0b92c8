"""The reference page of the model, written by the model itself so that it is never out of date."""

from __future__ import annotations

from collections.abc import Iterable

from hub.model.derived import DERIVED_LABELS
from hub.model.schema import CanonicalSchema
from hub.model.spec import FieldSpec

_INTRODUCTION = """# 項目一覧 / The canonical model

このページは `hub/model` から自動生成されます。直接編集しないでください。
各項目の名前はマッピングと文書 (JSON) で使うもの、表示名は画面・CLI・Excel で使うものです。
「個人」はログに値を出さない項目、「同意」は連絡の可否を表す項目です。同じグループの項目はまとめて採用されます。

This page is generated from `hub/model`; do not edit it. Names are those of mappings and documents (JSON), labels
those of the console, the CLI and Excel. Values of *personal* items are never logged, *consent* items say whether
somebody may be contacted, and items of one group survive together.
"""

_FORMS = """## 値の書き方 / How values are written

| 種類 kind | 文書での形 form in a document |
|---|---|
| text, company_name, person_name, kana, code | 空でない文字列 a text that is not empty |
| phone, email, url, postal_code, prefecture, street | 空でない文字列 a text that is not empty |
| corporate_number | `"7000012050002"` |
| invoice_number | `"T7000012050002"` |
| date | `"2024-05-01"` |
| datetime | `"2024-05-01T09:00:00+09:00"` |
| integer | `30` |
| number, money | `"1200"`, `"1.5"` |
| choice | 下の表の値 one of the values in the tables below |
| boolean | `true`, `false` |
| ref | `"company/42"` |
| text_list | `["…", "…"]` |
| lines, addresses | `[{…}, {…}]` |

書き方だけが違う値は、同じ値として比べます。読んだとおりに残し、書き直しません。
例: 全角と半角、`㈱` と `株式会社`、`03-1234-5678` と `+81312345678`、`東京` と `東京都`。
street（住所の文字）では、`北一条西4丁目4番` と `北1条西４－４`、`1の2の3` と `1-2-3`。
部屋・建物・別の番号が加わった値は別の値です（`1-2-3` と `1-2-3-405`、`西4丁目` と `西4番地`）。

Values that differ in their writing only are compared as equal; they stay as they were read and are not written anew.
Of a street that is its width, spaces beside Japanese letters, hyphens, the words of a block and kanji for its numbers;
a room, a building or another number makes another value.
"""

_DERIVED = """## 計算項目 / Derived figures

保存されず、購買・請求・入金から毎回計算されます。計算式は `hub/model/derived.py` にあります。
SQL のビュー `company_figures` と `person_figures` に同じ名前の列があり、`id` で `companies`、`people` と
結べます。日は設定の `time_zone` の日です。
SQLite では割り算の最後の桁（0.01）が違うことがあります。読むたびに足し合わせるので、顧客 10 万件につき数秒かかります。

Never stored: computed from purchases, invoices and payments each time; the formulas stand in `hub/model/derived.py`.
The SQL views `company_figures` and `person_figures` have a column of the same name for each, and the `id` of
`companies` and `people`. Days are those of `time_zone`; on SQLite a quotient may differ in its last hundredth. They are
added up whenever they are read, some seconds for 100,000 customers.
"""


def reference_page() -> str:
    """The whole page in Markdown."""
    schema = CanonicalSchema()
    sections = [_INTRODUCTION, _FORMS, *(_entity_section(schema, entity) for entity in schema.entities)]
    derived = (f"| `{name}` | {ja} | {en} |" for name, (ja, en) in DERIVED_LABELS.items())
    sections.append(_DERIVED + "\n" + _table("| 項目 name | 日本語 | English |", derived))
    return "\n".join(sections)


def _entity_section(schema: CanonicalSchema, entity: str) -> str:
    title = f"## {schema.entity_label(entity, 'ja')} / {schema.entity_label(entity, 'en')} (`{entity}`)\n\n"
    head = "| 項目 name | 日本語 | English | 種類 kind | グループ group | 備考 notes |"
    return title + _table(head, map(_row, schema.fields(entity).values()))


def _table(head: str, rows: Iterable[str]) -> str:
    rule = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([head, rule, *rows]) + "\n"


def _row(spec: FieldSpec) -> str:
    cells = (f"`{spec.name}`", spec.label_ja, spec.label_en, spec.kind, spec.group or "", "; ".join(_notes(spec)))
    return "| " + " | ".join(cells) + " |"


def _notes(spec: FieldSpec) -> Iterable[str]:
    if spec.personal:
        yield "個人 personal"
    if spec.consent:
        yield "同意 consent"
    if spec.ref_entity:
        yield f"→ `{spec.ref_entity}`"
    if spec.choices:
        yield ", ".join(f"`{choice.value}` {choice.label_ja}" for choice in spec.choices)
