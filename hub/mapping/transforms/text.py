"""Transforms of plain text: space, width, case, digits and lines."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from hub.mapping.problems import TransformError
from hub.mapping.transforms.kind import Transform, as_text
from hub.normalize.kana import halfwidth_kana, hiragana, katakana
from hub.normalize.late import late
from hub.normalize.text import tidy

_NOT_DIGIT = late(r"\D+", re.ASCII)
_SEPARATORS = late(r"[\n\r,，、;；]+")


def digits(value: Any) -> str:
    """Only the digits, half-width."""
    return _NOT_DIGIT.sub("", unicodedata.normalize("NFKC", as_text(value)))


def lower(value: Any) -> str:
    """Small letters."""
    return as_text(value).lower()


def upper(value: Any) -> str:
    """Capital letters."""
    return as_text(value).upper()


def half_kana_text(value: Any) -> str:
    """Half-width katakana, as accounting software writes it."""
    return halfwidth_kana(as_text(value))


def split_texts(value: Any) -> list[str]:
    """The items of a text with separators, or of a list, each once and in order."""
    items = value if isinstance(value, list) else [value]
    texts = [piece.strip() for item in items if item is not None for piece in _SEPARATORS.split(as_text(item))]
    return list(dict.fromkeys(piece for piece in texts if piece))


def items(value: Any) -> list[str]:
    """The items of a list as they are; a single text is split."""
    if not isinstance(value, list):
        return split_texts(value)
    return list(dict.fromkeys(piece for item in value if item is not None and (piece := as_text(item))))


def join_comma(value: Any) -> str:
    """The items as one Japanese text."""
    return "、".join(items(value))


def join_semicolon(value: Any) -> str:
    """The items as HubSpot writes several choices."""
    return ";".join(items(value))


def join_lines(value: Any) -> str:
    """A list of texts as lines of one text."""
    return "\n".join(as_text(item) for item in value) if isinstance(value, list) else as_text(value)


def split_lines(value: Any) -> list[str]:
    """The lines of a text as a list."""
    return as_text(value).split("\n")


def whole_list(value: Any) -> Any:
    """A list, whole."""
    if not isinstance(value, list):
        raise TransformError("is no list")
    return value


TEXT = (
    Transform("text", as_text, as_text),
    Transform("strip", as_text, as_text),
    Transform.from_text("width", tidy, as_text),
    Transform("digits", digits, as_text),
    Transform("lower", lower, as_text),
    Transform("upper", upper, as_text),
    Transform.from_text("kana", katakana, as_text),
    Transform.from_text("half_kana", katakana, half_kana_text),
    Transform.from_text("hiragana", hiragana, as_text),
    Transform.from_text("next_action", tidy, as_text),
    Transform("text_list", split_texts, join_comma),
    Transform("semicolons", split_texts, join_semicolon),
    Transform("tags", items, items),
    Transform("join_lines", join_lines, split_lines),
    Transform("list", whole_list, whole_list),
)
