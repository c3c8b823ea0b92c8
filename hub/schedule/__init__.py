"""The schedule: `hub run` keeps all connections in step until it is asked to stop."""

from hub.schedule.fingerprint import Fingerprint
from hub.schedule.loaded import Loaded
from hub.schedule.plans import JobPlan
from hub.schedule.scheduler import Scheduler

__all__ = ["Fingerprint", "JobPlan", "Loaded", "Scheduler"]
