"""Tell our side of a mail from the other: its direction and its counterparts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from connectors.email.addresses import Address


@dataclass(frozen=True)
class OurSide:
    """The addresses and domains (lower case) that are ours."""

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def holds(self, address: Address) -> bool:
        return address.address.lower() in self.addresses or self.holds_domain(address.domain)

    def holds_domain(self, domain: str) -> bool:
        """Whether the domain or one above it is ours."""
        labels = domain.lower().split(".")
        return any(".".join(labels[at:]) in self.domains for at in range(len(labels)))

    def is_outbound(self, senders: list[Address]) -> bool:
        return bool(senders) and self.holds(senders[0])

    def others(self, addresses: Iterable[Address]) -> list[Address]:
        """The addresses that are not ours, each once, in order."""
        found: dict[str, Address] = {}
        for address in addresses:
            if not self.holds(address):
                found.setdefault(address.address.lower(), address)
        return list(found.values())
