"""Operators see how things stand, undo a run after seeing what that does, and retry what was held out."""

from __future__ import annotations

import msgspec
import pytest

from hub.sdk.errors import PersonNeededError
from hub.sdk.records import PushResult
from hub.store import quarantine
from hub.store.lock import LockedError
from tests.console.office import YAMADA, Office


@pytest.fixture
def synced(office: Office) -> Office:
    """Alpha's edit was written to beta by run 2."""
    office.lab["alpha"].user_creates("a1", **YAMADA)
    office.lab["beta"].user_creates("b1", **YAMADA)
    office.lab.sync()
    office.lab["alpha"].user_edits("a1", notes="VIP")
    office.lab.sync()
    return office


def test_home_counts_what_waits_and_leads_there(office: Office) -> None:
    office.quarrel()
    browser = office.browser("steward")
    page = browser.get("/")
    assert '<a href="/conflicts"><strong>1</strong>' in page.text
    assert [word for word in ("alpha", "beta", "2026-04-01") if word not in page.words] == []


def test_home_of_an_empty_hub_tells_how_to_begin(office: Office) -> None:
    assert "Nothing has been read yet; hub sync begins" in office.browser("viewer").get("/").words


def test_home_leads_nobody_where_they_may_not_go(office: Office) -> None:
    assert 'href="/quarantine"' not in office.browser("viewer").get("/").text
    assert 'href="/quarantine"' in office.browser("steward").get("/").text


def test_a_system_that_has_stopped_is_told_with_the_reason(synced: Office) -> None:
    synced.lab["beta"].pull_error = PersonNeededError("the key has expired; make a new one")
    synced.lab.sync()
    browser = synced.browser("viewer")
    for path in ("/", "/systems"):
        assert "stopped" in browser.get(path).words
    assert "the key has expired; make a new one" in browser.get("/systems").words


def test_a_system_is_shown_from_near(synced: Office) -> None:
    page = synced.browser("viewer").get("/systems/alpha")
    told = (
        ("What it can do", "reads only what changed", "deletions are listed", "looks up what became of a write"),
        ("Cursor 2026-04-01T09:05", "Changes of its fields none"),
        ("Mapping", "email", "Person Family name"),
        ("Of late", "people"),
    )
    assert [word for words in told for word in words if word not in page.words] == []
    assert [
        'href="/runs/2"' in page.text,
        'href="/systems/alpha"' in synced.browser("viewer").get("/systems").text,
    ] == [
        True,
        True,
    ]


def _told_by_the_last_pull(synced: Office, **told: object) -> None:
    """Whatever else its ledger tells stays, but for what None stands for."""
    with synced.lab.database.begin() as tx:
        (number, text) = tx.rows("SELECT id, ledger FROM run ORDER BY id DESC LIMIT 1")[0]
        ledger = msgspec.json.decode(text)
        pull = ledger["pulls"]["alpha/people"] | told
        lacking = {name for name, value in told.items() if value is None}
        ledger["pulls"]["alpha/people"] = {name: value for name, value in pull.items() if name not in lacking}
        tx.run("UPDATE run SET ledger = ? WHERE id = ?", msgspec.json.encode(ledger).decode(), number)


def test_a_ledger_of_an_older_version_tells_of_no_fields(synced: Office) -> None:
    _told_by_the_last_pull(synced, read=1, absent=None, appeared=None)
    assert "Changes of its fields none" in synced.browser("viewer").get("/systems/alpha").words


def test_what_has_changed_of_a_systems_fields_is_told(synced: Office) -> None:
    _told_by_the_last_pull(synced, read=1, absent={"phone": "telephone"}, appeared=["fax"])
    words = synced.browser("viewer").get("/systems/alpha").words
    assert [word for word in ("phone (perhaps telephone now)", "fax") if word not in words] == []


def test_a_connection_that_is_not_there_is_told(synced: Office) -> None:
    page = synced.browser("viewer").get("/systems/nowhere")
    assert (page.status, "there is no connection nowhere" in page.words) == (404, True)


def test_runs_are_listed_and_filtered_by_the_address(synced: Office) -> None:
    browser = synced.browser("viewer")
    assert [f"Run {n}" in browser.get("/runs").words for n in (1, 2)] == [True, True]
    assert [f"Run {n}" in browser.get("/runs?wrote=1").words for n in (1, 2)] == [False, True]
    assert "There are none" in browser.get("/runs?state=failed").words


def test_a_run_shows_its_ledger(synced: Office) -> None:
    page = synced.browser("viewer").get("/runs/2")
    assert [word for word in ("beta/people", "updated 1", "done") if word not in page.words] == []


def test_an_undo_is_shown_first_and_then_carried_out(synced: Office) -> None:
    browser = synced.browser("operator")
    plan = browser.get("/runs/2/undo")
    assert [
        word for word in ("nothing has been written yet", "Notes: VIP → —", "beta/people") if word not in plan.words
    ] == []
    assert synced.lab["beta"].records["b1"].get("notes") == "VIP"
    done = browser.follow(browser.sends(plan, "/runs/2/undo"))
    assert "Run 2 is undone" in done.words
    assert not synced.lab["beta"].records["b1"].get("notes")
    assert synced.audited()[-1] == "undone"


def test_an_undo_of_a_run_that_wrote_nothing_says_so(synced: Office) -> None:
    page = synced.browser("operator").get("/runs/1/undo")
    assert (page.status, "the hub wrote nothing of this kind" in page.words) == (409, True)


def test_an_undo_that_could_not_read_a_system_says_so(synced: Office) -> None:
    synced.lab["alpha"].pull_error = PersonNeededError("the key has expired; make a new one")
    page = synced.browser("operator").get("/runs/2/undo")
    said = ("could not be read; by the others, 1 record would", "the key has expired", "Undo (1 write)")
    assert [word for word in said if word not in page.words] == []


