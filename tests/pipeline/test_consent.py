"""An opt-out stands until somebody proves a consent: no re-tick, blank, merge, split or decision loses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.merging.rules import Rule
from hub.steward.conflicts import open_conflicts
from hub.steward.decide import decide, pin
from hub.steward.errors import StewardError
from hub.steward.pairs import join, part
from hub.steward.revoke import revoke, unpin
from hub.store import sources
from hub.sync.world import PushPolicy
from tests.laws import lawful
from tests.pipeline.conftest import MakeLab
from tests.pipeline.lab import Lab
from tests.pipeline.test_properties import SYSTEMS, laboratory

YAMADA = {"family": "山田", "given": "一郎", "email": "p0@example.jp", "mail_ok": "true"}
PROOF = "申込書 2026-04-01"


def _everybody_knows_yamada(lab: Lab) -> None:
    for name, system in lab.systems.items():
        system.user_creates(f"{name}-1", **YAMADA)
    lab.sync()


def _opted_out(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    lab["alpha"].user_edits("alpha-1", mail_ok="false")
    lab.sync()
    assert _held(lab) == ["false", "false"]


def _held(lab: Lab) -> list[str]:
    return [str(system.records[f"{name}-1"].get("mail_ok")).lower() for name, system in lab.systems.items()]


@pytest.mark.parametrize("name", ["alpha", "beta"])
@pytest.mark.parametrize("typed", ["true", ""])
def test_what_is_typed_over_an_opt_out_is_no_proof_and_waits_for_a_person(lab: Lab, name: str, typed: str) -> None:
    _opted_out(lab)
    lab[name].user_edits(f"{name}-1", mail_ok=typed)
    report = lab.sync()
    assert lab.people()[0]["contact_email"] is False
    assert _held(lab) == ["false", "false"]
    assert report.open_conflicts == 1
    (waiting,) = open_conflicts(lab.world).conflicts
    assert (waiting.unit, waiting.rule) == ("contact_email", "opt_out")
    assert lab.sync().ledger.written == 0


def test_what_was_typed_over_an_opt_out_and_written_over_waits_on_beside_what_is_typed_next(lab: Lab) -> None:
    _opted_out(lab)
    for typed in ("true", "", ""):
        lab["beta"].user_edits("beta-1", mail_ok=typed)
        lab.sync()
    (waiting,) = open_conflicts(lab.world).conflicts
    assert [choice.values for choice in waiting.choices if choice.source == "beta/people/beta-1#person"] == [
        {"contact_email": True},
        {},
    ]


def test_a_proof_ends_an_opt_out_and_a_later_opt_out_ends_the_permission(lab: Lab) -> None:
    _opted_out(lab)
    lab["beta"].user_edits("beta-1", mail_ok="true")
    lab.sync()
    (waiting,) = open_conflicts(lab.world).conflicts
    with pytest.raises(StewardError, match="proves"):
        decide(lab.world, waiting.number, {"contact_email": True}, "hanako")
    decide(lab.world, waiting.number, {"contact_email": True}, "hanako", PROOF)
    lab.sync()
    assert _held(lab) == ["true", "true"]
    lab["beta"].user_edits("beta-1", mail_ok="false")
    assert lab.sync().open_conflicts == 0
    assert _held(lab) == ["false", "false"]


def test_a_proof_that_is_taken_back_leaves_the_opt_out_and_the_question(lab: Lab) -> None:
    _opted_out(lab)
    lab["alpha"].user_edits("alpha-1", mail_ok="true")
    lab.sync()
    (waiting,) = open_conflicts(lab.world).conflicts
    decided = decide(lab.world, waiting.number, {"contact_email": True}, "hanako", PROOF)
    lab.sync()
    assert revoke(lab.world, decided.decision, "hanako").reopened == [waiting.number]
    lab.sync()
    assert _held(lab) == ["false", "false"]


def test_emptying_an_opt_out_needs_a_proof_too(lab: Lab) -> None:
    _opted_out(lab)
    with pytest.raises(StewardError, match="proves"):
        pin(lab.world, "person/1", "contact_email", None, "hanako")


def test_an_opt_out_of_a_steward_is_not_taken_back_but_answered_with_a_proof(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    decided = pin(lab.world, "person/1", "contact_email", False, "hanako")
    lab.sync()
    with pytest.raises(StewardError, match="proof"):
        revoke(lab.world, decided.decision, "hanako")
    with pytest.raises(StewardError, match="proof"):
        unpin(lab.world, "person/1", "contact_email", "hanako")
    pin(lab.world, "person/1", "contact_email", True, "hanako", PROOF)
    lab.sync()
    assert _held(lab) == ["true", "true"]


def test_a_later_opt_out_goes_over_a_pinned_permission(lab: Lab) -> None:
    _everybody_knows_yamada(lab)
    pin(lab.world, "person/1", "contact_email", True, "hanako", PROOF)
    lab.sync()
    lab["beta"].user_edits("beta-1", mail_ok="false")
    lab.sync()
    assert _held(lab) == ["false", "false"]


def test_an_opt_out_that_the_proof_did_not_know_stands_and_somebody_is_asked(make_lab: MakeLab) -> None:
    lab = make_lab(SYSTEMS)
    for name in SYSTEMS:
        lab[name].user_creates(f"{name}-1", **{**YAMADA, "mail_ok": "false" if name == "gamma" else ""})
    lab.sync(only=["alpha", "beta"])
    decided = pin(lab.world, "person/1", "contact_email", True, "hanako", PROOF)
    lab.sync(only=["alpha", "beta"])
    assert lab.people()[0]["contact_email"] is True
    assert lab.sync().open_conflicts == 1
    assert _held(lab) == ["false"] * 3
    (waiting,) = open_conflicts(lab.world).conflicts
    assert [choice.source for choice in waiting.choices if not choice.is_winner] == [None, "hanako"]
    revoke(lab.world, decided.decision, "hanako")
    lab.sync()
    assert _held(lab) == ["false"] * 3


def test_a_steward_s_opt_out_outlives_a_tick_in_the_only_system(make_lab: MakeLab) -> None:
    lab = make_lab(("alpha",))
    _everybody_knows_yamada(lab)
    pin(lab.world, "person/1", "contact_email", False, "hanako")
    lab.sync()
    lab["alpha"].user_edits("alpha-1", mail_ok="")
    lab.sync()
    lab["alpha"].user_edits("alpha-1", mail_ok="true")
    assert lab.sync().open_conflicts == 1
    assert lab.people()[0]["contact_email"] is False


def test_a_steward_s_opt_out_is_not_lost_when_two_people_prove_to_be_one(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    lab["alpha"].user_creates("a", **YAMADA)
    lab["beta"].user_creates("b", **{**YAMADA, "email": "other@example.jp"})
    lab.sync()
    pin(lab.world, "person/1", "contact_email", False, "hanako")
    pin(lab.world, "person/2", "contact_email", True, "hanako", PROOF)
    lab.sync()
    join(lab.world, "alpha/people/a", "beta/people/b", "hanako")
    assert lab.sync().open_conflicts == 1
    assert [person["contact_email"] for person in lab.people()] == [False]


def test_a_steward_s_opt_out_stays_with_everybody_when_a_customer_is_split(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(update=True))
    _everybody_knows_yamada(lab)
    pin(lab.world, "person/1", "contact_email", False, "hanako", "電話で停止")
    lab.sync()
    part(lab.world, "alpha/people/alpha-1", "beta/people/beta-1", "hanako")
    lab.sync()
    assert [person["contact_email"] for person in lab.people()] == [False, False]
    assert _held(lab) == ["false", "false"]


def test_no_rule_of_a_configuration_lets_an_opt_out_lose(make_lab: MakeLab) -> None:
    lab = make_lab(rules={("person", "contact_email"): Rule("most_recent", review=True)})
    _opted_out(lab)


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    return make_lab(push=PushPolicy(create=True, update=True))


def test_an_opt_out_that_its_system_takes_back_outlives_the_join_with_somebody_who_has_proved_a_consent(
    lab: Lab,
) -> None:
    for name in ("alpha", "beta"):
        lab[name].user_creates(name, **{**YAMADA, "email": f"{name}@example.jp"})
    lab.sync()
    lab["alpha"].user_edits("alpha", mail_ok="false")
    lab.sync()
    (allowed,) = [number for number in (1, 2) if lab.people()[number - 1]["email"] == "beta@example.jp"]
    pin(lab.world, f"person/{allowed}", "contact_email", True, "hanako", PROOF)
    lab["alpha"].user_edits("alpha", mail_ok="true")
    lab.sync()
    join(lab.world, "alpha/people/alpha", "beta/people/beta", "hanako")
    lab.sync()
    assert [person["contact_email"] for person in lab.people()] == [False]


somewhere, somebody = st.sampled_from(SYSTEMS), st.sampled_from([0, 1])
steps = st.one_of(
    st.tuples(st.just("types"), somewhere, somebody, st.sampled_from(["true", "false", ""])),
    st.tuples(st.just("hears"), st.lists(somewhere, min_size=1, max_size=3, unique=True)),
    st.tuples(st.just("proves"), somewhere, somebody, st.booleans()),
    st.tuples(st.sampled_from(["joins", "parts"]), somewhere, somewhere),
    st.tuples(st.just("revokes"), st.integers(1, 6)),
)


Out = tuple[str, int]
"""A record that opted out, and its number among all opt-outs that were heard."""


class _Book:
    """Who opted out where, as far as the hub has heard of it: a proof ends what its author could know of."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.unheard: set[tuple[str, str]] = set()
        self.heard: set[Out] = set()
        self.proved: dict[int, set[Out]] = {}

    @property
    def outs(self) -> set[str]:
        """The records with an opt-out that no standing proof answers."""
        return {record for record, _ in self.heard.difference(*self.proved.values())}

    def clusters(self) -> list[tuple[dict[str, Any], set[str]]]:
        """Each golden person with the records behind it."""
        people = self.lab.people()
        with self.lab.database.begin() as tx:
            ids = [row[0] for row in tx.rows("SELECT id FROM golden WHERE redirect_to IS NULL ORDER BY id")]
            members = [{row.external_id for row in sources.of_golden(tx, [number])} for number in ids]
        return list(zip(people, members, strict=True))

    def does(self, step: tuple[Any, ...]) -> None:
        getattr(self, step[0])(*step[1:])

    def types(self, name: str, person: int, value: str) -> None:
        record = self.lab[name].records[f"{name}-{person}"]
        if str(record.get("mail_ok")).lower() == value:
            return
        self.lab[name].user_edits(f"{name}-{person}", mail_ok=value)
        self.unheard.discard((name, f"{name}-{person}"))
        if value == "false":
            self.unheard.add((name, f"{name}-{person}"))

    def hears(self, names: Sequence[str] = SYSTEMS) -> None:
        self.lab.sync(only=names)
        new = sorted(record for name, record in self.unheard if name in names)
        self.heard |= {(record, len(self.heard) + place) for place, record in enumerate(new)}
        self.unheard = {(name, record) for name, record in self.unheard if name not in names}

    def proves(self, name: str, person: int, allowed: bool) -> None:
        """A steward proves a consent, knowing what the hub knows."""
        self.hears()
        for number, (_, members) in zip(self._numbers(), self.clusters(), strict=True):
            if f"{name}-{person}" in members:
                decided = pin(self.lab.world, f"person/{number}", "contact_email", allowed, "hanako", PROOF)
                if allowed:
                    self.proved[decided.decision] = {out for out in self.heard if out[0] in members}
                self.hears()

    def joins(self, one: str, other: str) -> None:
        self._decides(join, one, other)

    def parts(self, one: str, other: str) -> None:
        self._decides(part, one, other)

    def revokes(self, number: int) -> None:
        try:
            revoke(self.lab.world, number, "hanako")
        except StewardError:
            return
        self.proved.pop(number, None)

    def _decides(self, what: Any, one: str, other: str) -> None:
        try:
            what(self.lab.world, f"{one}/people/{one}-0", f"{other}/people/{other}-1", "hanako")
        except StewardError:
            return
        self.hears()

    def _numbers(self) -> list[int]:
        with self.lab.database.begin() as tx:
            return [row[0] for row in tx.rows("SELECT id FROM golden WHERE redirect_to IS NULL ORDER BY id")]


@lawful(24)
@given(st.lists(steps, min_size=4, max_size=14))
def test_an_opt_out_is_never_lost(life: list[tuple[Any, ...]]) -> None:
    with laboratory(SYSTEMS, push=PushPolicy(update=True)) as lab:
        for name, system in lab.systems.items():
            for person in (0, 1):
                system.user_creates(f"{name}-{person}", **{**YAMADA, "email": f"p{person}@example.jp"})
        lab.sync()
        book = _Book(lab)
        for step in life:
            book.does(step)
        book.hears()
        for golden_person, members in book.clusters():
            if members & book.outs:
                assert golden_person["contact_email"] is False, (golden_person, members, book.outs)
