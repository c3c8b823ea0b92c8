"""A run as one file: nothing in it says who it is about, and elsewhere it comes out the same."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office, yamada

__all__ = ["office", "types"]

# No two of the numbers are alike in which of their digits are equal: else the pseudonym of one could be another.
SECRETS = ("山田商事", "81312345678", "81322334455", "7000012050002", "秘密のメモ")


@pytest.fixture(params=["", "\nmatching: {evidence: true}\n"], ids=["keys", "evidence"])
def bundle(office: Office, types: Types, request: pytest.FixtureRequest) -> Path:
    """Two lists of one customer, an edit on each side, and the bundle of the last run."""
    office.configure(request.param)
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    office.list_customers("sales", yamada("03-2233-4455", "秘密のメモ", "2026-04-03 09:00"))
    office.list_customers("books", yamada("03-1111-1111", at="2026-04-02 09:00"))
    types("sync")
    assert types("bundle", "make", "2", "run.bundle").code == 0
    return office.folder / "run.bundle"


def test_a_replay_comes_to_what_the_hub_had_made(bundle: Path, types: Types) -> None:
    said = types("--json", "bundle", "replay", "run.bundle")
    assert said.code == 0
    assert (said.document["is_same"], said.document["golden_records"]) == (True, 1)


def test_a_replay_needs_no_configuration_and_no_store(bundle: Path, office: Office, types: Types) -> None:
    for name in ("config.yaml", "hub.db", "rows.yaml"):
        (office.folder / name).unlink()
    assert types("bundle", "replay", "run.bundle").code == 0


def test_no_value_of_the_customer_is_in_the_file(bundle: Path) -> None:
    content = bundle.read_bytes()
    assert [secret for secret in SECRETS if secret.encode() in content] == []


def test_a_replay_leaves_the_bundle_as_it_was(bundle: Path, types: Types) -> None:
    before = bundle.read_bytes()
    types("bundle", "replay", "run.bundle")
    assert bundle.read_bytes() == before


def test_a_value_that_comes_out_otherwise_is_named(bundle: Path, types: Types) -> None:
    with sqlite3.connect(bundle) as connection:
        connection.execute("""UPDATE golden SET doc = json_set(doc, '$.notes', 'another')""")
    said = types("--json", "bundle", "replay", "run.bundle")
    assert (said.code, said.document["differing"]) == (2, ["company/1.notes"])


def test_a_file_that_is_there_is_not_replaced(bundle: Path, types: Types) -> None:
    said = types("bundle", "make", "2", "run.bundle")
    assert (said.code, "run.bundle はもうあります" in said.err) == (1, True)


def test_a_run_that_never_was_is_told(bundle: Path, types: Types) -> None:
    assert "実行 99 はありません" in types("bundle", "make", "99", "other.bundle").err


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00"])
def test_what_is_no_bundle_is_told_in_words(content: bytes, office: Office, types: Types) -> None:
    (office.folder / "other.bundle").write_bytes(content)
    said = types("bundle", "replay", "other.bundle")
    assert said.code == 1
    assert "bundle" in said.err


def test_no_hash_by_which_a_guess_could_be_tried_is_in_the_file(bundle: Path) -> None:
    with sqlite3.connect(bundle) as connection:
        (hashed,) = connection.execute("SELECT count(*) FROM crosswalk WHERE keys IS NOT NULL").fetchone()
        (keys,) = connection.execute("SELECT count(*) FROM match_key").fetchone()
    assert (hashed, keys) == (0, 0)
