"""The contract kit: what every connector must keep, as tests that a connector's own test inherits in a few lines."""

import pytest

pytest.register_assert_rewrite("hub.sdk.testing.reading", "hub.sdk.testing.writing")

from hub.sdk.testing.bench import Bench  # noqa: E402
from hub.sdk.testing.clock import FakeClock  # noqa: E402
from hub.sdk.testing.reading import ConnectorContract  # noqa: E402
from hub.sdk.testing.writing import WritableContract  # noqa: E402

__all__ = ["Bench", "ConnectorContract", "FakeClock", "WritableContract"]
