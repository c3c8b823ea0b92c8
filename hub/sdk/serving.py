"""An HTTP server in a thread, for as long as a block lasts: the twins' and the console's."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import uvicorn

_START_S = 30.0


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
def serving(config: uvicorn.Config, listener: socket.socket, name: str) -> Iterator[None]:
    """Serve on a bound socket until the block ends, then let requests under way end; the socket is closed."""
    server = _Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name=name, daemon=True)
    thread.start()
    try:
        if not server.is_ready.wait(_START_S):
            raise RuntimeError(f"the server of the {name} did not start")
        yield
    finally:
        server.should_exit = True
        thread.join((config.timeout_graceful_shutdown or 0) + _START_S)
        listener.close()
