"""A fingerprint tells a changed file from one that was only touched."""

from __future__ import annotations

import os
from pathlib import Path

from hub.schedule import Fingerprint


def test_a_changed_file_changes_it(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("a: 1")
    fingerprint = Fingerprint(lambda: [file])
    before = fingerprint()
    file.write_text("a: 22")
    assert fingerprint() != before


def test_a_file_that_was_only_touched_does_not(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("a: 1")
    fingerprint = Fingerprint(lambda: [file])
    before = fingerprint()
    os.utime(file, ns=(1, 1))
    assert fingerprint() == before


def test_a_file_that_comes_or_goes_changes_it(tmp_path: Path) -> None:
    fingerprint = Fingerprint(lambda: [tmp_path / "mapping.yaml"])
    missing = fingerprint()
    (tmp_path / "mapping.yaml").write_text("mapping: 1")
    there = fingerprint()
    (tmp_path / "mapping.yaml").unlink()
    assert fingerprint() == missing != there
