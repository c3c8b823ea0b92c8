"""What a run tells of the writes that its systems refused."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from hub.cli.language import Language
from hub.cli.run_story import run_story
from hub.cli.show.run_report import show_run
from hub.cli.show.screen import Screen
from hub.cli.words import Say
from hub.sdk.records import PushResult
from tests.pipeline.lab import Lab


def _refusing(lab: Lab, outcome: str, external_id: str | None = None) -> None:
    lab["beta"].fault = lambda changes: iter(
        [PushResult(change.key, outcome, external_id, message="メールが不正です") for change in changes]  # type: ignore[arg-type]
    )


def _drawn(story: dict[str, object], lang: Language) -> str:
    screen = Screen(Console(file=io.StringIO(), width=200), Say(lang))
    show_run(screen, story)
    assert isinstance(screen.console.file, io.StringIO)
    return screen.console.file.getvalue()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_refused_write_names_the_customer_and_the_systems_own_reason(lab: Lab, lang: Language) -> None:
    _refusing(lab, "rejected")
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    told = _drawn(run_story(lab.world, lab.sync()), lang)
    assert any("beta/people" in line and "山田" in line and "メールが不正です" in line for line in told.splitlines())


def test_what_the_hub_itself_says_of_a_refusal_is_in_the_readers_language(lab: Lab) -> None:
    _refusing(lab, "found", "b9")
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    story = run_story(lab.world, lab.sync())
    assert [refused["why"]["code"] for refused in story["refused"]] == ["exists_there"]
    assert "相手に b9 としてもうあります" in _drawn(story, "ja")
    assert "exists there already as b9" in _drawn(story, "en")


def test_a_refusal_is_told_until_it_is_over(lab: Lab) -> None:
    _refusing(lab, "rejected")
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    lab.sync()
    assert [one["display"] for one in run_story(lab.world, lab.sync())["refused"]] == ["山田"]


@pytest.mark.parametrize(
    ("outcome", "words"), [("missing", "その記録は相手にもうありません"), ("moved", "読んだ後に相手で変わりました")]
)
def test_a_write_that_found_another_record_than_the_hub_had_read_is_told(lab: Lab, outcome: str, words: str) -> None:
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    lab.sync()
    lab["alpha"].user_edits("a1", job="部長")
    _refusing(lab, outcome, "beta-1")
    story = run_story(lab.world, lab.sync())
    assert any("beta/people: 1" in line and words in line for line in _drawn(story, "ja").splitlines())
