"""Which properties the account has, so that a misspelt or deleted one is told, and one that nobody reads yet.

Invariant: nothing is asked but by `check`; a pull costs no request for it.
"""

from __future__ import annotations

from difflib import get_close_matches

import msgspec

from connectors.hubspot.objects import ObjectType
from connectors.hubspot.settings import HubSpotSettings
from hub.sdk.errors import PersonNeededError
from hub.sdk.http import Http

MOST_NAMED = 10


class _Property(msgspec.Struct, frozen=True, rename="camel"):
    name: str
    hubspot_defined: bool = False


class _Properties(msgspec.Struct, frozen=True):
    results: list[_Property]


class AccountProperties:
    """Compares the properties that the settings name with those of the account."""

    def __init__(self, http: Http, settings: HubSpotSettings) -> None:
        self._http = http
        self._settings = settings
        self._lacking: dict[str, frozenset[str]] = {}

    def lacking(self, kind: ObjectType) -> frozenset[str]:
        """Which of the settings' properties a type of object was seen not to have; none before anybody looked."""
        return self._lacking.get(kind.stream, frozenset())

    def told(self, kinds: list[ObjectType]) -> str:
        """What of people's own properties is not read, in words; empty where all is, or where nobody may look.

        Raises `PersonNeededError` where the settings name a property that no type of object has.
        """
        found = [(kind, self._of(kind)) for kind in kinds]
        listed = [(kind, properties) for kind, properties in found if properties is not None]
        if len(listed) < len(found):
            return ""
        self._refuse_unknown({each.name for _, properties in listed for each in properties})
        for kind, properties in listed:
            self._lacking[kind.stream] = frozenset(self._settings.properties) - {each.name for each in properties}
        return "".join(self._unread(kind, properties) for kind, properties in listed)

    def _of(self, kind: ObjectType) -> list[_Property] | None:
        """None where the app may not list them, which a working connection does not need."""
        try:
            answer = self._http.get(f"{self._settings.properties_path}/{kind.stream}", accept=(404,))
        except PersonNeededError:
            return None
        return None if answer.status == 404 else answer.json(_Properties).results

    def _refuse_unknown(self, known: set[str]) -> None:
        for name in self._settings.properties:
            if name not in known:
                near = get_close_matches(name, sorted(known), n=1)
                hint = f"did you mean '{near[0]}'?" if near else "correct the name, or make the property in HubSpot"
                raise PersonNeededError(f"the account has no property '{name}', which `properties` names; {hint}")

    def _unread(self, kind: ObjectType, found: list[_Property]) -> str:
        read = {*kind.properties, *self._settings.properties}
        own = sorted(each.name for each in found if not each.hubspot_defined and each.name not in read)
        if not own:
            return ""
        rest = f" and {len(own) - MOST_NAMED} more" if len(own) > MOST_NAMED else ""
        return f"; properties of {kind.stream} that are not read: {', '.join(own[:MOST_NAMED])}{rest}"
