"""`python -m benchmarks.mapping`: CPU nanoseconds a record of each step of reading and writing, for tuning.

Each repeat takes records that no repeat before has seen, so that no cache answers for the code; the least is printed.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable
from pathlib import Path
from time import process_time_ns
from typing import Any

from benchmarks.contacts import contact
from hub.mapping import CompiledMapping
from hub.mapping.load import compile_text
from hub.matching.keys import match_keys
from hub.model import CanonicalSchema
from hub.sync.payloads import decode_payload

_MAPPING = Path(__file__).with_name("contacts.yaml")
_PAGE = 500

Steps = dict[str, int]


def page(schema: CanonicalSchema, mapping: CompiledMapping, first: int) -> Steps:
    """The nanoseconds a record of each step over one page; `first` is the number of its first record."""
    raw = [contact(number) for number in range(first, first + _PAGE)]
    found: Steps = {}

    def timed(name: str, step: Callable[[], Any]) -> Any:
        began = process_time_ns()
        result = step()
        found[name] = (process_time_ns() - began) // _PAGE
        return result

    payloads = timed("decode", lambda: [decode_payload(one) for one in raw])
    docs = timed("map", lambda: [mapping.map(one).parts["person"] for one in payloads])
    timed("validate", lambda: schema.validate("person", docs))
    timed("keys", lambda: [match_keys("person", doc) for doc in docs])
    timed("unmap", lambda: [mapping.unmap("person", doc, doc) for doc in docs])
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mapping", description=__doc__)
    parser.add_argument("--repeats", type=int, default=60)
    asked = parser.parse_args()
    schema = CanonicalSchema()
    mapping = compile_text(_MAPPING.read_text(encoding="utf-8"), _MAPPING.name, schema)
    page(schema, mapping, 0)
    gc.collect()
    gc.freeze()
    pages = [page(schema, mapping, repeat * _PAGE) for repeat in range(1, asked.repeats + 1)]
    for name in pages[0]:
        print(f"{name:10}{min(one[name] for one in pages):>8} ns")


if __name__ == "__main__":
    main()
