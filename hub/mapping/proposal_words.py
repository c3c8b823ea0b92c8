"""The remarks of a proposed mapping, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TEXTS: Mapping[str, Mapping[str, Any]] = {
    "ja": {
        "title": "{stream} の見出しから提案した対応表です。読んで、違うところを直してください。",
        "how": "左が項目、from が見出しです。",
        "when": "どの見出しが「いつの情報か」を表すか。見つからなかったので、読んだ時刻を使います。",
        "unread": "見本{total}件のうち{failed}件は読めません",
        "unknown": "対応する項目が見つからなかった見出し。残すなら config.yaml の custom で宣言し、# を外します。",
        "taken": "（同じ項目に別の見出しを使いました）",
        "counted": "{unit}単位の数。セルに円で入り、書式（#,##0, など）だけで{unit}に見せている表なら money に。",
        "words": "（{unit}単位の数ですが、{field} は文字の項目なので換算できません）",
        "bills": "請求書の一覧です。1 行が請求書 1 件で、顧客は作らず、いる顧客に結び付けます（hub invoices）。",
        "purchases": "購買の一覧です。1 行が購買 1 件で、顧客は作りません。",
        "linked": "顧客は {stream} の行です。{heading} が、その行の目印（key）と同じ番号のときに結び付きます。",
        "unlinked": "見本{total}件のうち{failed}件は {stream} にない番号です",
        "alone": (
            "この購買は、まだどの顧客にも結び付きません。結び付けるには:",
            "1. {number} が行の目印（key）になっている顧客の一覧を、この一覧と同じブックのシートにします。",
            "2. もう一度 hub init をします（顧客の一覧も別の接続として読んでいたら、そちらは消します）。",
            "   手で書くなら、config.yaml の sheet と streams に両方のシートを並べ、次の # を外します",
            "   （会員 はシートの名前。会社の一覧なら person は company、#contact は #company）。",
        ),
        "number": "顧客の番号（会員番号、顧客コードなど。この一覧にもその列を加えます）",
        "costs": "数量分の合計の原価として読みます。1 個の原価なら外してください。",
        "key": "行を見分ける目印。新しい行にだけ書き、ほかのシステムのコードで書き換えません。",
        "paid": "入金済みは settled です。例: {from: 状態, values: {入金済: settled, 未入金: unsettled}}",
    },
    "en": {
        "title": "A mapping proposed from the headings of {stream}. Read it and mend what is wrong.",
        "how": "The field stands on the left, its heading after `from`.",
        "when": "Which heading tells how old a row's facts are. None was found, so the time of reading counts.",
        "unread": "{failed} of {total} samples cannot be read",
        "unknown": "Headings without a field. To keep one, declare it under `custom` in config.yaml and remove the #.",
        "taken": "(another heading has this field)",
        "counted": "Numbers in {unit}. Where cells hold yen and only their format (#,##0,) shows {unit}, say money.",
        "words": "(numbers in {unit}, and {field} is a field of words, so that they cannot be converted)",
        "bills": "It lists invoices, one a row. They make no customers and are linked to those that are there "
        "(hub invoices).",
        "purchases": "It lists purchases, one a row, and makes no customers.",
        "linked": "Their customers are the rows of {stream}: linked where {heading} is what tells those rows (key).",
        "unlinked": "of {total} samples, {failed} have a number that {stream} does not have",
        "alone": (
            "These purchases are linked to no customer yet. To link them:",
            "1. Make the list of customers, whose rows are told by {number} (key), a sheet of this list's workbook.",
            "2. Run hub init again (and remove the customers' own connection, if there is one).",
            "   By hand: name both sheets under sheet and streams in config.yaml, and remove the next #",
            "   (会員 is the sheet's name; of companies, person is company, and #contact is #company).",
        ),
        "number": "a number of the customer (会員番号, 顧客コード …; give this list such a column, too)",
        "costs": "Read as the cost of the whole quantity. Remove it where it is that of one.",
        "key": "It tells the rows: written into new ones only, and never over by another system's code.",
        "paid": "settled says that it is paid, as in {from: 状態, values: {入金済: settled, 未入金: unsettled}}",
    },
}
