"""`hub run`: the schedule, until a signal."""

from __future__ import annotations

from hub.bootstrap import Surroundings
from hub.cli.answer import Answer
from hub.cli.scheduled import files_of, job_plans, loaded, reloading
from hub.cli.session import Session
from hub.schedule.fingerprint import Fingerprint
from hub.schedule.scheduler import Scheduler


def run(session: Session) -> Answer:
    """Work until Ctrl-C or SIGTERM."""
    config = session.config
    plans = job_plans(config)
    if not plans:
        raise config.unscheduled()
    with session.working(bars=False) as world:
        around = Surroundings(stopping=session.stopping)
        scheduler = Scheduler(
            loaded(config, world),
            session.stopping,
            load=reloading(config, world, around),
            fingerprint=Fingerprint(lambda: files_of(config)),
        )
        session.tell(session.say("run.started", count=len(plans)))
        scheduler.run()
    return Answer({"stopped": True}, lambda screen: screen.told("run.stopped"))
