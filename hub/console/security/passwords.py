"""Passwords: kept as argon2id hashes, compared in the same time for everybody, and made by the hub.

Invariant: a password leaves this process once, at the moment it is made.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Without 0, O, 1, l and I, which people mistake for each other when they copy one from a screen.
SIGNS = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 20
# A hash of megabytes of text would cost as much as whoever sends it likes.
LONGEST = 256


def made_password(choose: Callable[[str], str] = secrets.choice) -> str:
    """A new password, of more than a hundred bits."""
    return "".join(choose(SIGNS) for _ in range(_LENGTH))


class Passwords:
    """Hashes and compares; the costs are argon2-cffi's, which follow RFC 9106 (64 MiB, 3 passes)."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._of_nobody = self.hashed(made_password())

    def hashed(self, password: str) -> str:
        """What is stored of a password."""
        return self._hasher.hash(password)

    def matches(self, stored: str | None, given: str) -> bool:
        """Whether `given` is the password; a user that there is not (None) takes as long as one that there is."""
        try:
            is_right = self._hasher.verify(stored or self._of_nobody, given[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
        return is_right and stored is not None