def test_what_another_hub_holds_is_told_and_left(synced: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def working() -> object:
        raise LockedError("hub.db", "this machine process 7", "2026")

    browser = synced.browser("operator")
    object.__setattr__(synced.house, "working", working)
    page = browser.get("/runs/2/undo")
    assert (page.status, "Repeat it when this machine process 7 is done" in page.words) == (503, True)


def _hold_out(office: Office, payload: dict[str, str]) -> None:
    stream = office.lab.world.streams()[0]
    with office.lab.database.begin() as tx:
        row = ("a9", msgspec.json.encode(payload), "'email' must be an e-mail address", None, True)
        quarantine.put(tx, stream.stream_id, [row], 1, office.lab.world.now_text())


def test_what_was_held_out_is_listed_with_its_reason_and_taken_in_once_it_can_be_read(synced: Office) -> None:
    _hold_out(synced, {"id": "a9", "at": "2026-04-01T09:00:00+00:00", "family": "鈴木", "email": "s@example.jp"})
    browser = synced.browser("steward")
    page = browser.get("/quarantine")
    assert [word for word in ("alpha/people a9", "must be an e-mail address", "鈴木") if word not in page.words] == []
    done = browser.sends(page, "/quarantine/retry", number="1")
    assert "1 of 1 record was taken in" in browser.follow(done).words
    assert synced.audited()[-1] == "quarantine_seen"
    synced.lab.sync()
    assert "鈴木" in str(synced.lab.people())


def test_all_that_was_held_out_is_tried_at_once(synced: Office) -> None:
    _hold_out(synced, {"id": "a9", "at": "2026-04-01T09:00:00+00:00", "family": "鈴木", "email": "s@example.jp"})
    browser = synced.browser("steward")
    done = browser.sends(browser.get("/quarantine"), "/quarantine/retry", number="all")
    assert "1 of 1" in browser.follow(done).words
    assert "Nothing stands in quarantine" in browser.get("/quarantine").words


@pytest.mark.parametrize("number", ["7", "x", "", "-1", "9" * 30])
def test_a_number_that_is_not_held_out_is_refused(synced: Office, number: str) -> None:
    browser = synced.browser("steward")
    csrf = browser.get("/").form("/logout").fields["csrf"]
    refused = browser.post("/quarantine/retry", {"csrf": csrf, "number": number})
    assert (refused.status, "nothing stands in quarantine under" in refused.words) == (409, True)


def _refusing(office: Office) -> None:
    """Beta refuses what alpha's user typed in run 3."""
    office.lab["beta"].fault = lambda changes: iter(
        [PushResult(change.key, "rejected", message="備考が長すぎます") for change in changes]
    )
    office.lab["alpha"].user_edits("a1", notes="長い備考")
    office.lab.sync()
    office.lab["beta"].fault = lambda changes: None


def test_a_run_shows_what_was_planned_and_refused_with_the_reason(synced: Office) -> None:
    _refusing(synced)
    page = synced.browser("viewer").get("/runs/3")
    told = ("Planned", "refused by the system", "備考が長すぎます", "Writes that are not done (1)", "beta/people b1")
    assert [word for word in told if word not in page.words] == []
    assert ("Try the" in page.words, synced.audited()[-1]) == (False, "writes_seen")
    assert "Writes that are not done" not in synced.browser("viewer").get("/runs/2").words


def test_what_was_refused_is_planned_anew_when_an_operator_says_so(synced: Office) -> None:
    _refusing(synced)
    synced.lab.sync()
    assert synced.lab["beta"].records["b1"]["notes"] == "VIP"
    browser = synced.browser("operator")
    done = browser.follow(browser.sends(browser.get("/runs/3"), "/runs/3/retry"))
    assert ("1 write is tried again" in done.words, synced.woken) == (True, 1)
    synced.lab.sync()
    assert synced.lab["beta"].records["b1"]["notes"] == "長い備考"
    assert "writes_retried" in synced.audited()


def test_what_was_refused_twice_is_tried_again_too(synced: Office) -> None:
    _refusing(synced)
    _refusing(synced)
    browser = synced.browser("operator")
    browser.sends(browser.get("/runs/3"), "/runs/3/retry")
    synced.lab.sync()
    assert synced.lab["beta"].records["b1"]["notes"] == "長い備考"


def test_a_lost_creation_is_sent_again_only_when_an_operator_says_that_it_is_not_there(office: Office) -> None:
    lab = office.lab
    lab["alpha"].user_creates("a1", **{**YAMADA, "email": ""})
    lab["beta"].fault = lambda changes: iter([PushResult(change.key, "unknown", message="gone") for change in changes])
    lab.sync()
    lab["beta"].fault = lambda changes: None
    lab.sync()
    assert lab["beta"].records == {}
    browser = office.browser("operator")
    page = browser.get("/runs/1")
    assert [word for word in ("nobody knows whether it arrived", "look there first") if word not in page.words] == []
    browser.sends(page, "/runs/1/retry")
    lab.sync()
    assert len(lab["beta"].records) == 1


@pytest.mark.parametrize(
    ("path", "what", "status"),
    [("/runs/2", "rejected", 409), ("/runs/2", "lost", 409), ("/runs/99", "rejected", 404), ("/runs/2", "all", 404)],
)
def test_what_can_not_be_tried_again_is_refused_in_words(synced: Office, path: str, what: str, status: int) -> None:
    browser = synced.browser("operator")
    csrf = browser.get("/").form("/logout").fields["csrf"]
    assert browser.post(f"{path}/retry", {"csrf": csrf, "what": what}).status == status
