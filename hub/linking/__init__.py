"""Whose bill it is: an invoice or a payment finds its customer by what it says of the party, with the evidence.

Invariant: pure, and free of order: the same party and the same customers give the same answer; identifiers that
contradict each other are never linked without a person, who may have spoken of just such a party before.
"""

from __future__ import annotations

from hub.linking.facts import Facts, facts_of
from hub.linking.grounds import worth_telling
from hub.linking.keys import keys_of, signature
from hub.linking.link import Candidate, Linking, Party, Verdict, link

__all__ = [
    "Candidate",
    "Facts",
    "Linking",
    "Party",
    "Verdict",
    "facts_of",
    "keys_of",
    "link",
    "signature",
    "worth_telling",
]
