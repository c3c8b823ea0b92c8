"""The schedule: `hub run` keeps all connections in step until it is asked to stop."""

from hub.schedule.fingerprint import Fingerprint
from hub.schedule.loaded import Loaded
from hub.schedule.plans import Cron, Every, JobPlan, Quiet, parse_quiet, parse_trigger
from hub.schedule.scheduler import Scheduler

__all__ = [
    "Cron",
    "Every",
    "Fingerprint",
    "JobPlan",
    "Loaded",
    "Quiet",
    "Scheduler",
    "parse_quiet",
    "parse_trigger",
]
