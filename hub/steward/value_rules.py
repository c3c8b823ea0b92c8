"""Rules for a field, made out of what people have decided about its conflicts, and how each would have done.

Invariant: nothing is stored. What a rule or the hub itself has decided is no experience, and what was decided at once
about the same systems is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from hub.merging.agreement import agree
from hub.merging.claims import Claim
from hub.merging.rules import Rule, StrategyName, Unit
from hub.merging.survive import judge
from hub.steward.errors import StewardError
from hub.steward.match_rules import BackTest
from hub.steward.questions import BY_RULE
from hub.steward.values import unit_named
from hub.store import review
from hub.store.review import Wanted
from hub.store.transaction import Transaction
from hub.sync.world import World

# So many of the newest decisions are asked.
MOST = 1000
# From so few decisions on the order of the systems is worth trying.
FEWEST = 3
_PLAIN: tuple[StrategyName, ...] = ("most_recent", "oldest", "most_frequent")
_OF_TEXT: tuple[StrategyName, ...] = ("longest",)
_OF_GROUPS: tuple[StrategyName, ...] = ("most_complete",)


class Experience(NamedTuple):
    """A conflict that somebody has decided: what the systems said, and what was chosen."""

    claims: list[Claim]
    chosen: dict[str, Any]


class ProposedValueRule(msgspec.Struct, frozen=True):
    """A strategy for a unit (`order` for source_priority), how past decisions would have come out by it, how many
    conflicts wait, and its lines for the configuration. `is_in_force` where the configuration says so already.
    """

    entity: str
    unit: str
    strategy: StrategyName
    order: list[str]
    past: BackTest
    waiting: int
    lines: str
    is_in_force: bool

    @property
    def key(self) -> str:
        """How a form names it."""
        return ":".join([self.strategy, *self.order])


def proposed_rules(world: World, entity: str, name: str) -> list[ProposedValueRule]:
    """Every rule that a unit could have, those first that would most often have said what people said."""
    unit = unit_asked(world, entity, name)
    with world.database.look() as tx:
        known = list(experiences(tx, entity, unit))
        waiting = review.count(tx, Wanted("open", entity, unit.name))
    rules = [Rule(name) for name in _strategies(unit)]
    order = learned_order(unit, known)
    if len(order) > 1:
        rules.append(Rule("source_priority", order))
    in_force = (unit.rule.strategy, unit.rule.order)
    found = [
        ProposedValueRule(
            entity,
            unit.name,
            rule.strategy,
            list(rule.order),
            back_test(unit, rule, known),
            waiting,
            lines_of(entity, unit, rule),
            (rule.strategy, rule.order) == in_force,
        )
        for rule in rules
    ]
    return sorted(found, key=lambda one: (one.past.wrong - one.past.right, one.past.wrong, one.strategy))


def unit_asked(world: World, entity: str, name: str) -> Unit:
    """The unit that somebody names. Raises `StewardError` where there is no such entity or field."""
    if entity not in world.rules:
        raise StewardError("no_entity", name=entity[:60], known=", ".join(world.rules))
    return unit_named(world, entity, name)


def experiences(tx: Transaction, entity: str, unit: Unit) -> Iterator[Experience]:
    """What people have decided about a unit, the earliest first."""
    seen = set()
    for row in review.decided_ones(tx, entity, unit.name, MOST):
        if row.author == "hub" or row.author.startswith(BY_RULE):
            continue
        story, chosen = msgspec.json.decode(row.doc), msgspec.json.decode(row.value)
        told = story["losers"] if story["rule"] == "review" else [story["winner"], *story["losers"]]
        claims = [_claim(one) for one in told if one["source_id"]]
        once = (row.author, row.at, tuple(sorted((c.connection, agree(unit, c.values, chosen)) for c in claims)))
        if claims and once not in seen:
            seen.add(once)
            yield Experience(claims, chosen)


def learned_order(unit: Unit, known: Sequence[Experience]) -> tuple[str, ...]:
    """The systems, the one first that was most often right where it was heard; none where nobody ever was."""
    right, heard = Counter[str](), Counter[str]()
    for one in known:
        for claim in one.claims:
            heard[claim.connection] += 1
            right[claim.connection] += agree(unit, claim.values, one.chosen)
    if not right.total():
        return ()
    return tuple(sorted(heard, key=lambda name: (-right[name] / heard[name], -right[name], name)))


def back_test(unit: Unit, rule: Rule, known: Sequence[Experience]) -> BackTest:
    """How often a rule would have said what was decided; an order of systems is learned anew before each decision from
    those before it, and tried from the fourth on.
    """
    right = wrong = left = 0
    for place, one in enumerate(known):
        tried = rule
        if rule.strategy == "source_priority":
            order = learned_order(unit, known[:place])
            if place < FEWEST or not order:
                left += 1
                continue
            tried = Rule("source_priority", order)
        if agree(unit, winner_of(unit, tried, one.claims).values, one.chosen):
            right += 1
        else:
            wrong += 1
    return BackTest(right, wrong, left)


def winner_of(unit: Unit, rule: Rule, claims: Sequence[Claim]) -> Claim:
    """What a rule makes of claims."""
    return judge(msgspec.structs.replace(unit, rule=rule), claims, None)[0]


def rule_named(world: World, unit: Unit, key: str) -> Rule:
    """The rule that a form names. Raises `StewardError` where there is none such."""
    strategy, *order = key.split(":")
    if strategy not in _strategies(unit) and not (strategy == "source_priority" and order):
        raise StewardError("no_rule", key=key[:60], known=", ".join(_strategies(unit)) or "—")
    if unknown := [name for name in order if name not in world.connections]:
        raise StewardError("no_connection", names=", ".join(unknown)[:60], known=", ".join(world.connections))
    return Rule(strategy, tuple(order))  # type: ignore[arg-type]


def lines_of(entity: str, unit: Unit, rule: Rule) -> str:
    """The rule as it stands in the configuration."""
    kind = "fields" if unit.fields == (unit.name,) else "groups"
    order = f", order: [{', '.join(rule.order)}]" if rule.order else ""
    said = f"{unit.name}: {{strategy: {rule.strategy}{order}, conflict: auto}}"
    return f"survivorship:\n  entities:\n    {entity}:\n      {kind}:\n        {said}\n"


def _strategies(unit: Unit) -> tuple[StrategyName, ...]:
    if unit.rule.strategy in ("opt_out", "union"):
        return ()
    if len(unit.fields) > 1:
        return _PLAIN + _OF_GROUPS
    return _PLAIN + (_OF_TEXT if unit.kinds[0] in ("text", "company_name", "person_name", "street") else ())


def _claim(told: dict[str, Any]) -> Claim:
    name = told["source"]
    connection = name.partition("/")[0]
    return Claim(told["source_id"], connection, name, told["values"], told["at"], told["edited"], fresh=False)
