"""A stateful stand-in of the HubSpot API, for the demo, the tests and the benchmarks."""

from connectors.hubspot.twin.account import HubSpotTwin
from connectors.hubspot.twin.memory import recall, remember

TWIN = HubSpotTwin

__all__ = ["TWIN", "HubSpotTwin", "recall", "remember"]
