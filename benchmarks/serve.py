"""The benchmark's system in a process of its own, so that its work is not counted as the hub's.

`python -m benchmarks.serve` prints its address and serves until its standard input ends.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from benchmarks.twin import ContactTwin
from hub.sdk.twin import serve


class Far:
    """The system as the benchmark sees it from outside."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._client = httpx.Client(base_url=base_url, timeout=60)

    def open(self, account: str, records: int) -> str:
        """A new account with so many records; its address."""
        self._post(account, {"records": records})
        return f"{self.base_url}/{account}"

    def edit(self, account: str, records: int) -> None:
        """Let people change so many of an account's records."""
        self._post(f"{account}/edits", {"records": records})

    def requests(self, account: str) -> dict[str, int]:
        """How often each address of the account was asked since the last time."""
        counts: dict[str, int] = self._post(f"{account}/counters", {}).json()
        return counts

    def _post(self, path: str, document: object) -> httpx.Response:
        return self._client.post(f"/admin/{path}", json=document).raise_for_status()


@contextmanager
def far_away() -> Iterator[Far]:
    """The system in a process of its own until the block ends."""
    command = [sys.executable, "-m", "benchmarks.serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield Far(process.stdout.readline().strip())
        finally:
            process.stdin.close()


def main() -> None:
    """Serve until whoever started this goes away."""
    with serve(ContactTwin()) as served:
        print(served.base_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
