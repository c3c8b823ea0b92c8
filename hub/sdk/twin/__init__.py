"""Twins: small stateful stand-ins of vendors' APIs, for the demo, the tests and the benchmarks."""

from hub.sdk.twin.exchange import TwinRequest, TwinResponse, refusal, reply
from hub.sdk.twin.faults import Fault, Faults
from hub.sdk.twin.serve import Served, serve
from hub.sdk.twin.transport import TwinTransport
from hub.sdk.twin.twin import Twin

__all__ = [
    "Fault",
    "Faults",
    "Served",
    "Twin",
    "TwinRequest",
    "TwinResponse",
    "TwinTransport",
    "refusal",
    "reply",
    "serve",
]
