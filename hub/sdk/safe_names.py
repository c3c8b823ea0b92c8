"""Names of connections and streams, made of names that people gave to files and sheets."""

from __future__ import annotations

from collections.abc import Iterable


def safe_name(text: str) -> str:
    """The text with _ for each sign that no name may have."""
    return "".join(sign if sign.isalnum() or sign in "_-" else "_" for sign in text)


def each_once(names: Iterable[str]) -> list[str]:
    """The names in their order, with a number behind one that was there before."""
    found: list[str] = []
    for name in names:
        taken = sum(known == name or known.startswith(f"{name}-") for known in found)
        found.append(f"{name}-{taken + 1}" if taken else name)
    return found
