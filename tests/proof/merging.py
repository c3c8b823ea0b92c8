"""Survivorship and clusters, in histories by number, against an oracle that knows what each person said.

The oracle keeps the words of each author beside the engine's marks, and decides by plain loops over them.
Run: python -m tests.proof.merging --cases 20000
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from hub.matching.assign import assign
from hub.matching.cluster import Member, cluster
from hub.merging.claims import Marks, Source, claim_of
from hub.merging.observe import observe
from hub.merging.rules import EntityRules, Rule, StrategyName, Unit
from hub.merging.survive import Survivor, survive
from hub.merging.written import written
from hub.normalize.text import plain
from tests.proof.cases import Outcome, main

SYSTEMS = ("alpha", "beta", "gamma", "delta")
WORDS: dict[str, tuple[Any, ...]] = {
    "occupation": ("部長", "課長", "営業部長", "ﾌﾞﾁｮｳ"),
    "notes": ("重要", "要注意", "ABC"),
    "street": ("北1条西4-4", "北一条西４丁目４番", "北1条西4-5", "北1条西4-4-405"),
    "tags": (["展示会"], ["優良", "展示会"], ["VIP"]),
    "contact_email": (True, False),
}
KINDS = {
    "occupation": "text",
    "notes": "text",
    "street": "street",
    "tags": "text_list",
    "contact_email": "boolean",
}
ALIKE = {"北一条西4丁目4番": "北1条西4-4"}
DECIDED: tuple[StrategyName, ...] = ("most_recent", "oldest", "source_priority", "longest", "most_frequent")


class Said(NamedTuple):
    """What an author said of a field; None where he emptied it."""

    value: Any
    at: str
    edited: bool


class Author:
    """One source record, as the engine keeps it and as the oracle remembers it."""

    def __init__(self, number: int, chance: random.Random, rules: EntityRules) -> None:
        self.number, self.name, self._rules = number, SYSTEMS[number], rules
        self.since = _moment(chance.randrange(20))
        self.shadow: dict[str, Any] = {f: chance.choice(w) for f, w in WORDS.items() if chance.random() < 0.6}
        self.marks: Marks = {}
        self.said = {field: Said(value, self.since, edited=False) for field, value in self.shadow.items()}
        self.opted_out = self.shadow.get("contact_email") is False
        self.taken_out: dict[str, str] = {}
        self._last = int(self.since[14:16])

    def lives(self, chance: random.Random, met: Counter[str]) -> None:
        """Somebody edits, the hub writes, the system says what it said before, or in other letters."""
        for _ in range(chance.randrange(6)):
            field = chance.choice(sorted(WORDS))
            self._last += chance.randrange(1, 5)
            deed = chance.choice(("edit", "empty", "write", "echo", "reformat"))
            met[deed] += 1
            getattr(self, f"_{deed}")(field, chance.choice(WORDS[field]), _moment(self._last))

    def _edit(self, field: str, value: Any, at: str) -> None:
        if self.shadow.get(field) != value and not self._is_spelling(field, value):
            self.said[field] = Said(value, at, edited=True)
            self.opted_out = self.opted_out or value is False
            self._take_out(field, value, at)
        self._see({**self.shadow, field: value}, frozenset(), at)

    def _take_out(self, field: str, value: Any, at: str) -> None:
        if field == "tags":
            self.taken_out |= dict.fromkeys(self.shadow.get(field, ()), at)
            self.taken_out = {item: at for item, at in self.taken_out.items() if item not in value}

    def _is_spelling(self, field: str, value: Any) -> bool:
        """Another spelling of what the hub wrote can't be told from the system's own reformatting."""
        held, mark = self.shadow.get(field), self.marks.get(field)
        is_hubs = mark is not None and bool(mark.wrote)
        return is_hubs and isinstance(held, str) and isinstance(value, str) and _meaning(held) == _meaning(value)

    def _empty(self, field: str, _: Any, at: str) -> None:
        if field in self.shadow:
            self.said[field] = Said(None, at, edited=True)
            self._take_out(field, [], at)
        rest = {name: value for name, value in self.shadow.items() if name != field}
        self._see(rest, frozenset((field,)), at)

    def _write(self, field: str, value: Any, _: str) -> None:
        self.shadow, self.marks = written(self.shadow, self.marks, self.since, {field: value}, {}, 7)

    def _echo(self, _: str, __: Any, at: str) -> None:
        self._see(dict(self.shadow), frozenset(), at)

    def _reformat(self, field: str, _: Any, at: str) -> None:
        mark = self.marks.get(field)
        if mark is not None and mark.wrote and isinstance(self.shadow.get(field), str):
            self._see({**self.shadow, field: f" {self.shadow[field]} "}, frozenset(), at)

    def _see(self, seen: Mapping[str, Any], blanks: frozenset[str], at: str) -> None:
        found = observe(self.shadow, self.marks, self.since, seen, blanks, at, self._rules)
        self.shadow, self.marks = found.shadow, found.marks

    def source(self) -> Source:
        return Source(self.number + 1, self.name, f"{self.name}/people/1", self.since, self.shadow, self.marks)


def _meaning(text: str) -> str:
    return ALIKE.get(plain(text), plain(text))


def _moment(minute: int) -> str:
    return f"2026-04-01T09:{minute:02}:00.000Z"


def merging_case(number: int) -> Outcome:
    """The history of this number."""
    chance, met, broken = random.Random(f"merging {number}"), Counter[str](), list[str]()
    rules = _rules(chance)
    authors = [Author(place, chance, rules) for place in range(chance.randint(1, len(SYSTEMS)))]
    for author in authors:
        author.lives(chance, met)
        broken += _misremembered(author)
    sources = [author.source() for author in authors]
    found = survive(sources, rules, {})
    chance.shuffle(sources)
    if _essence(survive(sources, rules, {})) != _essence(found):
        broken.append("the order of the sources decided")
    broken += _undecided(found, rules, authors)
    broken += _clusters(chance, met)
    return Outcome(met, broken)


def _rules(chance: random.Random) -> EntityRules:
    order = tuple(chance.sample(SYSTEMS, len(SYSTEMS)))
    chosen = {field: Rule(chance.choice(DECIDED), order=order) for field in ("occupation", "notes", "street")}
    chosen |= {"tags": Rule("union"), "contact_email": Rule("opt_out")}
    return EntityRules("person", tuple(Unit(f, (f,), (KINDS[f],), rule) for f, rule in chosen.items()))


def _misremembered(author: Author) -> list[str]:
    broken = []
    for field in WORDS:
        claim, said = claim_of(author.source(), (field,)), author.said.get(field)
        told = None if claim is None else (claim.values.get(field), claim.at)
        if told != (None if said is None else (said.value, said.at)):
            broken.append(f"{author.name} said {said} of {field}, and the engine remembers {told}")
    return broken


def _essence(found: Survivor) -> tuple[Any, ...]:
    return found.values, found.lineage, sorted(finding.unit.name for finding in found.findings)


def _undecided(found: Survivor, rules: EntityRules, authors: list[Author]) -> list[str]:
    broken = []
    for unit in rules.units:
        field = unit.fields[0]
        said = {author.name: author.said[field] for author in authors if field in author.said}
        wanted, got = _wanted(unit, said), found.values.get(field)
        if unit.rule.strategy == "opt_out" and any(author.opted_out for author in authors):
            wanted = False
        if unit.rule.strategy == "union":
            wanted, got = sorted(_in_lists(said, authors)), sorted(got or ())
        if wanted != got:
            broken.append(f"{field} by {unit.rule.words()} of {said} is {got} and not {wanted}")
    return broken


def _wanted(unit: Unit, said: Mapping[str, Said]) -> Any:
    """What the rule's own words ask for."""
    if not said:
        return None
    newest = sorted(said, key=lambda name: (said[name].at, said[name].edited, said[name].value is not None, name))[::-1]
    full = [name for name in newest if said[name].value is not None]
    match unit.rule.strategy:
        case "most_recent":
            return said[newest[0]].value
        case "oldest":
            first = min(one.at for one in said.values())
            return said[next(name for name in newest if said[name].at == first)].value
        case "source_priority":
            return said[next(name for name in unit.rule.order if name in said)].value
        case "longest":
            return max((said[name].value for name in full), key=len, default=None)
        case "most_frequent":
            counts = Counter(_meaning(said[name].value) for name in full)
            return max((said[name].value for name in full), key=lambda value: counts[_meaning(value)], default=None)
        case _:
            return next((said[name].value for name in full), None)


