"""Hubs in processes of their own that all want an access token at once, and may die on the way to it.

Run as a module, it takes a JSON order a line: so many processes of so many threads wait until all are ready, ask, and
tell what they hold.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from hub.sdk.connector import Context
from hub.sdk.http import HttpSettings
from hub.sdk.oauth import OAuthRefresh
from hub.store.database import Database
from hub.store.sealing import Seals
from hub.store.tokens import StoredTokens

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
KEY = b"a key of thirty-two bytes, no more"[:32]


def auth_of(tokens: StoredTokens, base_url: str, reached: Callable[[str], None] = lambda moment: None) -> OAuthRefresh:
    """One client of the freee twin that listens at `base_url`."""
    return OAuthRefresh(
        HttpSettings(base_url=base_url),
        Context("books", now=lambda: NOON, tokens=tokens, reached=reached),
        token_url=f"{base_url}/public_api/token",
        client_id="twin-client",
        client_secret=SecretStr("twin-secret"),
        refresh_token=SecretStr("refresh-0"),
    )


def stored_tokens(database: Database) -> StoredTokens:
    """Sealed, as they are where an installation has a key: all that is promised of tokens holds then, too."""
    database.seals = Seals(KEY)
    return StoredTokens(database, "books", lambda: NOON.isoformat())


def _work(order: dict[str, Any], ready: int, go: int, told: int) -> None:
    database = Database(order["store"])
    tokens = stored_tokens(database)
    auths = [auth_of(tokens, order["base_url"], lambda moment: _die(moment, order)) for _ in range(order["threads"])]
    if order["refused"]:
        for auth in auths:
            auth.headers()
    with ThreadPoolExecutor(len(auths)) as pool:
        os.write(ready, b".")
        os.read(go, 1)  # returns when the last writer has closed the pipe
        for header in pool.map(lambda auth: _asked(auth, is_refused=order["refused"]), auths):
            os.write(told, header.encode() + b"\n")
    database.close()


def _asked(auth: OAuthRefresh, *, is_refused: bool) -> str:
    if is_refused:
        auth.refresh_after(401)
    return auth.headers()["Authorization"]


def _die(moment: str, order: dict[str, Any]) -> None:
    if moment == order["dies"]:
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """One answer a line, until there are no more orders."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_carried_out(json.loads(line))) + "\n")
        sys.stdout.flush()


def _warm(order: dict[str, Any]) -> None:
    """What every hub would load is loaded before any is born; nothing is connected."""
    database = Database(order["store"])
    auth_of(stored_tokens(database), order["base_url"])
    database.close()


def _carried_out(order: dict[str, Any]) -> dict[str, Any]:
    _warm(order)
    ready_out, ready = os.pipe()
    go, go_in = os.pipe()
    told_out, told = os.pipe()
    children = []
    for _ in range(order["processes"]):
        child = os.fork()
        if child == 0:
            os.close(go_in)
            _work(order, ready, go, told)
            os._exit(0)
        children.append(child)
    for end in (ready, told, go):
        os.close(end)
    for _ in children:
        os.read(ready_out, 1)
    for end in (go_in, ready_out):
        os.close(end)
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    with os.fdopen(told_out) as lines:
        return {"ends": ends, "headers": lines.read().splitlines()}


if __name__ == "__main__":
    main()
