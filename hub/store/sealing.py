"""Secrets at rest: each is encrypted under a key of its own, and that one under the installation's key.

Invariant: what is sealed opens only for what it was sealed for (its name is authenticated) and with the key that it
names; without a key texts are stored as they are, and both kinds are read.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Sequence

from hub.store.errors import StoreError

_MARK = "sealed:1:"
_KEY_BYTES = 32
_NONCE_BYTES = 12


def about_factor(user_id: int) -> str:
    """What the secret of a second factor is called."""
    return f"second factor of user {user_id}"


class BadKeyError(ValueError):
    """A text is no key."""


def made_key() -> str:
    """A new key, as it is written into a file or an environment."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def key_of(text: str) -> bytes:
    """The key that a text is. Raises `BadKeyError`."""
    try:
        key = base64.b64decode(text.strip().encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        raise BadKeyError from None
    if len(key) != _KEY_BYTES:
        raise BadKeyError
    return key


class Seals:
    """Seals with the key in use and opens with the old ones, too; without one, texts stay as they are."""

    def __init__(self, key: bytes | None = None, old: Sequence[bytes] = ()) -> None:
        self.name = "" if key is None else _name(key)
        """The name of the key in use: a part of its hash, which tells nothing of it."""
        self._keys = {_name(one): one for one in (*old, *([] if key is None else [key]))}

    def __repr__(self) -> str:
        return f"Seals({self.name or 'none'})"

    def seal(self, text: str, about: str) -> str:
        """What is stored of a text; `about` names what it is."""
        if not self.name:
            return text
        own = secrets.token_bytes(_KEY_BYTES)
        return f"{_MARK}{self.name}:{_locked(self._keys[self.name], own, about)}:{_locked(own, text.encode(), about)}"

    def opened(self, stored: str, about: str) -> str:
        """The text again. Raises `StoreError`."""
        if not stored.startswith(_MARK):
            return stored
        name, wrapped, locked = self._parts(stored, about)
        own = _unlocked(self._key(name, about), wrapped, about)
        return _unlocked(own, locked, about).decode()

    def renewed(self, stored: str, about: str) -> str:
        """The same sealed with the key in use; the text of what is sealed already is not looked at."""
        if not self.name or self.key_name(stored) == self.name:
            return stored
        if not stored.startswith(_MARK):
            return self.seal(stored, about)
        name, wrapped, locked = self._parts(stored, about)
        own = _unlocked(self._key(name, about), wrapped, about)
        return f"{_MARK}{self.name}:{_locked(self._keys[self.name], own, about)}:{locked}"

    @staticmethod
    def key_name(stored: str) -> str:
        """The name of the key with which a text is sealed; empty where it is not."""
        return stored.removeprefix(_MARK).partition(":")[0] if stored.startswith(_MARK) else ""

    def _parts(self, stored: str, about: str) -> tuple[str, str, str]:
        parts = stored.removeprefix(_MARK).split(":")
        if len(parts) != 3:
            raise _damaged(about)
        return parts[0], parts[1], parts[2]

    def _key(self, name: str, about: str) -> bytes:
        if name not in self._keys:
            raise StoreError(
                f"the stored secret of {about} was sealed with key {name}, which the configuration does not name; put "
                "that key into store.key or store.old_keys, or enter the secret anew"
            )
        return self._keys[name]


def _name(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:8]


def _locked(key: bytes, data: bytes, about: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # late: few commands meet a secret

    nonce = secrets.token_bytes(_NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, data, about.encode())).decode()


def _unlocked(key: bytes, locked: str, about: str) -> bytes:
    from cryptography.exceptions import InvalidTag  # late, as above
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        data = base64.urlsafe_b64decode(locked)
        return AESGCM(key).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError):
        raise _damaged(about) from None


def _damaged(about: str) -> StoreError:
    return StoreError(f"the stored secret of {about} is damaged; enter it anew")
