"""One spelling per fact: what the same text means whichever keyboard, form or system it came through.

Invariant: every function is pure and idempotent. Stored values stay as received; keys and comparisons are normalized.
"""
