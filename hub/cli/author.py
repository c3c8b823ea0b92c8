"""Who decides: the person at the keyboard, as the system knows them."""

from __future__ import annotations

import getpass
import os


def author() -> str:
    """HUB_AUTHOR where it is set (several people on one account), else the name of the account."""
    named = os.environ.get("HUB_AUTHOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a number that no account has.
        return "operator"
