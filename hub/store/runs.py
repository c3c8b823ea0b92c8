"""Runs with their ledgers, and what is remembered of each scheduled job."""

from __future__ import annotations

from typing import NamedTuple

from hub.store.transaction import Transaction


class RunRow(NamedTuple):
    """A run as stored; `ledger` is its JSON document once it ended."""

    run_id: int
    kind: str
    state: str
    config_digest: str
    started_at: str
    finished_at: str | None
    ledger: str | None


_COLUMNS = "id, kind, state, config_digest, started_at, finished_at, ledger"


def start(tx: Transaction, kind: str, config_digest: str, now: str) -> int:
    """Open a run; its number."""
    (run_id,) = tx.next_ids("run", 1)
    tx.run(
        "INSERT INTO run (id, kind, state, config_digest, started_at) VALUES (?, ?, 'running', ?, ?)",
        *(run_id, kind, config_digest, now),
    )
    return run_id


def finish(tx: Transaction, run_id: int, state: str, ledger: str, now: str) -> None:
    """Close a run."""
    tx.run(
        "UPDATE run SET state = ?, finished_at = ?, ledger = ?, progress = NULL WHERE id = ?",
        *(state, now, ledger, run_id),
    )


def abandon(tx: Transaction, now: str) -> list[int]:
    """Close the runs of processes that died; their numbers. Only the holder of the hub's lock may say so."""
    rows = tx.rows("SELECT id FROM run WHERE state = 'running'")
    tx.many(
        "UPDATE run SET state = 'died', finished_at = ?, progress = NULL WHERE id = ?", [(now, row[0]) for row in rows]
    )
    return [row[0] for row in rows]


def progressed(tx: Transaction, run_id: int, progress: str) -> None:
    """Tell how far a run has come."""
    tx.run("UPDATE run SET progress = ? WHERE id = ? AND state = 'running'", progress, run_id)


class UnderWay(NamedTuple):
    """A run that has not ended; `progress` is its JSON document once there is something to tell."""

    run_id: int
    kind: str
    started_at: str
    progress: str | None


def under_way(tx: Transaction) -> list[UnderWay]:
    """The runs that have not ended, oldest first."""
    asked = "SELECT id, kind, started_at, progress FROM run WHERE state = 'running' ORDER BY id"
    return [UnderWay(*row) for row in tx.rows(asked)]


def latest(tx: Transaction, limit: int = 10) -> list[RunRow]:
    """The newest runs."""
    return [RunRow(*row) for row in tx.rows(f"SELECT {_COLUMNS} FROM run ORDER BY id DESC LIMIT ?", limit)]


def by_id(tx: Transaction, run_id: int) -> RunRow | None:
    """One run."""
    row = tx.one(f"SELECT {_COLUMNS} FROM run WHERE id = ?", run_id)
    return RunRow(*row) if row else None


class JobRow(NamedTuple):
    """What is remembered of a scheduled job."""

    name: str
    last_started_at: str | None
    last_ok_at: str | None
    last_error: str | None


def jobs(tx: Transaction) -> dict[str, JobRow]:
    """Every job that ever ran."""
    return {row[0]: JobRow(*row) for row in tx.rows("SELECT name, last_started_at, last_ok_at, last_error FROM job")}


def job_started(tx: Transaction, name: str, now: str) -> None:
    """Remember the start of a job."""
    tx.run(
        "INSERT INTO job (name, last_started_at) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET last_started_at = excluded.last_started_at",
        *(name, now),
    )


def job_ended(tx: Transaction, name: str, now: str, error: str | None) -> None:
    """Remember how a job ended."""
    if error is None:
        tx.run("UPDATE job SET last_ok_at = ?, last_error = NULL WHERE name = ?", now, name)
    else:
        tx.run("UPDATE job SET last_error = ? WHERE name = ?", error, name)