def _in_lists(said: Mapping[str, Said], authors: list[Author]) -> set[str]:
    """What somebody said, and nobody took out after the last who did."""
    listed = [(item, one.at) for one in said.values() for item in one.value or ()]
    return {item for item, at in listed if all(at >= author.taken_out.get(item, "") for author in authors)}


def _clusters(chance: random.Random, met: Counter[str]) -> list[str]:
    """Walls hold, nobody is lost or doubled, the order decides nothing, and ids stay where clusters stay."""
    count = chance.randint(1, 8)
    keys = [tuple(sorted({chance.randrange(6) * 4 + chance.randrange(4) for _ in range(2)})) for _ in range(count)]
    members = [Member(i, f"alpha/people/{i}", keys[i], {"number": chance.choice((None, 1, 2))}) for i in range(count)]
    pairs = [(a, b) for a in range(count) for b in range(a) if chance.random() < 0.1]
    parted = {frozenset(pair) for pair in pairs}
    met["walls"] += len(parted)
    groups = cluster(members, _wall, parted=pairs)
    found = {frozenset(member.source_id for member in group) for group in groups}
    shuffled = cluster(chance.sample(members, count), _wall, parted=chance.sample(pairs, len(pairs)))
    broken = []
    if found != {frozenset(member.source_id for member in group) for group in shuffled}:
        broken.append("the order of the records made other clusters")
    if sorted(i for group in found for i in group) != list(range(count)):
        broken.append("a record was lost or doubled among the clusters")
    for group in groups:
        inside = [(a, b) for a in group for b in group if a.source_id < b.source_id]
        if any(frozenset((a.source_id, b.source_id)) in parted or _wall(a, b) for a, b in inside):
            broken.append("a cluster grew over a wall")
    return broken + _ids(chance, [sorted(group) for group in sorted(found, key=min)])


def _wall(one: Member, other: Member) -> str | None:
    numbers = {one.doc["number"], other.doc["number"]} - {None}
    return "another number" if len(numbers) > 1 else None


def _ids(chance: random.Random, groups: list[list[int]]) -> list[str]:
    now = {source: chance.choice((1, 2, 3)) for group in groups for source in group if chance.random() < 0.7}
    given = assign(groups, now, {})
    broken = []
    known = [golden_id for golden_id in given if golden_id is not None]
    if len(known) != len(set(known)):
        broken.append("one golden id was given to two clusters")
    for group, golden_id in zip(groups, given, strict=True):
        own = {now.get(source) for source in group}
        held_elsewhere = any(now.get(s) in own for other in groups if other is not group for s in other)
        if len(own) == 1 and None not in own and not held_elsewhere and golden_id not in own:
            broken.append("a cluster that stayed as it was has lost its golden id")
    return broken


if __name__ == "__main__":
    sys.exit(main("merging", merging_case, chunk=500))
