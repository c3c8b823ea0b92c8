"""A pattern that is compiled late does what one does that was compiled at once."""

from __future__ import annotations

import re

import pytest

from hub.normalize.late import late

_TEXT = "株式会社 山田商事 Co., Ltd."
_FORM = late(r"(?P<first>株式|有限)会社|co\.", re.IGNORECASE)
_KEPT = (_FORM,)


@pytest.mark.parametrize("ask", ["search", "match", "fullmatch", "findall", "split"])
def test_each_method_answers_as_the_compiled_pattern(ask: str) -> None:
    pattern, flags = r"(株式|有限)会社|co\.", re.IGNORECASE
    told = getattr(late(pattern, flags), ask)(_TEXT)
    expected = getattr(re.compile(pattern, flags), ask)(_TEXT)
    assert (str(told), bool(told)) == (str(expected), bool(expected))


def test_a_pattern_makes_way_for_the_compiled_one_where_it_is_named() -> None:
    assert _FORM.sub("", _TEXT) == " 山田商事 , Ltd."
    assert isinstance(_FORM, re.Pattern)
    assert _KEPT[0].sub("", _TEXT) == _FORM.sub("", _TEXT)


def test_a_pattern_that_is_none_is_told_when_it_is_used() -> None:
    with pytest.raises(re.error):
        late("(").search("a")


def test_another_pattern_may_be_made_of_one_that_waits() -> None:
    assert late(f"{late('ab').pattern}+").fullmatch("abbb")
