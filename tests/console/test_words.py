"""The console's words are whole in both languages, and every word of its pages is one of them."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from hub.console.rendering import TEMPLATES
from hub.console.words import CATALOGUE, Words

PACKAGE = TEMPLATES.parent
FILES = sorted(TEMPLATES.glob("*.html"))
KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")
PREFIXES = {key.partition(".")[0] for key in CATALOGUE}
READ_ALOUD = re.compile(r'\s(?:title|alt|aria-label|placeholder|data-label)="([^"{]+)"')


def _said() -> tuple[set[str], set[str]]:
    """The keys that stand in sources and templates, and the beginnings of those that are put together."""
    keys: set[str] = set()
    beginnings: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "words":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                keys.add(node.value)
    for path in FILES:
        tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        keys |= {str(node.value) for node in tree.find_all(nodes.Const)}
        beginnings |= {
            str(node.nodes[0].value) for node in tree.find_all(nodes.Concat) if isinstance(node.nodes[0], nodes.Const)
        }
    return keys, {start for start in beginnings if start.endswith(".")}


def test_a_counted_noun_suits_its_number() -> None:
    # `{count} record[s]`, never `{count} records`: there may be one.
    assert [key for key, (_, en) in CATALOGUE.items() if re.search(r"\{(count|left)\} [a-z]+s\b", en)] == []


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_each_key_has_both_languages_with_the_same_places() -> None:
    assert [key for key, (ja, en) in CATALOGUE.items() if not (ja and en) or _places(ja) != _places(en)] == []


def test_no_two_pages_claim_the_same_key() -> None:
    files = [path for path in (PACKAGE / "words").glob("*.py") if path.name != "__init__.py"]
    texts = [path.read_text(encoding="utf-8") for path in files]
    keys = [key for text in texts for key in re.findall(r'^    "([a-z_.]+)": \(', text, re.MULTILINE)]
    assert len(keys) == len(CATALOGUE) == len(set(keys))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_template_says_nothing_that_is_not_in_the_catalogue(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    # The name of a key is the same in any language.
    tokens = Environment(autoescape=True).lex(re.sub(r"<kbd>\w+</kbd>", "", text))
    bare = re.sub(
        r"<[^>]*>", " ", re.sub(r"<!doctype html>", "", "".join(v for _, kind, v in tokens if kind == "data"))
    )
    assert re.findall(r"[^\W\d_]+", re.sub(r"<[^>]*>|<[^>]*$|^[^<]*>", " ", bare)) == []
    assert READ_ALOUD.findall(text) == []


def test_every_key_that_is_said_is_in_the_catalogue() -> None:
    keys, _ = _said()
    ours = {key for key in keys if KEY.fullmatch(key) and key.partition(".")[0] in PREFIXES}
    assert {key for key in ours if not key.endswith((".html", ".js", ".css", ".svg"))} <= CATALOGUE.keys()


def test_every_key_of_the_catalogue_is_said_somewhere() -> None:
    keys, beginnings = _said()
    assert [key for key in CATALOGUE if key not in keys and not key.startswith(tuple(beginnings))] == []


def test_a_key_is_said_in_the_language_that_was_chosen() -> None:
    assert (Words("ja")("frame.home"), Words("en")("frame.home")) == ("ホーム", "Home")
