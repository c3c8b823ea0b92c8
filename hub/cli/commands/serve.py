"""`hub serve`: the console, and with it the schedule, until a signal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.types import ASGIApp

from hub.bootstrap import Surroundings, opened
from hub.cli.answer import Answer, CommandError
from hub.cli.interrupt import stopping_on_signals
from hub.cli.scheduled import files_of, job_plans, loaded, reloading
from hub.cli.session import Session
from hub.cli.words import Say
from hub.config import Config
from hub.config.places import places_of
from hub.console.app import console, doorbell
from hub.console.house import House, Worlds
from hub.console.security.attempts import Attempts
from hub.console.security.oidc import Oidc
from hub.console.security.users import first_admin
from hub.console.server import Address, served
from hub.log import log
from hub.schedule.fingerprint import Fingerprint
from hub.schedule.scheduler import Scheduler
from hub.sync.world import World

Opening = Callable[[Session, House, Address, World], AbstractContextManager[None]]


def serve(session: Session, address: Address, *, schedule: bool, webhooks_only: bool = False) -> Answer:
    """Serve until Ctrl-C or SIGTERM; without times in the configuration, the console alone."""
    if not address.is_allowed:
        raise CommandError(session.say("serve.in_the_clear", host=address.host))
    for file in (address.cert, address.key):
        if file is not None and not file.is_file():
            raise CommandError(session.say("serve.no_file", file=file))
    plans = job_plans(session.config) if schedule and not webhooks_only else []
    if webhooks_only:
        _alone(session, address, "serve.webhooks", _at_the_door)
    elif plans:
        _with_schedule(session, address, len(plans))
    else:
        _alone(session, address, "serve.unscheduled" if schedule else "serve.alone", _on_air)
    return Answer({"stopped": True}, lambda screen: screen.told("run.stopped"))


def _with_schedule(session: Session, address: Address, jobs: int) -> None:
    config = session.config
    with session.working(bars=False) as world:
        scheduler = Scheduler(
            loaded(config, world),
            session.stopping,
            load=reloading(config, world, Surroundings(stopping=session.stopping)),
            fingerprint=Fingerprint(lambda: files_of(config)),
        )
        house = _house(
            session, address, world, scheduler.in_use, scheduler.alone, scheduler.appointments.agenda, scheduler.wake
        )
        with _on_air(session, house, address, world):
            session.tell(session.say("run.started", count=jobs))
            scheduler.run()


def _alone(session: Session, address: Address, told: str, opening: Opening) -> None:
    """Another process may be the hub: only who plans and writes asks for its lock."""
    config = session.config
    config.seals()  # a key that is missing is told now, and not to whoever signs in

    def working() -> AbstractContextManager[World]:
        return opened(config, Surroundings(stopping=session.stopping))

    with (
        session.looking() as world,
        stopping_on_signals(session.stopping, lambda key: session.tell(session.say(key))),
    ):
        house = _house(session, address, world, lambda: contextlib.nullcontext(world), working)
        with opening(session, house, address, world):
            session.tell(session.say(told))
            # Windows delivers no signal to a wait without an end.
            while not session.stopping.wait(1.0):
                continue


@contextlib.contextmanager
def _at_the_door(session: Session, house: House, address: Address, _: World) -> Iterator[None]:
    with _reached(session, doorbell(house), address) as url:
        session.tell(session.say("serve.door", url=url))
        yield


@contextlib.contextmanager
def _reached(session: Session, app: ASGIApp, address: Address) -> Iterator[str]:
    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(served(app, address))
        except OSError as error:
            what = error.strerror or type(error).__name__
            raise CommandError(session.say("serve.taken", host=address.host, port=address.port, what=what)) from error
        yield url


@contextlib.contextmanager
def _on_air(session: Session, house: House, address: Address, world: World) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(_reached(session, console(house), address))
        stack.callback(house.live.stop)
        session.tell(session.say("serve.at", url=url))
        # Only now: nobody reads a password that is told before a start that fails.
        made = first_admin(world, house.passwords)
        if made is not None:
            session.tell(session.say("serve.first", name=made.name, password=made.password))
        yield


def _house(
    session: Session,
    address: Address,
    world: World,
    looking: Worlds,
    working: Worlds,
    next_runs: Callable[[], Mapping[str, datetime]] = dict,
    wake: Callable[[], None] = lambda: None,
) -> House:
    settings = session.config.settings
    return House(
        looking=looking,
        working=working,
        speak=Say,
        now=world.now,
        zone=ZoneInfo(settings.time_zone),
        attempts=Attempts(world.now),
        log=log,
        next_runs=next_runs,
        wake=wake,
        language=session.lang,
        silence_after=settings.alarm.silence_after,
        is_secure=address.is_secure,
        second_factor=settings.console.second_factor,
        oidc=oidc_of(session.config),
        places=places_of(session.config),
    )


def oidc_of(config: Config) -> Oidc | None:
    """What is agreed with the company's site for signing in, its secret looked up; raises `ConfigError`."""
    said = config.settings.console.oidc
    if said is None:
        return None
    told = said.model_dump(exclude={"client_secret"})
    return Oidc(client_secret=config.oidc_secret(), **told)
