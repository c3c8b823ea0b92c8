"""Rules out of decisions: evidence that people have always decided alike, how it would have done, and applying it.

A rule means the pairs whose evidence is exactly so, none of it more or less: what nobody has seen, no rule decides.

Invariant: a rule answers only what would be asked; a wall, and any person's word, goes over it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from hub.steward.bulk import Bulk, Wish, answer_questions
from hub.steward.errors import StewardError
from hub.steward.questions import BY_RULE, Question, asked_pairs, is_of_a_person, questions
from hub.store import decisions
from hub.store.transaction import Transaction
from hub.sync.evidence import Evidence
from hub.sync.gather import decided_pairs
from hub.sync.world import World

Verdict = Literal["same", "different"]


class MatchRule(msgspec.Struct, frozen=True):
    """What is decided where the evidence about a pair is just this."""

    entity: str
    decide: Verdict
    evidence: frozenset[str]

    def means(self, question: Question) -> bool:
        """Whether it decides a question."""
        return question.asked.entity == self.entity and question.words == self.evidence and not question.walled


class BackTest(msgspec.Struct, frozen=True):
    """Past decisions in their order, each foretold from those before it: how often that was right, how often wrong, and
    how often there was no rule yet.
    """

    right: int
    wrong: int
    left: int


class ProposedRule(msgspec.Struct, frozen=True):
    """`alike` decisions of people, and none otherwise, those made at once counting once; it would close so many
    questions.
    """

    entity: str
    decide: Verdict
    evidence: list[str]
    alike: int
    past: BackTest
    closes: int


class Proposals(msgspec.Struct, frozen=True):
    """Rules, those first that would close most; `past` is how all rules of this kind together would have done."""

    rules: list[ProposedRule]
    past: BackTest
    format: int = 1


def propose_rules(world: World, entity: str | None, fewest: int) -> Proposals:
    """Rules for which at least so many decisions speak; nothing is stored."""
    wanted = [one for one in world.definitions if entity in (None, one)]
    if not wanted:
        raise StewardError("no_evidence", known=", ".join(world.definitions) or "—")
    with world.database.begin() as tx:
        waiting: Counter[tuple[str, frozenset[str]]] = Counter()
        for one in questions(tx, world, asked_pairs(tx, world, entity)):
            if not one.walled:
                waiting[one.asked.entity, one.words] += 1
        made: dict[tuple[str, frozenset[str]], list[Verdict]] = defaultdict(list)
        for name in wanted:
            for words, verdict in dict.fromkeys(_decided(tx, world, name)):
                made[name, words].append(verdict.kind)
    tested = {pattern: back_test(verdicts, fewest) for pattern, verdicts in made.items()}
    rules = [
        ProposedRule(name, verdicts[0], sorted(words), len(verdicts), tested[name, words], waiting[name, words])
        for (name, words), verdicts in made.items()
        if len(verdicts) >= fewest and len(set(verdicts)) == 1
    ]
    rules.sort(key=lambda rule: (-rule.closes, -rule.alike, rule.entity, rule.evidence))
    past = tested.values()
    return Proposals(rules, BackTest(*(sum(getattr(one, name) for one in past) for name in ("right", "wrong", "left"))))


def apply_rules(world: World, rules: Sequence[MatchRule], author: str, *, carry_out: bool) -> list[Bulk]:
    """Let each rule answer the questions that it means, in the order in which the rules stand."""
    return [answer_questions(world, _wish(rule, author), carry_out=carry_out) for rule in rules]


def _wish(rule: MatchRule, author: str) -> Wish:
    return Wish(rule.decide, BY_RULE + author, " + ".join(sorted(rule.evidence)), rule.means, rule.entity)


def back_test(verdicts: Sequence[Verdict], fewest: int) -> BackTest:
    """The decisions about one evidence, in their order."""
    right = wrong = left = 0
    for place, verdict in enumerate(verdicts):
        before = verdicts[:place]
        if len(before) < fewest or len(set(before)) > 1:
            left += 1
        elif before[0] == verdict:
            right += 1
        else:
            wrong += 1
    return BackTest(right, wrong, left)


class _Said(NamedTuple):
    """What somebody has said, and when: what was decided at once about the same evidence is one experience."""

    kind: Verdict
    author: str
    at: str


def _decided(tx: Transaction, world: World, entity: str) -> Iterator[tuple[frozenset[str], _Said]]:
    """The evidence of pairs that people have decided and what they said, the earliest first; a pair that a wall parts
    is decided by the wall.
    """
    weighing = Evidence(tx, entity, world.definitions[entity], world.mentions)
    said = [row for row in decisions.pairs(tx, entity) if is_of_a_person(world, row)]
    told = decided_pairs(said)
    verdicts: dict[frozenset[int | None], Verdict] = {frozenset(pair): "same" for pair in told["same"]}
    verdicts |= {frozenset(pair): "different" for pair in told["different"]}
    sides = {side for row in said for side in (row.left, row.right) if side is not None}
    looked_at = weighing.read_facts(sides)
    last = {frozenset((row.left, row.right)): row.decision_id for row in said}
    for row in said:
        pair = frozenset((row.left, row.right))
        if row.right is None or row.decision_id != last[pair] or not looked_at.issuperset(pair):
            continue
        lines, score = weighing.told(row.left, row.right)
        if not (any(line.wall for line in lines) and score < weighing.same):
            yield frozenset(line.words for line in lines), _Said(verdicts[pair], row.author, row.at)
