"""Corners of the engine that random worlds found: each was wrong once."""

from __future__ import annotations

from tests.pipeline.lab import Lab

YAMADA = {"family": "山田", "given": "太郎", "email": "yamada@example.co.jp"}


def test_what_is_skipped_is_told_with_its_reason(lab: Lab) -> None:
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["alpha"].user_deletes("a1")
    report = lab.sync()
    assert report.state == "ok"
    assert report.as_document()["pulls"]["alpha/people"]["skipped"] == {"deleted before it was ever seen": 1}
