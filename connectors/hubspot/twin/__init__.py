"""A stateful stand-in of the HubSpot API, for the demo, the tests and the benchmarks."""

from connectors.hubspot.twin.account import HubSpotTwin

TWIN = HubSpotTwin

__all__ = ["TWIN", "HubSpotTwin"]
