"""Payloads: the JSON object of each remote record decoded strictly, or refused in words that hold none of its values.

Invariant: numbers keep every digit; nothing but UTF-8, and no NaN or Infinity, passes for JSON.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
import xxhash

from hub.sdk.bad_json import UNREADABLE, told

_decode = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode
_hash = xxhash.xxh3_64_intdigest
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_SIGN, _WRAP = 1 << 63, 1 << 64

# Looking for repeated keys takes longer than mapping a record. Who repeats them does so in many records, so of a large
# page some are looked at, and all of them only where one is found.
_SAMPLE = 5


class UnreadableError(msgspec.DecodeError):
    """A payload that is not one plain JSON object."""


def content_hash(payload: bytes) -> int:
    """The gate's hash, signed because databases have no unsigned integers; never one that means something else."""
    digest = _hash(payload)
    return (digest - _WRAP if digest >= _SIGN else digest) or 2


def hash_text(payload: bytes) -> str:
    """The hash as sixteen hexadecimal digits."""
    return f"{content_hash(payload) & (_WRAP - 1):016x}"


def decode_payload(payload: bytes) -> dict[str, Any]:
    """The object. Raises `UnreadableError`."""
    # Looking for one sign takes a fifth of looking for six, and most payloads have no such sign.
    if b"\\" in payload and b"\\u0000" in payload and _NUL.search(payload) is not None:
        raise UnreadableError("the record holds a NUL character (\\u0000), which PostgreSQL keeps in no text")
    try:
        return _decode(payload)
    except msgspec.ValidationError as error:
        raise UnreadableError(f"the record is not a JSON object: {error}") from None
    except ArithmeticError:
        raise UnreadableError("the record holds a number beyond all measure") from None
    except UNREADABLE as error:
        raise UnreadableError(f"the record is not valid JSON: {told(error, payload)}") from None


def keys_repeat(payloads: Sequence[bytes]) -> bool:
    """Whether any of a sample names a key twice in one object."""
    step = max(1, len(payloads) // _SAMPLE)
    return any(_repeated_key(payload) is not None for payload in payloads[::step])


def refuse_repeated_keys(payload: bytes) -> None:
    """Raises `UnreadableError` where an object of a readable payload names a key twice: which of the values counts,
    nobody knows.
    """
    key = _repeated_key(payload)
    if key is not None:
        raise UnreadableError(
            f"the record names {key[:50]!r} twice in one object; which of them counts, nobody can tell"
        )


class _RepeatedError(Exception):
    """Carries the key out of the decoder."""


def _repeated_key(payload: bytes) -> str | None:
    try:
        json.loads(payload, object_pairs_hook=_each_key_once)
    except _RepeatedError as error:
        return str(error)
    except (ValueError, RecursionError):
        return None  # decoding tells about it
    return None


def _each_key_once(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) < len(pairs):
        times = Counter(key for key, _ in pairs)
        raise _RepeatedError(next(key for key, count in times.items() if count > 1))
