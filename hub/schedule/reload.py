"""A changed configuration is read again: a good one takes over, a wrong one is refused and the old one stays."""

from __future__ import annotations

from collections.abc import Callable

from hub.located import ConfigError
from hub.schedule.loaded import Generation, Loaded, with_locks_of
from hub.sdk.errors import ConnectorError

# What may be wrong with a configuration; anything else is a fault of ours.
_REFUSALS = (ConfigError, ConnectorError, ValueError, OSError)


class Reloader:
    """Compares fingerprints; each one is tried once. `is_refused`: the last one that was tried is wrong."""

    def __init__(self, load: Callable[[], Loaded], fingerprint: Callable[[], str]) -> None:
        self._load, self._fingerprint = load, fingerprint
        self._seen = fingerprint()
        self.is_refused = False

    def next_after(self, current: Generation) -> Generation | None:
        """The configuration that takes the place of this one; None where nothing changed, or what changed is wrong."""
        print_now = self._fingerprint()
        if print_now == self._seen:
            return None
        self._seen = print_now
        try:
            found = Generation(with_locks_of(self._load(), current.loaded))
        except _REFUSALS as error:
            self.is_refused = True
            what_to_do = "mend it and save; until then the hub works with what it had"
            current.loaded.world.log("configuration_refused", problem=str(error), what_to_do=what_to_do)
            return None
        self.is_refused = False
        return found
