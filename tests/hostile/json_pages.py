"""Spoilt JSON in the place of one answer of a system's pull: it is read, mapped, judged and landed as a run would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from tests.hostile.house import house
from tests.hostile.kinds import Outcome
from tests.hostile.spoiling import BYTES, JSON, Way, inserting, splicing

TOKENS = (
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\\",
    b"NaN",
    b"\\ud800",
    b"\xed\xa0\x80",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\0",
)


class JsonPages:
    """The pages of Sansan, freee and HubSpot."""

    name = "json"
    share = 22
    budget_s = 1.0

    @property
    def samples(self) -> Sequence[bytes]:
        return [spoken.answers[spoken.at].body for spoken in house().spoken]

    @property
    def ways(self) -> Mapping[str, Way]:
        # The tree is where the meaning lies; bytes alone would nearly always end in a syntax error.
        tree = {f"{way} {again}": act for way, act in JSON.items() for again in range(4)}
        return {**tree, **BYTES, "insert": inserting(TOKENS), "splice": splicing(self.samples)}

    def read(self, data: bytes, sample: int, chance: Random) -> Outcome:
        return house().hear(house().spoken[sample], data)
