"""Decode base64 that is broken: foreign characters are skipped, missing padding is added, and nothing raises."""

from __future__ import annotations

import binascii
import re

_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=]")


def decode_base64(data: bytes) -> bytes:
    """The bytes; padding in the middle ends one run of the text and begins the next."""
    return b"".join(_run(run) for run in re.split(rb"=+", _FOREIGN.sub(b"", data)) if run)


def _run(run: bytes) -> bytes:
    # A run of 4n+1 characters can't come from whole bytes: its last character is half of something lost.
    whole = run[:-1] if len(run) % 4 == 1 else run
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
