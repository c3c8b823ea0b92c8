"""Transforms of cells that say two things at once: department and title, contents of a contract and its amount.

What cannot be told apart stays whole in the first field, so that nothing typed by a person is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hub.mapping.problems import TransformError
from hub.mapping.transforms.kind import Transform, as_text
from hub.mapping.transforms.numbers import money
from hub.mapping.transforms.text import split_texts
from hub.normalize.late import late
from hub.normalize.text import tidy

POST = ("department", "title")
CONTRACT = ("products", "amount")

_TITLE_WORDS = """
代表 社長 会長 副社長 専務 常務 取締役 監査役 執行役員 役員 顧問 相談役 理事 理事長 院長 園長 校長 学長 教授 准教授
講師 部長 次長 課長 係長 主任 主査 主事 主幹 参事 室長 局長 所長 支店長 店長 工場長 センター長 本部長 支社長 統括
マネージャー マネジャー リーダー チーフ ディレクター プロデューサー スタッフ 担当 代理 補佐 秘書 弁護士 税理士 CEO
COO CFO CTO CIO CMO President Director Manager Leader Chief Officer
"""
_TITLE = late(rf"(?:{'|'.join(map(re.escape, _TITLE_WORDS.split()))})(?:代理|補佐|心得|代行)?$", re.IGNORECASE)
_UNIT_WORDS = (
    "部 課 室 局 係 科 班 店 所 社 院 本部 センター グループ チーム ユニット 事業部 工場 研究所 G Dept Division"
)
_UNIT = late(rf"(?:{'|'.join(_UNIT_WORDS.split())})$")
# 営業部部長 is a department and a title; 営業部長 is one title.
_JOINED = late(r"(?P<department>.+(?:部|課|室|係|局))(?P<title>(?:部|課|室|係|局)長.*|主任|担当.*|マネージャー)")
_SEPARATORS = (r"\s*[/|]\s*|\s+", r"\s*[・、,]\s*")

_AMOUNT = r"[-▲△]?(?:¥\s*[\d,.]+|[\d,.]+[兆億万千百][\d,.兆億万千百]*円?|[\d,.]+円|\d{1,3}(?:,\d{3})+)"
_GAP = r"[\s:：/・=|()]"
_LONGEST_AMOUNT = 200
_AMOUNT_TAIL = late(
    rf"(?P<products>.*?)(?<!{_GAP}){_GAP}*+(?P<amount>{_AMOUNT})(?:\(?税[込抜別]み?き?\)?)?[\s)]*+$",
    re.DOTALL,
)


def department_title(value: Any) -> dict[str, str]:
    """Department and title of 営業部 部長, 営業部・部長 or 営業部/課長."""
    text = tidy(as_text(value)).replace("\n", " ")
    if not text:
        return {}
    for separator in _SEPARATORS:
        found = list(re.finditer(separator, text))
        if found:
            return _parted(text[: found[-1].start()], text[found[-1].end() :], text)
    if match := _JOINED.fullmatch(text):
        return {"department": match["department"], "title": match["title"]}
    return {"title": text} if _TITLE.search(text) else {"department": text}


def _parted(before: str, after: str, text: str) -> dict[str, str]:
    if not (before and after):
        return {"department": text}
    if _TITLE.search(after):
        return {"title": text} if _is_title_only(before) else {"department": before, "title": after}
    return {"title": text} if _is_title_only(before) and not _UNIT.search(after) else {"department": text}


def _is_title_only(text: str) -> bool:
    return bool(_TITLE.search(text)) and not _UNIT.search(text)


def post_back(doc: Mapping[str, Any]) -> str:
    """Department and title with a space between."""
    return " ".join(doc[field] for field in POST if doc.get(field))


def contract_text(value: Any) -> dict[str, Any]:
    """What a contract is about and its amount: 保守契約 120万円."""
    text = tidy(as_text(value))
    match = _amount_at_end(text)
    if match is None:
        products = split_texts(text)
        if (plain := "、".join(products)) != text:
            return contract_text(plain)  # a separator at the end may have hidden the amount
        return {"products": products} if products else {}
    try:
        amount = money(match["amount"])
    except TransformError:
        return {"products": split_texts(text)}
    products = split_texts(text[: match.end("products")])
    return {"products": products, "amount": amount} if products else {"amount": amount}


def _amount_at_end(text: str) -> re.Match[str] | None:
    """The amount behind the contents, looked for where it can be: a number of thousands of digits is none."""
    begin = max(0, len(text) - _LONGEST_AMOUNT)
    found = _AMOUNT_TAIL.match(text, begin)
    return None if found and begin and found.start("amount") == begin else found


def contract_back(doc: Mapping[str, Any]) -> str:
    """Contents, then the amount in yen."""
    words = ["、".join(doc.get("products") or ())]
    if amount := doc.get("amount"):
        whole, _, fraction = amount.partition(".")
        words.append(f"{int(whole):,}{'.' + fraction if fraction else ''}円")
    return " ".join(word for word in words if word)


PHRASES = (
    Transform("department_title", department_title, post_back, POST),
    Transform("contract_text", contract_text, contract_back, CONTRACT),
)
