"""A PostgreSQL server of the test's own, made in a folder by initdb, that may be stopped like a machine that fails."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Debian keeps the programs of a server apart from everybody's path.
_FOLDERS = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
# A server refuses to run as root.
_USER = next((user.pw_name for user in pwd.getpwall() if user.pw_name == "postgres"), "nobody")


def program(name: str) -> str | None:
    """Where a program of PostgreSQL is; None where it is absent."""
    return shutil.which(name, path=os.pathsep.join([*_FOLDERS, os.environ.get("PATH", "")]))


@dataclass(frozen=True)
class Server:
    """A server that listens in a folder and nowhere else."""

    folder: Path

    @property
    def url(self) -> str:
        return f"postgresql://hub@/postgres?host={self.folder}"

    def start(self) -> None:
        # The machine stays up, so what the server gave to the kernel is safe without waiting for the disk.
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB"
        _told("pg_ctl", "-D", self._data, "-l", str(self.folder / "log"), "-o", options, "-w", "start")

    def stop(self, mode: str = "immediate") -> None:
        """`immediate` is what a failing machine does: nothing is finished, and the next start recovers."""
        _told("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop")

    def end_sessions(self) -> int:
        """Terminate everybody who is connected; how many there were."""
        import psycopg  # an optional extra of the hub

        with psycopg.connect(self.url, autocommit=True) as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            ).fetchall()
        return len(ended)

    @property
    def is_running(self) -> bool:
        return (self.folder / "data" / "postmaster.pid").exists()

    @property
    def _data(self) -> str:
        return str(self.folder / "data")


@contextmanager
def own_server() -> Iterator[Server]:
    """A running server, and nothing left of it at the end."""
    with tempfile.TemporaryDirectory(prefix="hub-pg-") as name:
        server = Server(Path(name))
        if os.geteuid() == 0:
            shutil.chown(name, _USER)
        _told("initdb", "-D", str(server.folder / "data"), "-U", "hub", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")


def _told(name: str, *words: str) -> None:
    found = program(name)
    assert found is not None, f"{name} is absent: install Debian's package postgresql"
    user = _USER if os.geteuid() == 0 else None
    done = subprocess.run(
        [found, *words], user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    assert done.returncode == 0, f"{name}: {done.stderr.decode()}"
