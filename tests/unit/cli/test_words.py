"""The catalogue is whole: both languages, the same places, no key that nobody says, none said that it lacks."""

from __future__ import annotations

import ast
import io
import re
import string
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

import hub.cli
from hub.cli.language import Language
from hub.cli.show.screen import Screen
from hub.cli.words import CATALOGUE, Say
from hub.sync.reasons import Reason

PACKAGE = Path(next(iter(hub.cli.__path__)))
PREFIXES = {key.partition(".")[0] for key in CATALOGUE}
KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")
FILE_LIKE = re.compile(r".*\.(json|yaml|xlsx|csv|md|db)$")
SOURCES = [path for path in PACKAGE.rglob("*.py") if path.parent.name != "words" or path.stem == "__init__"]


def _said() -> tuple[set[str], set[str]]:
    """The keys that stand in the sources, and the beginnings of those that are put together."""
    keys: set[str] = set()
    beginnings: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                keys.add(node.value)
    return {key for key in keys if key.partition(".")[0] in PREFIXES and not FILE_LIKE.match(key)}, {
        start for start in beginnings if start.endswith(".") and start.partition(".")[0] in PREFIXES
    }


def test_a_counted_noun_suits_its_number() -> None:
    # `{count} record[s]`, never `{count} records`: there may be one.
    assert [key for key, (_, en) in CATALOGUE.items() if re.search(r"\{(count|left)\} [a-z]+s\b", en)] == []


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_each_key_has_both_languages_with_the_same_places() -> None:
    assert [key for key, (ja, en) in CATALOGUE.items() if not (ja and en) or _places(ja) != _places(en)] == []


def test_every_key_that_is_said_is_in_the_catalogue() -> None:
    keys, _ = _said()
    assert keys <= CATALOGUE.keys()


def test_every_key_of_the_catalogue_is_said_somewhere() -> None:
    keys, beginnings = _said()
    silent = [key for key in CATALOGUE if key not in keys and not key.startswith(tuple(beginnings))]
    assert silent == []


def test_a_key_is_said_in_the_language_that_was_chosen() -> None:
    assert (Say("ja")("state.ok"), Say("en")("state.ok")) == ("完了", "done")


def test_what_the_catalogue_does_not_know_is_said_as_it_is() -> None:
    assert Say("ja").known("rule.source_priority(a > b)", "source_priority(a > b)") == "source_priority(a > b)"


@pytest.mark.parametrize(
    ("name", "told"),
    [("lacks: email", "新しい記録には email が要ります"), ("outdated", "保存してあるものより古い")],
)
def test_what_a_ledger_counts_is_told_in_the_readers_language(name: str, told: str) -> None:
    assert Screen(Console(file=io.StringIO()), Say("ja")).counted(name) == told


def test_a_sentence_of_a_connector_is_quoted_as_it_stands() -> None:
    reason = Reason("broken_contract", {"said": 'the answer was {"error": 5}'})
    told = Screen(Console(file=io.StringIO()), Say("ja")).reason(msgspec.to_builtins(reason))
    assert told == '相手の答えを理解できません:「the answer was {"error": 5}」'


@pytest.mark.parametrize(
    ("lang", "told"),
    [("ja", "会社 電話番号, 個人 メールアドレス, rows x"), ("en", "Company Phone, Person E-mail, rows x")],
)
def test_a_field_of_a_part_is_called_as_people_call_it(lang: Language, told: str) -> None:
    screen = Screen(Console(file=io.StringIO()), Say(lang))
    assert screen.of_parts(["company.phone", "person.email", "rows.x"]) == told
