"""The console on a port: uvicorn in a thread, so that the schedule, or a wait for a signal, has the main one.

Invariant: what is served beyond this machine is served over TLS, or by a proxy that somebody has named.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from hub.sdk.serving import serving

_STOP_S = 10


@dataclass(frozen=True)
class Address:
    """Where to listen. `cert` and `key` are PEM files; `behind_proxy`: a proxy adds TLS and tells who asks."""

    host: str = "127.0.0.1"
    port: int = 8787
    cert: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach it over TLS only."""
        return self.cert is not None or self.behind_proxy

    @property
    def is_allowed(self) -> bool:
        """Passwords and names of customers cross no network in the clear."""
        return self.is_loopback or self.is_secure


@contextlib.contextmanager
def served(app: ASGIApp, address: Address) -> Iterator[str]:
    """Serve until the block ends, then let requests under way end; gives the URL. `OSError` where the port is taken."""
    listener = _listener(address)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        ssl_certfile=address.cert,
        ssl_keyfile=address.key,
        proxy_headers=address.behind_proxy,
        forwarded_allow_ips="*" if address.behind_proxy else None,
        timeout_graceful_shutdown=_STOP_S,
    )
    try:
        # In this thread, where a certificate that can't be read is an error that somebody sees.
        config.load()
    except BaseException:
        listener.close()
        raise
    with serving(config, listener, "console"):
        host = f"[{address.host}]" if ":" in address.host else address.host
        yield f"{'https' if address.cert else 'http'}://{host}:{listener.getsockname()[1]}/"


def _listener(address: Address) -> socket.socket:
    family, kind, protocol, _, place = socket.getaddrinfo(
        address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
    except BaseException:
        listener.close()
        raise
    return listener
