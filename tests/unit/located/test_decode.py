"""Decoding a located tree: all problems, each at its place, with the right keys named."""

from __future__ import annotations

import sys
from contextlib import suppress
from types import FrameType
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, SecretStr, field_validator

from hub.located import ConfigError, decode, decode_most, load


class Stream(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    pull: bool = True
    size: int = 1
    delete: Literal["ignore", "archive", "delete"] = "ignore"
    token: SecretStr | None = None

    @field_validator("size")
    @classmethod
    def _is_positive(cls, size: int) -> int:
        if size < 1:
            raise ValueError("must be at least 1")
        return size


class Root(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    streams: dict[str, Stream] = {}
    extra: tuple[Stream, ...] = ()
    either: Stream | None = None


def complaints(text: str, within: str = "") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        decode(load(text, "c.yaml"), Root, within)
    return [str(problem) for problem in caught.value.problems]


def test_text_becomes_what_the_model_wants() -> None:
    root = decode(load("name: no\nstreams: {a: {pull: no, size: 20}}", "c.yaml"), Root)
    assert (root.name, root.streams["a"].pull, root.streams["a"].size) == ("no", False, 20)


def test_a_japanese_yes_is_a_flag_only_where_a_flag_is_wanted() -> None:
    root = decode(load("name: はい\nstreams: {a: {pull: いいえ}, b: {pull: はい}}", "c.yaml"), Root)
    assert (root.name, root.streams["a"].pull, root.streams["b"].pull) == ("はい", False, True)


def test_an_unknown_key_is_answered_with_the_known_ones() -> None:
    assert complaints("name: x\nsteams: {}\n") == [
        "c.yaml:2:1: unknown key 'steams'; did you mean 'streams'? known: either, extra, name, streams"
    ]


def test_an_unknown_key_deep_inside_knows_its_neighbours() -> None:
    said = complaints("name: x\nextra:\n  - pul: no\neither: {sise: 2}\n")
    assert said == [
        "c.yaml:3:5: unknown key 'pul'; did you mean 'pull'? known: delete, pull, size, token",
        "c.yaml:4:10: unknown key 'sise'; did you mean 'size'? known: delete, pull, size, token",
    ]


def test_a_key_that_swallowed_a_wide_colon_is_explained() -> None:
    assert "full-width colon" in complaints("name: x\nstreams：a: 1\n")[0]


def test_all_problems_are_told_at_once() -> None:
    said = complaints("streams:\n  a: {pull: maybe}\n  b: {size: many}\n  c: x\n")
    assert [text.split(": ")[0] for text in said] == ["c.yaml:1:1", "c.yaml:2:13", "c.yaml:3:13", "c.yaml:4:6"]


def test_a_wrong_choice_is_answered_with_the_choices() -> None:
    assert complaints("name: x\nstreams: {a: {delete: archiv}}\n") == [
        (
            "c.yaml:2:23: 'streams.a.delete' cannot be 'archiv'; did you mean 'archive'? "
            "choose from: archive, delete, ignore"
        )
    ]


def test_a_missing_key_is_told_with_its_table() -> None:
    assert complaints("streams: {}\n") == ["c.yaml:1:1: the key 'name' is missing; add it at the top level"]


def test_a_missing_key_of_a_part_is_told_with_its_place_in_the_whole_file() -> None:
    found = complaints("streams: {}\n", within="connections.sheet.settings")
    assert found == ["c.yaml:1:1: the key 'name' is missing; add it under 'connections.sheet.settings'"]


def test_an_empty_value_is_told() -> None:
    assert "'streams.a.size' has no value" in complaints("name: x\nstreams: {a: {size: }}\n")[0]


def test_the_models_own_words_are_kept() -> None:
    assert complaints("name: x\nstreams: {a: {size: 0}}\n") == ["c.yaml:2:21: 'streams.a.size' must be at least 1"]


def test_a_value_beside_a_secret_name_is_not_shown() -> None:
    assert "hunter2" not in "".join(complaints("name: x\nstreams: {a: {token: [hunter2]}}\n"))


def test_a_text_where_a_table_belongs_is_told() -> None:
    assert "the file must be a table of keys, not a list" in complaints("- x\n")[0]


def test_what_is_right_is_made_although_other_things_are_wrong() -> None:
    streams = "streams: {one: {size: 5, pull: perhaps}, two: {sise: 1}}"
    text = f"name: a\ncolour: red\n{streams}\nextra: [{{size: x}}, {{size: 3}}]\n"
    found = decode_most(load(text, "c.yaml"), Root)
    assert found.model == Root(
        name="a", streams={"one": Stream(size=5), "two": Stream()}, extra=(Stream(), Stream(size=3))
    )
    assert sorted(problem.line for problem in found.problems) == [2, 3, 3, 4]
    assert ("colour",) in found.pruned


def test_where_a_required_key_is_wrong_nothing_is_made_and_nothing_said_twice() -> None:
    found = decode_most(load("name: [a]\nstreams: {one: {size: x}}\n", "c.yaml"), Root)
    assert found.model is None
    assert [problem.line for problem in found.problems] == [1, 2]


class Steps(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    steps: tuple[Root, ...]


def _calls_of(count: int) -> int:
    """How many calls it takes to tell of so many misspelt keys, each in a table of its own."""
    tree, calls = load("steps:\n" + "  - nmae: a\n" * count, "c.yaml"), 0

    def count_calls(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count_calls)
    try:
        with suppress(ConfigError):
            decode(tree, Steps)
    finally:
        sys.setprofile(None)
    return calls


def test_twice_as_many_misspelt_keys_cost_twice_as_much() -> None:
    assert _calls_of(200) > 200
    assert _calls_of(400) < 2.5 * _calls_of(200)
