"""A connection that is turned to another account is refused before the records of the two are mixed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.freee.twin import FreeeTwin
from hub.bootstrap import Surroundings, opened
from hub.config import load_config
from hub.located import ConfigError
from hub.sync.run import run_pipeline

CONFIG = """\
hub: 1
language: en
connections:
  books:
    connector: freee
    settings:
      company_id: 1
      client_id: twin-client
      client_secret: ${env:SECRET}
      refresh_token: ${env:REFRESH}
      base_url: http://freee.test
      token_url: http://freee.test/public_api/token
    streams:
      partners: {}
"""
ENVIRON = {"SECRET": "twin-secret", "REFRESH": "refresh-0"}


@pytest.fixture
def twin() -> FreeeTwin:
    twin = FreeeTwin(lambda: datetime(2026, 4, 1, tzinfo=UTC))
    twin.user_creates("partners", {"name": "山田商店"})
    return twin


def _read(folder: Path, twin: FreeeTwin, company: int, *, has_records: bool = True) -> None:
    path = folder / "config.yaml"
    path.write_text(CONFIG.replace("company_id: 1", f"company_id: {company}"), encoding="utf-8")
    around = Surroundings(transport=lambda name: twin.as_transport(), log=lambda event, **told: None)
    with opened(load_config(path, ENVIRON), around) as world:
        if has_records:
            assert run_pipeline(world, "manual", ("pull",)).state == "ok"


def test_another_company_under_the_name_of_one_that_was_read_is_refused(tmp_path: Path, twin: FreeeTwin) -> None:
    _read(tmp_path, twin, 1)
    with pytest.raises(ConfigError) as refused:
        _read(tmp_path, twin, 2)
    told = str(refused.value)
    assert "config.yaml:7" in told
    assert "'books' is known with company_id 1; 2 is another account" in told
    _read(tmp_path, twin, 1)


def test_a_company_that_was_never_read_may_be_corrected(tmp_path: Path, twin: FreeeTwin) -> None:
    _read(tmp_path, twin, 2, has_records=False)
    _read(tmp_path, twin, 1)
    with pytest.raises(ConfigError):
        _read(tmp_path, twin, 2)
