from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hub.normalize.identity.birthdays import birthday_key
from hub.normalize.identity.companies import company_parts
from hub.normalize.identity.kana_names import kana_halves
from hub.normalize.identity.mailboxes import mailboxes
from hub.normalize.identity.numbers import corporate_digits, state_numbers
from hub.normalize.identity.persons import person_parts
from hub.normalize.identity.phones import phone_numbers
from hub.normalize.identity.placeholders import is_placeholder
from hub.normalize.identity.places import place, postal_digits
from hub.normalize.identity.sites import site_owner

_LONGEST_CELL = 500
_PIECES = (
    *(
        "山田",
        "株式会社",
        "(",
        ")",
        "(株",
        "ｶ)",
        "支店",
        "東京支店",
        "山 ",
        "や",
        "ー",
        "－",
        "Co., ",
        ",",
        "a",
        "a.",
        "@",
        "a@",
        "a@a.",
    ),
    *(
        "0",
        "1-",
        "1条",
        "北1条",
        "1の",
        "一",
        "一丁目",
        "ビル",
        "ビル1",
        "〒",
        "上る",
        "字",
        "東京都",
        "市",
        "区",
        "郡",
        "😀",
        "\x00",
        "\n",
    ),
    *(
        "旧姓",
        "様",
        "代表取締役",
        "部長 ",
        "・",
        "ァ",
        "ッ",
        "ou",
        "oh",
        "tch",
        "http://",
        "/",
        "T",
        "+81",
        "(0)",
        "内線",
        "々",
        "\u3099",
    ),
)
_PARTS: tuple[Callable[[str], Any], ...] = (
    *(company_parts, person_parts, kana_halves, phone_numbers, mailboxes, site_owner, place, postal_digits),
    *(corporate_digits, state_numbers, birthday_key, is_placeholder),
)


@pytest.mark.parametrize("parts", _PARTS, ids=lambda parts: parts.__name__)
def test_what_stands_behind_the_longest_sensible_value_is_not_read(parts: Callable[[str], Any]) -> None:
    for piece in _PIECES:
        start = (piece * _LONGEST_CELL)[:_LONGEST_CELL]
        assert parts(start + piece * 10_000) == parts(start + "。" * 10_000), piece
