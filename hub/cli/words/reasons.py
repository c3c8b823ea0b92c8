"""Why something stopped, was held or left out, in Japanese; the English is the engine's own, which its log uses too."""

from __future__ import annotations

from hub.sync.reasons import ENGLISH, Code

_JAPANESE: dict[Code, str] = {
    "said": "「{said}」",
    "retry_later": "少し待ってから続けます:「{said}」",
    "retry_at": "{free_at} より後に続けられます:「{said}」",
    "broken_contract": "相手の答えを理解できません:「{said}」",
    "person_needed": "人の手当てが必要です:「{said}」",
    "brake": "歯止め: 1時間に {writes} 件の書き込み、相手にある記録 {records} 件、許すのは {allowed} 件まで",
    "restored": "{made_at} の控えに戻したので止めています。hub plan で確かめ、hub apply か "
    "hub sync --release で通します",
    "vanished": "歯止め: {stream} の {records} 件のうち {gone} 件が一覧から消えました。削除とはみなしていません。"
    "一覧が全部そろっているか確かめ、本当に消えたのなら hub sync --release",
    "fields_gone": "人の手当てが必要です: {names} が相手になくなりました。顧客の有無や空にするかを決める項目なので、"
    "何も取り込んでいません。相手で元に戻すか、対応表を直してください",
    "unanswered": "{count} 件の書き込みに答えがありません。次に確かめます",
    "interrupted": "途中で止めました。次の実行が続きから始めます",
    "does_not_add_up": "実行 {run} の台帳の数が合いません。台帳を添えて報告してください",
    "fault": "予期しない誤り（{kind}）:「{said}」",
    "undelivered": "お知らせを受け取ってもらえません（{said}）",
    "unsettled": "この記録への前の書き込みの結果がまだ分かりません",
    "refused_before": "同じ書き込みを前に断られました",
    "refused_fields": "{said} は前に断られたため、残りだけを書きます",
    "unread": "隔離中のレコードです",
    "bouncing": "{said} に書いても、相手がそのたびに変えてしまいます",
    "unsure": "相手の索引が古い状態を見せているかもしれません。追いついてから計画し直します",
    "spoken_since": "ほかのシステムで削除された顧客ですが、その後（か前後の分からない時）に編集されたので残します",
    "unheard": "ほかのシステムで削除された顧客です。{said} でその間に言われたことを先に読みます",
    "lacks": "新しい記録には {said} が要ります",
    "nothing_kept": "相手に入れるものがゴールデンレコードにありません",
    "unmappable": "相手の言葉に直せません: {said}",
    "outdated": "保存してあるものより古い",
    "left_out": "対応表が除いている",
    "deleted_unseen": "一度も見ないうちに削除された",
    "exists_there": "相手に {id} としてもうあります:「{said}」",
    "was_there_before": "同じキーの {id} が相手に前からあり、別の顧客のものです。同じ顧客なら `hub join` で結合します",
    "changed_there": "読んだ後に相手で変わりました。計画し直します",
    "gone_there": "その記録は相手にもうありません",
    "denied_there": "相手はその記録がないと答えますが、見るとあります。書き込む権限がないのかもしれません",
    "no_result": "接続部品が結果を返しませんでした。次に確かめます",
    "found_by_pull": "読み込みで見つかりました",
    "settled": "照会で届いていたことを確かめました",
    "lost": "結果が分かりません。{stream} を見て、記録があれば hub sync、なければ hub sync --resend を実行してください",
    "not_arrived": "届いていませんでした。計画し直します",
    "hidden_there": "照会では別の記録しか見えないか、何も見えませんでした。読み込みで確かめ、計画し直します",
    "no_lookup": "結果を照会できません。計画し直します",
    "held_by_apply": "hub apply が見送りました（{said}）",
    "held_by_undo": "hub undo が見送りました。次の hub sync が計画し直します",
    "erased": "消去した個人の記録",
    "before_restore": "控えに戻す前の予定です。計画し直します",
    "erasure_lifted": "消去を取りやめました",
    "not_allowed": "今の設定では、ここへのこの書き込みは許されていません",
    "reconfigured": "設定を変える前の予定です。計画し直します",
}

REASONS: dict[str, tuple[str, str]] = {f"reason.{code}": (_JAPANESE[code], ENGLISH[code]) for code in ENGLISH}
