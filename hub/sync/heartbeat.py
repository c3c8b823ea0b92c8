"""A heartbeat: a connection that nothing is asked of is asked something, before its refresh token lapses unused.

Invariant: a token that was used within a third of its life costs no request.
"""

from __future__ import annotations

from hub.sdk.errors import ConnectorError, PersonNeededError
from hub.sdk.oauth import needs_heartbeat
from hub.sync.stops import tell_stop
from hub.sync.world import ConnectionSetup, World


def keep_alive(world: World, connection: ConnectionSetup) -> None:
    """Use the connection's token if nobody has for long. A failure is told in the log and stops nothing."""
    connector = connection.connector
    try:
        stored = connector.context.tokens.load() if connector.refresh_token_lives_days is not None else None
        if needs_heartbeat(stored, connector.refresh_token_lives_days, world.now()):
            connector.check()
            world.log("connection_kept_alive", connection=connection.name)
    except ConnectorError as error:
        advice = "mend it as the reason says" if isinstance(error, PersonNeededError) else "it is tried at the next run"
        tell_stop(world, "heartbeat_failed", error, connection=connection.name, what_to_do=advice)
