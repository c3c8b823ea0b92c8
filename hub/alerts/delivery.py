"""A message handed over in a thread of its own, so that a channel that hangs keeps no hub from stopping.

Invariant: whoever was left alone with a message is not counted as having taken it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread

from hub.alerts.channels import Channel
from hub.alerts.compose import Message

_LOOK_S = 0.2
GRACE_S = 0.5
"""Most channels answer sooner, and then the message need not go twice."""


def handed_over(channel: Channel, message: Message, is_stopping: Callable[[], bool], grace_s: float = GRACE_S) -> bool:
    """Whether the channel took it before the hub was to stop. Raises what the channel raises."""
    taken: Future[None] = Future()

    def carry() -> None:
        try:
            channel.deliver(message)
        except Exception as error:  # noqa: BLE001 - it is raised where the message is waited for
            taken.set_exception(error)
        else:
            taken.set_result(None)

    # A daemon: an executor's threads are waited for when the process ends.
    Thread(target=carry, name=f"notice {channel.name}", daemon=True).start()
    while not wait([taken], _LOOK_S).done:
        if is_stopping() and not wait([taken], grace_s).done:
            return False
    taken.result()
    return True
