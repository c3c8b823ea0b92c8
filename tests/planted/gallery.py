"""All planted bugs, in the order of the steps that they break."""

from __future__ import annotations

from tests.planted import connecting, deciding, observing, promising, pulling, pushing
from tests.planted.planting import SOWN, Bug

_STEPS = (connecting, pulling, observing, deciding, pushing, promising)
BUGS: dict[str, Bug] = {bug.name: bug for step in _STEPS for bug in SOWN if bug.sow.__module__ == step.__name__}
