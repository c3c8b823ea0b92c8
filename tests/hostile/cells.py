"""Spoilt single cells: each goes through a transform, and into the keys and features of matching.

What a person pastes into a cell is as long as the vendor lets it be, and repeats itself; whatever looks at a text must
take time in proportion to its length, and may not call itself once for each of its words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from random import Random
from zoneinfo import ZoneInfo

from hub.mapping.problems import TransformError
from hub.mapping.transforms import TRANSFORMS
from hub.matching.features import COLUMNS, features
from hub.matching.keys import match_keys
from tests.hostile.house import see_that_it_is_told
from tests.hostile.kinds import Outcome
from tests.hostile.spoiling import BYTES, Way, inserting

_UNITS = (
    *(
        " ",
        "\n",
        "\t",
        "　",
        ".",
        ",",
        "、",
        "・",
        "-",
        "/",
        "|",
        ":",
        ";",
        "(",
        ")",
        "（",
        "「",
        "0",
        "1",
        "a",
        "ア",
        "一",
    ),
    *(
        "丁目1",
        "1-",
        "様",
        "御中",
        "㈱",
        "株式会社",
        "ｶ)",
        "円",
        "税込",
        "co. ",
        "inc ",
        "a@",
        ". ",
        "- ",
        "1,",
        " or ",
    ),
    *("部", "旧", "ビル ", "\u3099", "ー", "=", '"', "\\", "<", "\0", "☎"),
)
# As long as the longest text that a vendor's field of one line takes.
LONGEST = 65_536
_TOKENS = tuple((unit * 20_000)[:size].encode() for unit in _UNITS for size in (2, 300, 20_000))


class Cells:
    """One value of one field."""

    name = "cell"
    share = 6
    budget_s = 1.0

    @cached_property
    def samples(self) -> Sequence[bytes]:
        told = (
            *("株式会社みどり商会 東京支店", "Midori Trading Co., Ltd.", "髙橋 一様", "(旧姓 佐藤)"),
            *("〒100-0005 東京都千代田区丸の内一丁目1番1号 青空ビル3階", "03-3210-0001 / 090-1234-5678 (内線12)"),
            *("¥1,200,000(税込)", "保守契約 120万円", "令和8年4月1日", "info@midori.example.jp; a@b.example.jp"),
            *("https://www.midori.example.jp/about", "営業部 部長代理", "tokyo-to", "はい", "T1234567890123"),
        )
        return tuple(text.encode() for text in told)

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        return {**BYTES, **{f"insert {again}": inserting(_TOKENS) for again in range(4)}}

    def read(self, data: bytes, sample: int, chance: Random) -> Outcome:
        text = data.decode("utf-8", "replace")[:LONGEST]
        match_keys("company", {"name": text, "phone": text, "url": text, "postal_code": "1000005"})
        match_keys("person", {"name": text, "email": text, "mobile": text})
        features(dict.fromkeys(COLUMNS, text))
        transform = TRANSFORMS[chance.choice(list(TRANSFORMS))].in_zone(ZoneInfo("Asia/Tokyo"))
        try:
            transform.forward(text)
        except TransformError as error:
            see_that_it_is_told(error)
            return "refused"
        return "read"
