"""Why a steward's wish was refused, in Japanese; the English is the steward's floor's own."""

from __future__ import annotations

from hub.steward.refusals import ENGLISH, Refusal

_JAPANESE: dict[Refusal, str] = {
    "plan_outdated": "計画の後に設定が変わりました。計画し直して確かめてください",
    "plan_format": "{file}: 計画の形式が {found} で、この hub が読むのは {wanted} です。hub plan で作り直してください",
    "plan_unreadable": "{file}: 保存した計画として読めません（{said}）。hub plan で作り直してください",
    "no_connection": "接続 {names} はありません。設定にあるのは {known}",
    "no_stream": "ストリーム {name} はありません。設定にあるのは {known}",
    "no_golden_name": "'{name}' はゴールデンレコードの名前ではありません。person/12 のように種類と番号で書いてください",
    "no_golden": "ゴールデンレコード {name} はありません。このデータベースで作られたことがありません",
    "other_golden": "{name} はありません。番号 {number} は {found} です",
    "no_record_name": "'{name}' は記録の名前ではありません。接続/ストリーム/ID で書いてください。ストリームは {known}",
    "no_evidence": "証拠を量っていません（量るもの: {known}）。matching: evidence を true にしてください",
    "no_condition": "条件 '{text}' は読めません。score>=4、worth<1、invoices>=1、evidence=same_name、"
    "evidence!=different_phones のように書いてください",
    "no_such_evidence": "証拠 '{text}' はありません。近いものは {near}（`hub match review --json` にすべて出ます）",
    "not_weighed": "{names} はまだ量っていません。先に hub sync を",
    "no_record": "記録 {name} はありません。まだ読み込んでいないか、ID が違います",
    "in_quarantine": "{name} は隔離中です: {said}。元かここで直して hub quarantine retry を実行してください",
    "no_part": "{name} にその部分はありません。あるのは {known}",
    "several_parts": "{name} には部分がいくつもあります。どれか一つを付けてください: {known}",
    "not_quarantined": "隔離中に {numbers} 番はありません。番号は hub quarantine list で分かります",
    "no_author": "決定には決めた人の名前が要ります。誰が決めるのかを示してください",
    "no_conflict": "競合 {number} 番はありません。番号は hub conflicts list で分かります",
    "conflict_decided": "競合 {number} は {author} が {at} に決めました。先に hub revoke で取り消してください",
    "no_choice": "選択肢 {number} はありません。{known} のどれかです",
    "no_members": "ゴールデンレコード {number} には、もう元の記録がありません。hub sync の後で確かめてください",
    "no_field": "{entity} に項目 '{name}' はありません。あるのは {known}",
    "not_of_unit": "{names}: {unit} の項目ではありません。{unit} にあるのは {known}",
    "bad_value": "この値は受け付けられません: {said}",
    "unreadable": "{field} の値として読めません: {said}",
    "typed_group": "{unit} は {fields} を一緒に決めます。{example} のように書いてください",
    "other_entity": "{field} が指すのは {wanted} で、{name} は {found} です。{wanted} を指定してください",
    "no_proof": "{fields}: 本人の同意が何で、いつのものか分かる根拠を --reason に書いてください",
    "no_decision": "決定 {number} 番はありません。決定は hub explain で分かります",
    "decision_revoked": "決定 {number} は {at} にもう取り消されています",
    "decision_holds": "決定 {number} は競合の保留です。その競合のほうを決めてください（hub conflicts decide）",
    "opt_out_stays": "決定 {number} は拒否なので取り消せません。本人が同意したのなら、"
    "その根拠を --reason に書いて {name} の {unit} を hub pin で固定してください",
    "not_pinned": "{name} の {field} は固定されていません。今の値の理由は hub explain で分かります",
    "same_record": "{one} と {other} は同じ記録です。別の二つを指定してください",
    "two_kinds": "{one} は {kind}、{other} は {other_kind} です。同じ種類の二つを指定してください",
    "not_resolved": "{name} はまだ名寄せされていません。先に hub sync を実行してください",
    "walled": "{one} と {other} は別のものと決められていて、{golden} に属しています。"
    "先にその決定を取り消してください（hub revoke）",
    "undo_what": "何を元に戻すのかを指定してください: 実行、記録やその項目、または決定か統合のどれか一つ",
    "undo_whose_field": "どの実行、またはどの記録の項目なのかを指定してください",
    "undo_nothing": "それに当たる書き込みはありません。実行は hub status、書き込みは hub explain で分かります",
    "undo_whole": "実行 {number} は「元に戻す」実行です。項目を指定せず、全体で元に戻してください",
    "not_a_person": "{text} は個人ではありません。消去できるのは個人だけです",
    "not_erased": "{text} という名前で消去した個人はいません",
    "erasure_unfounded": "消去にも、その取りやめにも理由が要ります。--reason に書いてください",
    "erasure_waits": "{text} への書き込み {count} 件の結果がまだ分かりません。先に hub sync を実行してください",
    "erasure_not_wiped": "{text} は消去しましたが、ほかのプログラムが読んでいるファイルに古いページが残ります。"
    "それを閉じてください。次に hub を動かした時に消えます",
    "was_erased": "{text} は消去されています。システムから戻すには hub erase {text} --lift",
    "no_run": "実行 {number} はありません。最近の実行は hub status で分かります",
    "not_merged": "{name} はほかへ統合されていません。統合されて消えたゴールデンレコードを指定してください",
    "file_exists": "{file} はもうあります。別のファイル名にしてください",
    "bundle_unreadable": "{file}: 記録一式を読めません（{said}）。場所と権限を確かめてください",
    "bundle_none": "{file}: データベースですが、実行の記録一式ではありません。"
    "hub bundle make 実行 ファイル で作ってください",
    "bundle_broken": "{file}: 実行の記録一式ではありません（{said}）。hub bundle make 実行 ファイル で作ってください",
    "bundle_format": "{file}: 記録一式の形式が {found} で、この hub が読むのは {wanted} です。"
    "作った時と同じ版の hub で読んでください",
    "no_user": "利用者 {name} はいません。利用者は {known}",
    "user_exists": "利用者 {name} はもういます。別の名前にするか、その利用者を再び有効にしてください",
    "bad_user_name": "'{name}' は利用者の名前にできません。空白・引用符・&・山括弧を含まない64文字までで付けてください",
    "no_role": "役割 {name} はありません。選べるのは {known}",
    "last_admin": "{name} はサインインできる最後の admin です。先にほかの admin を作ってください",
    "conflict_moved": "競合 {number} は表示した後に変わりました。もう一度見てから決めてください",
    "no_bill": "'{name}' は請求書でも入金でもありません。invoice/12 や payment/12 のように書いてください",
    "bill_not_linked_yet": "{name} の顧客はまだ調べていません。先に hub sync を実行してください",
    "bill_not_decided": "{name} の顧客は誰も決めていないので、取り消すものがありません",
    "bill_moved": "{name} は表示した後に変わりました（{author}、{at}）。もう一度見てから決めてください",
    "no_customer": "'{name}' は顧客ではありません。company/3 か person/4、または none と書いてください",
    "no_register": "{file}: 登録番号の一覧として読めません。登録番号の列と、取消年月日か失効年月日の列が要ります"
    "（UTF-8）",
    "no_day": "'{text}' は日付ではありません。2026-03-31 のように書いてください",
    "no_amount": "'{text}' は金額ではありません。11000 のように書いてください",
    "no_token": "トークン {number} はありません。hub tokens list で確かめてください",
    "token_revoked": "トークン {number} は {at} に取り消されています",
    "no_scope": "権限 {name} はありません。選べるのは {known}",
    "scope_too_high": "{scope} には役割 {needed} が必要で、{user} は {role} です。"
    "先に役割を変えるか、その権限を外してください",
    "factor_is_on": "2段階認証はもう使っています。先に外してください",
    "no_key": "設定に鍵がありません。`hub secrets key` で作り、store.key に ${{file:hub.key}} と書いてください",
}

REFUSALS: dict[str, tuple[str, str]] = {f"refusal.{code}": (_JAPANESE[code], ENGLISH[code]) for code in ENGLISH}
