"""Log lines say what happened, in words or as JSON, and hold nobody's personal values."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.log import Format, LogWriter, log, setup
from hub.log.bridge import LibraryHandler
from hub.log.privacy import masked
from hub.sdk.errors import RetryLaterError
from hub.sdk.records import Change, PushResult
from tests.pipeline.lab import Lab

NAMES = ("髙橋", "カナリア子", "Kanaria Takahashi")
MAILS = ("kanaria@secret-nest.example", "new.kanaria@secret-nest.example")
PHONES = ("03-9876-5432", "+81398765432", "090-1111-2222")
ADDRESSES = ("〒987-6543", "秘密県内緒市1-2-3")
JOBS = ("鳥の飼育係", "鳥の調教師")
CANARIES = (*NAMES, *MAILS, *PHONES, *ADDRESSES, *JOBS)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def written(style: Format, event: str, *, personal_values: bool = False, **data: Any) -> str:
    stream = io.StringIO()
    LogWriter("debug", style, personal_values, stream)(event, **data)
    return stream.getvalue()


def as_json(event: str, **data: Any) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.json.decode(written("json", event, **data))
    return document


def test_a_line_of_json_tells_when_how_grave_what_and_about_what() -> None:
    line = as_json("page_stored", stream="freee/partners", records=100)
    assert list(line) == ["at", "level", "event", "stream", "records"]
    assert line["at"].endswith("Z")
    assert (line["level"], line["event"], line["records"]) == ("info", "page_stored", 100)


def test_a_line_of_words_tells_the_same() -> None:
    line = written(
        "text", "conflict_opened", golden="person/7", winner={"source": "a b", "edited": True}, losers=[1, 2]
    )
    assert line.split("Z ", 1)[1].split() == [
        *("warning", "conflict_opened", "golden=person/7", 'winner=(source="a', 'b"', "edited=yes)", "losers=[1,", "2]")
    ]


def test_a_terminal_gets_words_in_colour_and_a_pipe_gets_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = Terminal()
    LogWriter("info", "auto", False, terminal)("run_failed", run=1)
    assert "\x1b[31mrun_failed" in terminal.getvalue()
    assert written("auto", "run_failed", run=1).startswith("{")


def test_colours_can_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = Terminal()
    LogWriter("info", "auto", False, terminal)("run_failed", run=1)
    assert "\x1b" not in terminal.getvalue()


@pytest.mark.parametrize(
    ("event", "level"),
    [
        ("run_failed", "error"),
        ("connection_silent", "error"),
        ("pull_stopped", "warning"),
        ("conflict_opened", "warning"),
        ("records_quarantined", "warning"),
        ("mapped_paths_absent", "warning"),
        ("conflict_decided", "info"),
        ("request_repeated", "debug"),
    ],
)
def test_the_last_word_of_an_event_gives_its_level(event: str, level: str) -> None:
    assert as_json(event)["level"] == level


def test_events_below_the_level_are_not_written() -> None:
    stream = io.StringIO()
    writer = LogWriter("warning", "json", False, stream)
    writer("run_finished", run=1)
    writer("write_rejected", intent=1)
    assert [msgspec.json.decode(line)["event"] for line in stream.getvalue().splitlines()] == ["write_rejected"]


def test_an_event_below_the_level_is_not_even_looked_at() -> None:
    class Untouchable:
        def __str__(self) -> str:
            raise AssertionError("somebody looked")

    LogWriter("error", "json", False, io.StringIO())("run_finished", reason=Untouchable())


@given(st.text(), st.text())
def test_an_event_is_always_one_line(reason: str, value: str) -> None:
    told: dict[str, Any] = {"value": value, "nested": {"key": [value]}, "reason": reason}
    assert written("json", "page_stored", **told).count("\n") == 1
    assert len(written("text", "page_stored", **told).splitlines()) == 1


def test_a_remote_system_cannot_steer_the_terminal() -> None:
    line = written("text", "pull_stopped", reason="\x1b[2J\u202egone")
    assert r'"\x1b[2J\u202egone"' in line


def test_japanese_stays_readable() -> None:
    assert "field=会社名 why=対応表が変わりました" in written(
        "text", "stream_replayed", field="会社名", why="対応表が変わりました"
    )


@pytest.mark.parametrize("value", ["\udcff.xlsx", 2**70, {1: Path("x")}, {"a", "b"}])
def test_a_value_that_json_does_not_know_is_written_all_the_same(value: object) -> None:
    assert as_json("page_stored", value=value)["event"] == "page_stored"


def test_a_full_disk_under_the_log_stops_nothing() -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    LogWriter("info", "json", False, Full())("run_started", run=1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("taro@example.jp is taken", "[mail] is taken"),
        ("宛先「taro@example.jp」", "宛先「…」"),
        ("<taro.y+x@example.co.jp>", "<[mail]>"),
        ("call 03-1234-5678 or +81 90 1234 5678", "call [phone] or [phone]"),
        ("電話（０３）１２３４−５６７８です", "電話[phone]です"),
        ("住所は〒100-0001", "住所は[postal code]"),
        ("name 'Yamada Taro' is too long", "name '…' is too long"),
        ('value "山田" is not allowed', 'value "…" is not allowed'),
        ('property "first_name" is unknown', 'property "first_name" is unknown'),
        ("record 1234567890 of 2026-04-01T09:00:00+00:00", "record 1234567890 of 2026-04-01T09:00:00+00:00"),
        ("429: wait 60 s, run 00123", "429: wait 60 s, run 00123"),
    ],
)
def test_free_text_loses_people_and_keeps_the_rest(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert as_json("pull_stopped", reason=text)["reason"] == shown


@given(st.text(), st.text())
@example("0@)", "")
def test_masking_twice_is_masking_once(before: str, after: str) -> None:
    once = masked(f"{before}taro@example.jp{after}")
    assert masked(once) == once


def test_a_mail_address_that_serves_as_an_id_is_masked_at_any_depth() -> None:
    line = as_json("conflict_decided", winner={"source": "excel/people/taro@example.jp"}, losers=[{"id": "x@y.jp"}])
    assert (line["winner"]["source"], line["losers"][0]["id"]) == ("excel/people/[mail]", "[mail]")


def test_libraries_speak_through_the_same_log_from_warning_on(restored: None) -> None:
    stream = io.StringIO()
    setup("debug", "json", stream=stream)
    logging.getLogger("httpx").info("GET https://api.example/contacts?email=taro@example.jp")
    logging.getLogger("apscheduler").warning("job %s was late for %s", "alpha", "taro@example.jp")
    (line,) = [msgspec.json.decode(line) for line in stream.getvalue().splitlines()]
    assert (line["event"], line["library"], line["reason"]) == (
        *("library_warned", "apscheduler"),
        "job alpha was late for [mail]",
    )


def test_an_error_of_a_library_tells_its_kind_and_place(restored: None) -> None:
    stream = io.StringIO()
    setup("debug", "json", stream=stream)
    try:
        raise ValueError("no place for 'Taro Yamada'")
    except ValueError:
        logging.getLogger("alembic").exception("it broke")
    line = msgspec.json.decode(stream.getvalue())
    assert (line["level"], line["error"]) == ("error", "ValueError: no place for '…'")
    assert line["where"].startswith("tests.unit.test_log:")


def test_a_second_setup_takes_the_place_of_the_first(restored: None) -> None:
    first, second = io.StringIO(), io.StringIO()
    setup("info", "json", stream=first)
    setup("info", "json", stream=second)
    log("run_started", run=1)
    logging.getLogger("httpx").warning("careful")
    assert first.getvalue() == ""
    assert len(second.getvalue().splitlines()) == 2


@pytest.fixture
def restored() -> Iterator[None]:
    """The root logger as it was."""
    root = logging.getLogger()
    yield
    for handler in [h for h in root.handlers if isinstance(h, LibraryHandler)]:
        root.removeHandler(handler)


# The canary: unmistakable people go through everything that logs.


def eventful(lab: Lab, writer: Callable[..., None]) -> None:
    """Conflicts, a quarantined record, a rejected write, a lost answer, an error, and a fault of ours."""
    lab.world = replace(lab.world, log=writer)
    person = {"family": NAMES[0], "given": NAMES[1], "email": MAILS[0], "phone": PHONES[0], "notes": ADDRESSES[1]}
    lab["alpha"].user_creates("a1", **person)
    lab["beta"].user_creates("b1", **person)
    lab.sync()
    lab["alpha"].user_edits("a1", job=JOBS[0], mail_ok=f"{NAMES[2]}?")
    lab["alpha"].user_creates("a2", **person, mail_ok=f"{NAMES[2]} {MAILS[1]}")
    lab["alpha"].user_edits("a1", job=JOBS[0], mail_ok="true")
    lab["beta"].user_edits("b1", job=JOBS[1])
    lab.sync()
    said = " ".join(f"'{value}'" for value in (*NAMES, *ADDRESSES, *JOBS)) + f" {MAILS[0]} {PHONES[2]} {PHONES[1]}"

    def refuses(changes: Sequence[Change]) -> Iterator[PushResult]:
        return iter([PushResult(change.key, "rejected", message=f"400: {said} refused") for change in changes])

    def is_lost(changes: Sequence[Change]) -> Iterator[PushResult]:
        return iter([PushResult(change.key, "unknown", message=f"timed out: {said}") for change in changes])

    def is_broken(changes: Sequence[Change]) -> Iterator[PushResult]:
        raise KeyError(said)

    for number, fault in enumerate((refuses, is_lost, is_broken)):
        lab["beta"].fault = fault
        lab["alpha"].user_edits("a1", notes=f"{number} {ADDRESSES[1]}")
        if fault is is_broken:
            with pytest.raises(KeyError):
                lab.sync()
        else:
            lab.sync()
    lab["beta"].fault = lambda changes: None
    lab["alpha"].pull_error = RetryLaterError(f"503: {said}")
    lab.sync()


@pytest.mark.parametrize("style", ["json", "text"])
def test_the_canary_no_line_holds_a_personal_value(tmp_path: Path, style: Format) -> None:
    stream, lab = io.StringIO(), Lab(f"sqlite:///{tmp_path / 'hub.db'}")
    eventful(lab, LogWriter("debug", style, False, stream))
    lab.close()
    told = stream.getvalue()
    for event in ("conflict_decided", "write_rejected", "outcome_unknown", "run_failed", "pull_stopped"):
        assert event in told
    assert [canary for canary in CANARIES if canary in told] == []


@pytest.mark.parametrize("style", ["json", "text"])
def test_conflicts_show_both_values_where_somebody_asked_for_them(tmp_path: Path, style: Format) -> None:
    stream, lab = io.StringIO(), Lab(f"sqlite:///{tmp_path / 'hub.db'}")
    eventful(lab, LogWriter("info", style, True, stream))
    lab.close()
    (line,) = [line for line in stream.getvalue().splitlines() if "conflict_decided" in line and "occupation" in line]
    assert [job in line for job in JOBS] == [True, True]


def test_a_conflict_shows_both_origins_the_rule_and_the_effect(tmp_path: Path) -> None:
    stream, lab = io.StringIO(), Lab(f"sqlite:///{tmp_path / 'hub.db'}")
    eventful(lab, LogWriter("info", "json", False, stream))
    lab.close()
    lines = [msgspec.json.decode(line) for line in stream.getvalue().splitlines()]
    (line,) = [one for one in lines if one["event"] == "conflict_decided" and one["field"] == "occupation"]
    assert (line["golden"], line["rule"]) == ("person/1", "most_recent")
    assert line["winner"]["source"].startswith("beta/people")
    assert [loser["source"].split("/")[0] for loser in line["losers"]] == ["alpha"]
    assert line["losers"][0]["at"] < line["winner"]["at"]
    assert line["effect"] == [loser["source"] for loser in line["losers"]]
