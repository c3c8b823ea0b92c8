"""`hub selftest`: a seed is repeated where the source is, and elsewhere people are told where it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import hub
from tests.planted import observing
from tests.planted.planting import SOWN
from tests.simulation.life import LAB, live
from tests.simulation.story import story_of
from tests.simulation.wire.life import WIRE
from tests.unit.cli.conftest import Types, office, types

__all__ = ["office", "types"]


def test_a_seed_is_the_same_history_here_as_everywhere(types: Types) -> None:
    done = types("selftest", "--seed", "3", "--json")
    lab, wire = done.document["tried"]
    assert (done.code, done.document["held"]) == (0, True)
    assert (lab["tier"], lab["seed"], lab["trace"]) == ("lab", 3, live(story_of(3)).digest)
    assert (wire["tier"], wire["trace"]) == ("wire", WIRE.live(WIRE.story_of(3)).digest)
    assert lab["laws"] == list(LAB.laws)


def test_several_seeds_begin_at_the_one_that_is_named(types: Types) -> None:
    done = types("selftest", "--seed", "4", "--seeds", "2", "--lang", "en")
    assert done.code == 0
    assert [line.split(":")[0] for line in done.out.splitlines()] == [
        f"seed {seed} ({tier})" for seed in (4, 5) for tier in ("simulated systems", "real connectors")
    ]


def test_1_where_a_law_is_broken_with_the_law_and_what_to_report(types: Types) -> None:
    (echo,) = [bug for bug in SOWN if bug.name == observing.echo_is_claim.__name__]
    with echo.planted():
        done = types("selftest", "--seed", "6", "--lang", "en")
    assert done.code == 1
    assert "  the newest word stands: person/" in done.out
    assert "python -m tests.simulation --seed 6 --trace" in done.out


@pytest.mark.long
def test_7_where_the_hub_was_installed_without_its_source(tmp_path: Path) -> None:
    shutil.copytree(hub.__path__[0], tmp_path / "hub", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "hub", "--json", "--lang", "en", "selftest"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["available"]) == (7, False)
    said = subprocess.run(command[:3] + command[4:], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert "The proofs come with the source of" in said.stdout
