"""A stand-in of freee, for the demo, the tests and the benchmarks."""

from connectors.freee.twin.memory import recall, remember
from connectors.freee.twin.twin import FreeeTwin

TWIN = FreeeTwin

__all__ = ["TWIN", "FreeeTwin", "recall", "remember"]
