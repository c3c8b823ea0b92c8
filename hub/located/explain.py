"""Says in words what a YAML parser only stumbles over: tabs, full-width signs, merge keys, keys given twice."""

from __future__ import annotations

import re
import unicodedata

import yaml

from hub.located.problem import LocatedError, Place
from hub.located.tree import Text

WIDE_SPACE = "\u3000"
WIDE_COLON = "\uff1a"
# Those that YAML gives a meaning where they are half-width.
WIDE_SIGNS = "\uff0c\uff3b\uff3d\uff5b\uff5d\uff06\uff0a\uff5c"
WIDE_QUOTES = "\uff02\uff07\u201c\u201d\u2018\u2019"
_WIDE_KEY = re.compile(rf"^[\s{WIDE_SPACE}]*(?:- +)?[^\s#\"'{WIDE_COLON}:][^#\"'{WIDE_COLON}:]*(?P<sign>{WIDE_COLON})")


def explain_key(key: Text, place: Place, first: Place | None) -> LocatedError | None:
    """What is wrong with a key of a table in itself; `first` is where the same key stood before."""
    if first is not None:
        return LocatedError.at(place, f"duplicate key '{key}'", f"it stands at line {first.line} already; keep one")
    if not key.plain:
        return None
    if key == "<<":
        return LocatedError.at(place, "merge keys (<<) are not supported", "write the keys out")
    if key.startswith(WIDE_SPACE) or key.endswith(WIDE_SPACE):
        return LocatedError.at(place, "a full-width space (　) stands beside a key", "use half-width spaces")
    if key and key[0] in WIDE_QUOTES:
        return LocatedError.at(place, f"a full-width quote ({key[0]}) begins a key", "use \" or ', or none")
    return None


def explain_wide_colon(text: str) -> str:
    """The hint where a text seems to be a key with a full-width colon, else empty."""
    if WIDE_COLON not in text:
        return ""
    return f"a full-width colon ({WIDE_COLON}) separates nothing; write a half-width ': '"


def explain_syntax(error: yaml.YAMLError, text: str, name: str) -> LocatedError:
    """The parser's complaint in words, at the line that caused it."""
    if isinstance(error, yaml.reader.ReaderError):
        return _unreadable(error, text, name)
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    lines = text.removeprefix("\ufeff").splitlines() or [""]
    last = min(mark.line if mark else 0, len(lines) - 1)
    first = min(context.line if context else last, last)
    # The parser notices a full-width colon only on the next line, and a lone one before it.
    for number in range(max(first - 1, 0), last + 1):
        if problem := _sign(lines[number], number, name):
            return problem
    if context and "quoted scalar" in (getattr(error, "context", None) or ""):
        return LocatedError(name, context.line + 1, context.column + 1, "this quote is never closed", "close it")
    what = getattr(error, "problem", None) or "this is not YAML"
    place = Place(name, last + 1, (mark.column if mark else 0) + 1)
    if "${" in lines[last] and "{" in lines[last].replace("${", ""):
        return LocatedError.at(place, "a secret stands inside of { } without quotes", 'write "${env:NAME}"')
    return LocatedError.at(place, f"the YAML stops making sense here ({what})", "check indentation, quotes and colons")


def _sign(line: str, number: int, name: str) -> LocatedError | None:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        place = Place(name, number + 1, indent.index("\t") + 1)
        return LocatedError.at(place, "a tab indents this line", "use two spaces for each level")
    if WIDE_SPACE in indent:
        place = Place(name, number + 1, indent.index(WIDE_SPACE) + 1)
        return LocatedError.at(place, "a full-width space (　) indents this line", "use half-width spaces")
    if match := _WIDE_KEY.match(line):
        place = Place(name, number + 1, match.start("sign") + 1)
        return LocatedError.at(place, f"a full-width colon ({WIDE_COLON}) follows a key", "write a half-width ': '")
    if wide := next((sign for sign in line.split("#")[0].split('"')[0].split("'")[0] if sign in WIDE_SIGNS), ""):
        place = Place(name, number + 1, line.index(wide) + 1)
        half = unicodedata.normalize("NFKC", wide)
        return LocatedError.at(place, f"a full-width {wide} stands here", f"write a half-width {half}")
    if "\t" in line.split("#")[0].split('"')[0]:
        return LocatedError.at(Place(name, number + 1, line.index("\t") + 1), "a tab stands here", "use spaces")
    return None


def _unreadable(error: yaml.reader.ReaderError, text: str, name: str) -> LocatedError:
    # libyaml counts bytes and the Python parser characters, so the sign itself is looked for.
    bad = next((i for i, sign in enumerate(text) if unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\x85"), 0)
    line = text.count("\n", 0, bad) + 1
    col = bad - (text.rfind("\n", 0, bad) + 1) + 1
    return LocatedError(name, line, col, "a control character stands here", "delete it and type the line again")
