"""A twin on a loopback port, for the demo and for everything that needs a real socket."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import uvicorn

from hub.sdk.twin.twin import Twin

_START_S = 30.0


@dataclass(frozen=True)
class Served:
    """Where a twin listens; `base_url` has no path and no slash at its end."""

    base_url: str
    port: int


class _Server(uvicorn.Server):
    """Says when it is ready, and leaves the process's signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.contextmanager
def serve(twin: Twin, port: int = 0) -> Iterator[Served]:
    """Serve the twin in a thread until the block ends; port 0 takes a free one."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    config = uvicorn.Config(
        twin,
        log_level="critical",
        lifespan="off",
        access_log=False,
        ws="none",
        server_header=False,
        date_header=False,  # the twin dates its answers by its own clock
    )
    server = _Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="twin", daemon=True)
    thread.start()
    try:
        if not server.is_ready.wait(_START_S):
            raise RuntimeError("the twin's server did not start")
        bound = int(listener.getsockname()[1])
        yield Served(f"http://127.0.0.1:{bound}", bound)
    finally:
        server.should_exit = True
        thread.join(_START_S)
        listener.close()
