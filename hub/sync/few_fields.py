"""A few fields of stored documents, read and changed without decoding the others.

Invariant: what is made of a document is what decoding, changing and encoding all of it would give; where that is not
certain, nothing is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypedDict

import msgspec

from hub.store.transaction import Encoded

_encode = msgspec.json.Encoder().encode


@lru_cache(maxsize=64)
def reader_of(fields: frozenset[str]) -> Callable[[Encoded], dict[str, Any]]:
    """Decodes these fields of a document and passes over the others, which takes less than half of the time."""
    make: Any = TypedDict  # its fields are known only now
    decode: Callable[[Encoded], dict[str, Any]] = msgspec.json.Decoder(
        make("Few", dict.fromkeys(sorted(fields), Any), total=False)
    ).decode
    return decode


def changed(doc: Encoded, before: Mapping[str, Any], after: Mapping[str, Any]) -> bytes | None:
    """The document with these fields as they are `after`, where all of them are as they were `before`.

    None where that cannot be told from the text: a field comes or goes, is not as it was before, or is no text, or the
    document is a server's or has tables in it.
    """
    # With one table there is one level of keys, and a quoted key with its quoted value stands nowhere else.
    if not isinstance(doc, bytes) or before.keys() != after.keys() or doc.count(b"{") != 1:
        return None
    for field, value in after.items():
        was = before[field]
        if value.__class__ is not str or was.__class__ is not str:
            return None
        key = _encode(field)
        old = b"%b:%b" % (key, _encode(was))
        if doc.count(old) != 1:
            return None
        if value != was:
            doc = doc.replace(old, b"%b:%b" % (key, _encode(value)))
    return doc
