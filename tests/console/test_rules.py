"""Rules in force, rules that past decisions speak for, and many conflicts decided by one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import yaml

from hub.config.places import Places
from hub.config.survivorship import Survivorship
from hub.console.app import console
from hub.steward.conflicts import open_conflicts
from hub.steward.decide import decide
from hub.steward.value_rules import proposed_rules
from hub.sync.world import Brake
from tests.console.browser import Browser
from tests.console.office import YAMADA, Office
from tests.pipeline.ready import ready_file

OCCUPATION = "/rules?entity=person&unit=occupation"
BY_ALPHA = f"{OCCUPATION}&rule=source_priority:alpha:beta"


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Of eight conflicts five were decided: four for alpha, then one for beta; beta always spoke last. Each test leaves
    it as it was.
    """
    office = Office(ready_file(tmp_path_factory.mktemp("busy") / "hub.db"))
    lab = office.lab
    people = [{**YAMADA, "email": f"p{n}@example.jp", "given": f"太郎{n}", "firm": ""} for n in range(8)]
    for name, letter in (("alpha", "a"), ("beta", "b")):
        for number, person in enumerate(people):
            lab[name].user_creates(f"{letter}{number}", **person)
    lab.sync()
    for number in range(8):
        lab["alpha"].user_edits(f"a{number}", job="部長")
        lab.clock.goes_on(minutes=1)
        lab["beta"].user_edits(f"b{number}", job="課長")
    lab.sync()
    waiting = sorted(open_conflicts(lab.world).conflicts, key=lambda one: one.number)
    for one, wanted in zip(waiting[:5], ["alpha"] * 4 + ["beta"], strict=True):
        (number,) = [c.number for c in one.choices if c.source and c.source.startswith(wanted)]
        decide(lab.world, one.number, number, "hanako")
        lab.clock.goes_on(minutes=1)
    lab.sync()
    yield office
    office.close()


def _open(office: Office) -> int:
    return len(open_conflicts(office.lab.world).conflicts)


def test_past_decisions_tell_how_often_each_rule_would_have_come_out_the_same(busy: Office) -> None:
    found = {one.key: one for one in proposed_rules(busy.lab.world, "person", "occupation")}
    told = {key: (one.past.right, one.past.wrong, one.past.left) for key, one in found.items()}
    assert told["oldest"] == (4, 1, 0)
    assert told["most_recent"] == (1, 4, 0)
    # The order is learned anew before each decision, from the fourth on: right once, and not about the last.
    assert told["source_priority:alpha:beta"] == (1, 1, 3)
    assert (found["most_recent"].is_in_force, found["oldest"].is_in_force) == (True, False)


def test_a_proposal_is_the_lines_that_the_configuration_takes(busy: Office) -> None:
    one = next(one for one in proposed_rules(busy.lab.world, "person", "occupation") if one.order)
    read = Survivorship.model_validate(yaml.safe_load(one.lines)["survivorship"])
    rule = read.entities["person"].fields["occupation"]
    assert (rule.strategy, rule.order, rule.conflict) == ("source_priority", ("alpha", "beta"), "auto")


def test_the_key_of_a_conflict_leads_to_the_rules_of_its_field(busy: Office) -> None:
    browser = busy.browser("viewer")
    page = browser.get("/conflicts/6").text
    (link,) = re.findall(r'data-key="r" href="([^"]+)"', page)
    words = browser.get(link.replace("&amp;", "&")).words
    assert "Proposed rules for" in words
    assert "occupation: {strategy: source_priority, order: [alpha, beta], conflict: auto}" in words


def test_many_conflicts_are_decided_as_shown_and_taken_back_in_one_go(busy: Office) -> None:
    browser = busy.browser("steward")
    shown = browser.get(BY_ALPHA)
    assert (
        "The rule “the systems in order: alpha &gt; beta” would decide 3 of the waiting conflicts, and 0 not"
        in shown.words
    )
    assert "beta/people: writes over 3 of 8 records" in shown.words
    done = browser.follow(browser.sends(shown, "/rules/decide"))
    assert ("3 were decided by the rule" in done.words, _open(busy)) == (True, 0)
    # What a rule has decided is no experience for a rule.
    past = [one.past for one in proposed_rules(busy.lab.world, "person", "occupation") if one.key == "oldest"]
    assert [(one.right, one.wrong) for one in past] == [(4, 1)]
    (button,) = [b for form in done.forms() if form.action == "/rules/undo" for b in form.buttons]
    browser.sends(done, "/rules/undo", made=button["value"])
    assert _open(busy) == 3


def test_what_has_changed_since_it_was_shown_is_not_decided_by_a_rule(busy: Office) -> None:
    browser = busy.browser("steward")
    answer = browser.sends(browser.get(BY_ALPHA), "/rules/decide", seen="0123456789abcdef")
    assert (answer.status, "nothing was decided" in answer.words, _open(busy)) == (409, True, 3)


def test_a_rule_that_would_change_more_than_the_brake_allows_says_so(busy: Office) -> None:
    before = busy.lab.world
    busy.lab.world = replace(before, brake=Brake(max_changes=2, max_share=0.1))
    words = busy.browser("viewer").get(BY_ALPHA).words
    busy.lab.world = before
    assert "beta/people: 3 of 8 records, more than the brake allows" in words


@pytest.mark.parametrize("key", ["opt_out", "source_priority:nowhere", "source_priority", "x", "pinned:alpha"])
def test_a_rule_that_there_is_not_is_refused_beside_the_page(busy: Office, key: str) -> None:
    answer = busy.browser("viewer").get(f"{OCCUPATION}&rule={key}")
    assert (answer.status, "there is no" in answer.words) == (422, True)


def test_the_rules_in_force_stand_with_the_places_that_they_are_written_in(busy: Office) -> None:
    house = busy.house
    places = Places(
        units={("person", "occupation"): "config.yaml:12"},
        fields={("alpha/people", "person", "occupation"): "people.yaml:7"},
        sections={"brake/max_changes": "config.yaml:30"},
    )
    browser = Browser(console(replace(house, places=places)))
    browser.signs_in("viewer", busy.secrets["viewer"])
    words = browser.get("/rules?entity=person").words
    told = ("config.yaml:12", "people.yaml:7", "config.yaml:30", "decided by a person", "alpha/people: overwrite")
    assert [word for word in told if word not in words] == []
