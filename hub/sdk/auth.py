"""The ways a request proves who asks by a secret that stays: it lives in a header and nowhere else, not in a text, log
or repr.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from pydantic import SecretStr

from hub.sdk.errors import PersonNeededError


class _FixedHeader:
    """A header that never changes."""

    def __init__(self, name: str, value: str) -> None:
        if not value or not value.isascii() or not value.isprintable() or value != value.strip():
            raise PersonNeededError(f"the secret for {name} is empty or no plain ASCII: enter it again")
        self._name = name
        self._headers = {name: value}

    def headers(self) -> Mapping[str, str]:
        return self._headers

    def refresh_after(self, status: int) -> bool:
        return False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._name})"


class ApiKey(_FixedHeader):
    """A key in a header of its own."""

    def __init__(self, header: str, secret: SecretStr) -> None:
        super().__init__(header, secret.get_secret_value())


class Bearer(_FixedHeader):
    """A token that does not lapse."""

    def __init__(self, secret: SecretStr) -> None:
        super().__init__("Authorization", f"Bearer {secret.get_secret_value()}")


class BasicAuth(_FixedHeader):
    """A user and a password."""

    def __init__(self, user: str, secret: SecretStr) -> None:
        pair = f"{user}:{secret.get_secret_value()}".encode()
        super().__init__("Authorization", f"Basic {base64.b64encode(pair).decode('ascii')}")
