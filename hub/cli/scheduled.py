"""A configuration in the words of the schedule: one plan a connection and direction, and how it is read again.

Invariant: a configuration that names another database is refused while the hub runs on the present one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from hub.alerts import Desk
from hub.bootstrap import Surroundings, assemble, refuse_renamed
from hub.config import Config, load_config
from hub.config.settings import ScheduleSettings
from hub.schedule.loaded import Loaded
from hub.schedule.plans import Direction, JobPlan
from hub.sync.world import World


def job_plans(config: Config) -> list[JobPlan]:
    """The plans of all connections that have times; writing without times of its own follows what was read."""
    return [
        plan
        for name, connection in config.settings.connections.items()
        if connection.enabled
        for plan in _plans_of(name, connection.schedule)
    ]


def _plans_of(name: str, schedule: ScheduleSettings) -> Iterator[JobPlan]:
    directions: tuple[Direction, ...] = ("pull", "push")
    for direction, trigger in zip(directions, (schedule.pull, schedule.push), strict=True):
        if trigger is not None:
            yield JobPlan(name, direction, trigger, schedule.jitter_s, schedule.quiet_hours, schedule.catch_up)


def loaded(config: Config, world: World, close: Callable[[], None] = lambda: None) -> Loaded:
    """What the schedule needs of a configuration and its world."""
    settings = config.settings
    zone, desk = ZoneInfo(settings.time_zone), Desk.of(config)
    return Loaded(world, job_plans(config), zone, settings.alarm.silence_after, close, desk)


def reloading(config: Config, world: World, around: Surroundings) -> Callable[[], Loaded]:
    """Reads the configuration again and puts its parts together over the database that is open."""
    url = config.store_url()

    def load() -> Loaded:
        fresh = load_config(config.path, config.environ)
        if fresh.store_url() != url:
            raise ValueError("store.url has changed; stop the hub and start it again to move to another database")
        new = assemble(fresh, world.database, around)
        refuse_renamed(fresh, new)
        return loaded(fresh, new, lambda: _close(new))

    return load


def files_of(config: Config) -> list[Path]:
    """The files whose change means another configuration."""
    return [config.path, *(Path(mapping.file) for mapping in config.mappings.values())]


def _close(world: World) -> None:
    for connection in world.connections.values():
        connection.connector.close()
