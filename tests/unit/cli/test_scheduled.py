"""A configuration in the words of the schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from hub.bootstrap import Surroundings, opened
from hub.cli.commands.run import run
from hub.cli.exits import Exit
from hub.cli.options import Options
from hub.cli.scheduled import files_of, job_plans, loaded, reloading
from hub.cli.session import Session
from hub.config import ConfigError, load_config
from hub.config.timing import Cron, Every
from hub.config.words import QuietHours
from hub.schedule.plans import JobPlan
from hub.sync.run import run_pipeline
from tests.unit.cli.office import Office, yamada

SCHEDULE = """    schedule:
      pull: every 15m
      push: "0 8 * * mon-fri"
      jitter_s: 20
      quiet_hours: 22:00-07:00
      catch_up: skip
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A company whose books are kept in step, and whose sales list is not."""
    office = Office(tmp_path)
    office.configure(SCHEDULE)
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    return office


def test_each_direction_has_its_plan(office: Office) -> None:
    quiet = QuietHours(time(22), time(7))
    assert job_plans(load_config(office.folder / "config.yaml")) == [
        JobPlan("books", "pull", Every(timedelta(minutes=15)), 20, quiet, "skip"),
        JobPlan("books", "push", Cron("0 8 * * mon-fri"), 20, quiet, "skip"),
    ]


def test_a_disabled_connection_has_no_plan(office: Office) -> None:
    office.configure(SCHEDULE + "    enabled: false\n")
    assert job_plans(load_config(office.folder / "config.yaml")) == []


def test_the_configuration_and_its_mappings_are_watched(office: Office) -> None:
    names = [path.name for path in files_of(load_config(office.folder / "config.yaml"))]
    assert names == ["config.yaml", "rows.yaml", "rows.yaml"]


def test_a_changed_configuration_is_put_together_over_the_open_database(office: Office) -> None:
    config = load_config(office.folder / "config.yaml")
    with opened(config) as world:
        office.configure(SCHEDULE.replace("15m", "30m"))
        found = reloading(config, world, Surroundings())()
        found.close()
    assert found.plans[0].trigger == Every(timedelta(minutes=30))
    assert found.world.database is world.database


def test_another_database_is_refused_while_the_hub_runs(office: Office) -> None:
    config = load_config(office.folder / "config.yaml")
    with opened(config) as world:
        office.configure(SCHEDULE, **{"hub.db": "other.db"})
        with pytest.raises(ValueError, match=r"store\.url has changed"):
            reloading(config, world, Surroundings())()


def test_silence_and_zone_are_those_of_the_configuration(office: Office) -> None:
    office.configure(SCHEDULE + "alarm: {silence_after: 2h}\n")
    config = load_config(office.folder / "config.yaml")
    with opened(config) as world:
        found = loaded(config, world)
    assert (found.silence_after, found.zone.key) == (timedelta(hours=2), "Asia/Tokyo")


def test_a_schedule_that_is_asked_to_stop_ends_well(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office.folder)
    session = Session(Options())
    session.stopping.set()
    assert run(session).exit is Exit.OK


def _rename(office: Office) -> None:
    path = office.folder / "config.yaml"
    path.write_text(path.read_text().replace("  books:\n", "  ledgers:\n"))


def _is_read(office: Office) -> None:
    with opened(load_config(office.folder / "config.yaml")) as world:
        run_pipeline(replace(world, log=lambda event, **told: None))


def test_a_connection_under_another_name_is_refused_before_anybody_is_made_twice(office: Office) -> None:
    _is_read(office)
    _rename(office)
    with pytest.raises(ConfigError, match="call it 'books' again"):
        _is_read(office)


def test_a_connection_under_another_name_is_refused_while_the_hub_runs(office: Office) -> None:
    _is_read(office)
    config = load_config(office.folder / "config.yaml")
    with opened(config) as world:
        _rename(office)
        with pytest.raises(ConfigError, match="'ledgers' is new here and reads rows, as 'books' did"):
            reloading(config, world, Surroundings())()


def test_another_system_with_the_same_streams_is_welcome_beside_one_that_is_disabled(office: Office) -> None:
    _is_read(office)
    path = office.folder / "config.yaml"
    text = path.read_text()
    books = text[text.index("  books:\n") : text.index(SCHEDULE)]
    _rename(office)
    path.write_text(path.read_text().replace("  ledgers:\n", f"{books}    enabled: false\n  ledgers:\n"))
    _is_read(office)
