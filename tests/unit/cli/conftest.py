"""Commands typed in this process, which is much faster than a process each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hub.cli import main
from tests.unit.cli.office import Office, Typed

Types = Callable[..., Typed]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A company with two lists that agree."""
    return Office(tmp_path)


@pytest.fixture
def types(office: Office, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Types:
    """Type a command in the office's folder."""
    monkeypatch.chdir(office.folder)
    for name in ("HUB_LANG", "HUB_CONFIG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def types(*arguments: str) -> Typed:
        capfd.readouterr()
        code = main(arguments)
        said = capfd.readouterr()
        return Typed(code, said.out, said.err)

    return types
