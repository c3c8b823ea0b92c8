from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.excel.grid import column_letters, column_number
from connectors.excel.numbers_seen import Kind, Look, look, to_number, to_text

looks = st.builds(Look, st.sampled_from([kind for kind in get_args(Kind) if kind != "padded"])) | st.builds(
    Look,
    st.just("padded"),
    st.sampled_from(["00", "0000", "000-0000", "0#-####-####", "###"]),
    st.sampled_from(["", "C-", "0"]),
)
texts = st.one_of(
    st.text(max_size=12),
    st.integers().map(str),
    st.floats(allow_nan=False).map(repr),
    st.dates().map(str),
    st.datetimes().map(dt.datetime.isoformat),
    st.from_regex(r"[0-9]{3}-[0-9]{4}", fullmatch=True),
)


@given(texts, looks, st.booleans())
def test_a_number_is_only_stored_where_it_shows_the_text(text: str, shown: Look, from_1904: bool) -> None:
    number = to_number(text, shown, from_1904)
    assert number is None or to_text(number, shown, from_1904) == text


@given(st.dates(dt.date(1905, 1, 1)), st.booleans())
def test_every_day_can_be_stored(day: dt.date, from_1904: bool) -> None:
    assert to_number(str(day), Look("date"), from_1904) is not None


@given(st.text(max_size=20) | st.floats().map(repr), looks, st.booleans())
def test_whatever_a_cell_stores_has_a_text(value: str, shown: Look, from_1904: bool) -> None:
    assert isinstance(to_text(value, shown, from_1904), str)


@pytest.mark.parametrize(
    ("format_id", "code", "value", "text"),
    [
        (31, None, "45413", "2024-05-01"),
        (57, None, "45413", "2024-05-01"),
        (14, None, "45413.999999", "2024-05-02"),
        (22, None, "45413.5", "2024-05-01T12:00:00"),
        (164, '[$-411]ge"."m"."d;@', "45413", "2024-05-01"),
        (164, 'yyyy"年"m"月"', "45413", "2024-05-01"),
        (164, '"d"0', "7", "7"),
        (164, "[Red]#,##0", "1200", "1200"),
        (164, "0.00E+00", "1200", "1200"),
        (164, "[h]:mm", "1.5", "1.5"),
        (164, "[<=999]000;[<=9999]000\\-00;000\\-0000", "600001", "060-0001"),
        (164, "0000", "12345", "12345"),
        (164, '0"名"', "5", "5"),
        (164, '"¥"#,##0"円"', "1200", "1200"),
        (164, 'G/標準"名"', "5", "5"),
        (164, '"C-"0000', "7", "C-0007"),
        (164, "\\C\\-0000", "7", "C-0007"),
        (164, '"東京-"000', "7", "東京-007"),
        (164, '"〒"000-0000', "600001", "060-0001"),
        (164, '"第"000"号"', "7", "007"),
        (164, '"No."000', "7", "007"),
        (164, '0000"年"', "2024", "2024"),
        (164, "0000_ ", "5", "0005"),
        (164, "0000_);[Red]\\(0000\\)", "5", "0005"),
        (164, "0000;-0000;;@", "5", "0005"),
        (164, "0000;-0000;;@", "-5", "-5"),
        (164, "0000", "1.5", "1.5"),
        (164, "0#-####-####", "312345678", "03-1234-5678"),
        (164, "0##-####-####", "9012345678", "090-1234-5678"),
        (164, "0#-####-####", "2345678", "2345678"),
        (164, '"0"#########', "312345678", "0312345678"),
        (164, "\\0##########", "9012345678", "09012345678"),
        (164, '"0"#-####-####', "312345678", "03-1234-5678"),
        (164, '"0"#-####-####', "45678", "45678"),
        (164, '"("00")"0000-0000', "312345678", "(03)1234-5678"),
        (164, '"A;B"0000', "7", "A;B0007"),
        (0, None, "0.30000000000000004", "0.30000000000000004"),
        (0, None, "1E-7", "0.0000001"),
        (0, None, "8.0E9", "8000000000"),
        (0, None, "nan", "nan"),
        (14, None, "59", "1900-02-28"),
        (14, None, "61", "1900-03-01"),
        (14, None, "2958466", "2958466"),
    ],
)
def test_a_number_reads_as_its_format_shows_it(format_id: int, code: str | None, value: str, text: str) -> None:
    assert to_text(value, look(format_id, code)) == text


@pytest.mark.parametrize(
    ("code", "text", "number"),
    [
        ('0"名"', "7", "7"),
        ('"¥"#,##0"円"', "1500", "1500"),
        ('[$-411]ggge"年"m"月"d"日"', "2024-05-02", "45414"),
        ('"C-"0000', "C-0008", "8"),
        ('"C-"0000', "D-0008", None),
        ('"C-"0000', "0008", None),
        ('"〒"000-0000', "060-0002", "600002"),
        ("0#-####-####", "03-1234-5678", "312345678"),
        ("0#-####-####", "045-123-4567", None),
        ('"0"#########', "0312345678", "312345678"),
    ],
)
def test_what_a_format_with_words_of_its_own_shows_is_stored_as_its_number(
    code: str, text: str, number: str | None
) -> None:
    assert to_number(text, look(164, code)) == number


def test_a_mac_counts_days_from_1904() -> None:
    assert to_text("43951", Look("date"), from_1904=True) == "2024-05-01"


@given(st.integers(0, 16_383))
def test_letters_and_numbers_of_columns_agree(column: int) -> None:
    assert column_number(column_letters(column)) == column
