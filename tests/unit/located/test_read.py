"""Reading YAML: values stay text, and what is wrong is said at its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.located import ConfigError, LocatedError, Table, as_json, load, load_file, place_at


def complaint(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(text, "c.yaml")
    return str(caught.value)


@pytest.mark.parametrize("text", ["no", "yes", "0312345678", "12:30", "2024-05-01", "1.50", "0x1f", "1_000", "on"])
def test_a_scalar_stays_the_text_it_was(text: str) -> None:
    assert load(f"key: {text}\n", "c.yaml") == {"key": text}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_an_empty_value_is_none(nothing: str) -> None:
    assert load(f"key: {nothing}\n", "c.yaml") == {"key": None}


def test_a_quoted_null_is_text() -> None:
    assert load("key: 'null'\n", "c.yaml") == {"key": "null"}


def test_a_key_named_null_is_text() -> None:
    assert load("null: x\n", "c.yaml") == {"null": "x"}


def test_an_empty_file_is_an_empty_table() -> None:
    assert load("# nothing\n", "c.yaml") == {}


def test_a_value_remembers_its_place() -> None:
    assert str(place_at(load("a:\n  b:\n    - x\n    - y\n", "c.yaml"), "a", "b", 1)) == "c.yaml:4:7"


def test_an_empty_value_stands_at_its_key() -> None:
    assert str(place_at(load("a:\n  b:\n", "c.yaml"), "a", "b")) == "c.yaml:2:3"


def test_a_duplicate_key_names_both_lines() -> None:
    assert complaint("a: 1\nb: 2\na: 3\n") == "c.yaml:3:1: duplicate key 'a'; it stands at line 1 already; keep one"


def test_every_duplicate_key_is_told() -> None:
    assert complaint("a: 1\na: 2\na: 3\n").count("duplicate key") == 2


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 1\n\tb: 2\n", "2:1", "a tab indents"),
        ("hub：1\nstore: x\n", "1:4", "full-width colon"),
        ("a:\n  freee：\n    connector: freee\n", "2:8", "full-width colon"),
        ("b: 1\n　a: 2\n", "2:1", "full-width space"),
        ("　a: 1\n", "1:1", "full-width space"),
        ("“a”: 1\n", "1:1", "full-width quote"),
        ("a: {b: 1， c: 2}\n", "1:9", "a full-width ， stands here; write a half-width ,"),
        ("a: ｛b: 1｝\n", "1:4", "a full-width ｛ stands here; write a half-width {"),
        ("a: [1, 2］\n", "1:9", "a full-width ］ stands here; write a half-width ]"),
        ("a: 1\n<<: {b: 2}\n", "2:1", "merge keys"),
        ("a: !!int 3\n", "1:4", "tags"),
        ("a: !!python/object:os.system x\n", "1:4", "tags"),
        ("? [a]\n: b\n", "1:3", "a key must be a text"),
        ("a: 1\n---\nb: 1\n", "2:1", "a second document"),
        ("a: 'x\nb: 1\n", "1:4", "this quote is never closed"),
        ("a: b: c\n", "1:5", "stops making sense"),
        ("a: x\x07y\n", "1:5", "control character"),
        ("a: *b\n", "1:4", "names nothing above"),
        ("a: &a [*a]\n", "1:8", "names nothing above"),
        ("[" * 100, "1:41", "nested more than 40 deep"),
    ],
)
def test_bad_yaml_is_explained_at_its_place(text: str, place: str, words: str) -> None:
    said = complaint(text)
    assert said.startswith(f"c.yaml:{place}: ")
    assert words in said


def test_an_alias_repeats_what_its_anchor_holds() -> None:
    assert load("a: &x [1, 2]\nb: *x\n", "c.yaml") == {"a": ["1", "2"], "b": ["1", "2"]}


def test_a_billion_laughs_is_refused() -> None:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert "values with aliases written out" in complaint("\n".join(lines))


def test_a_huge_file_is_refused() -> None:
    assert "more than 2,000,000 characters" in complaint("#" * 2_000_001)


def test_a_japanese_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("会社: はい\n", encoding="utf-8-sig")
    assert load_file(path) == {"会社": "はい"}


def test_a_shift_jis_file_is_refused_with_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_bytes("a: 1\nb: 会社\n".encode("cp932"))
    with pytest.raises(ConfigError, match=r"c\.yaml:2:1: the file is not UTF-8; save it as UTF-8"):
        load_file(path, "c.yaml")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_file(tmp_path / "none.yaml")


def test_json_types_come_only_from_json_scalars() -> None:
    node = load("[1, 1.5, true, null, 0312, no, 12:30, '1', -2, 1e3, x]", "c.yaml")
    expected = [1, Decimal("1.5"), True, None, "0312", "no", "12:30", "1", -2, Decimal("1e3"), "x"]
    assert as_json(node) == expected


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    problems: tuple[LocatedError, ...] = ()
    try:
        load(text, "c.yaml")
    except ConfigError as error:
        problems = error.problems
    assert all(problem.file == "c.yaml" and problem.line >= 1 for problem in problems)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.integers(), max_size=5))
def test_a_table_reads_back_as_json(data: dict[str, int]) -> None:
    node = load("\n".join(f"k{key}: {value}" for key, value in data.items()), "c.yaml")
    assert isinstance(node, Table)
    assert as_json(node) == {f"k{key}": value for key, value in data.items()}
