"""A twin on a loopback port, for the demo and for everything that needs a real socket."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import uvicorn

from hub.sdk.serving import serving
from hub.sdk.twin.twin import Twin


@dataclass(frozen=True)
class Served:
    """Where a twin listens; `base_url` has no path and no slash at its end."""

    base_url: str
    port: int


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
    with serving(config, listener, "twin"):
        bound = int(listener.getsockname()[1])
        yield Served(f"http://127.0.0.1:{bound}", bound)
