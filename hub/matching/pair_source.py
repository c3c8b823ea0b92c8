"""Writes the Python text of two functions for one definition: the bits of a pair, without a call a condition.

Measured on the shipped definitions: asking the conditions one by one takes twelve times as long.

Invariant: they answer as `weigh` does, to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hub.matching.conditions import All, Any, Both, Condition, Crossed, EitherIs, Neither, Not, Same, spelled
from hub.matching.evidence_model import Bits, Bundle, Definition, Factor
from hub.matching.letter_conditions import Begins, Meets, Near, Overlap, Within

WEIGH, TELL = "weigh_pair", "tell_pair"


def functions_source(definition: Definition) -> str:
    """The text of both functions; each side is a sequence of `definition.columns()`.

    `weigh_pair(left, right, chance)` gives (score, walled, against), where `chance` is log2 of the number of records;
    `tell_pair(left, right)` the words and bits of the evidence.
    """
    weigh = (f"def {WEIGH}(left, right, chance):", *_indented(_weighing(definition)))
    tell = (f"def {TELL}(left, right):", *_indented(_telling(definition)))
    return "\n".join((*weigh, *tell, ""))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)


def _weighing(definition: Definition) -> Iterator[str]:
    yield from _sides(definition)
    yield "walled = False"
    for factor in definition.plain_factors():
        yield from _factor(factor)
    yield "total = against = 0.0"
    for one in definition.factors:
        yield from _bundle(one) if isinstance(one, Bundle) else _alone(one)
    yield "return total - chance, walled, against"


def _telling(definition: Definition) -> Iterator[str]:
    yield from _sides(definition)
    yield "told = []"
    for factor in definition.plain_factors():
        yield from _factor(factor, telling=True)
    yield "return told"


def _sides(definition: Definition) -> Iterator[str]:
    for side, name in (("l", "left"), ("r", "right")):
        yield f"{', '.join(f'{side}_{column}' for column in definition.columns())}, = {name}"


def _factor(factor: Factor, *, telling: bool = False) -> Iterator[str]:
    """Its first level that holds."""
    for place, level in enumerate(factor.levels):
        yield f"{'elif' if place else 'if'} {condition_source(level.when)}:"
        yield from _indented(_bits(f"f_{factor.name}", level.bits))
        if telling:
            yield f"    told.append(({level.words!r}, f_{factor.name}))"
        elif level.wall:
            yield "    walled = True"
    if telling:
        return
    yield "else:"
    yield f"    f_{factor.name} = 0.0"


def _bits(name: str, bits: Bits) -> Iterator[str]:
    if bits.rarity is None:
        yield f"{name} = {float(bits.constant)!r}"
        return
    one, other = f"l_{bits.rarity}_bits", f"r_{bits.rarity}_bits"
    # The lesser of those that are known; what is not known has none.
    least = f"({one} if 0 < {one} <= {other} or not 0 < {other} else {other})"
    yield f"{name} = {bits.constant!r} + {bits.share!r} * {least}"


def _alone(factor: Factor) -> Iterator[str]:
    name = f"f_{factor.name}"
    yield f"total += {name}"
    yield f"if {name} < 0:"
    yield f"    against += {name}"


def _bundle(bundle: Bundle) -> Iterator[str]:
    """The best counts, each further one that speaks for a little, and of those against the worst."""
    names = [f"f_{factor.name}" for factor in bundle.factors]
    yield f"best, worst = max({', '.join(names)}, 0.0), min({', '.join(names)}, 0.0)"
    yield "against += worst"
    for name in names:
        yield f"if {name} > 0:"
        yield f"    if {name} == best:"
        yield f"        total += {name}"
        yield "        best = -1.0"
        yield "    else:"
        yield f"        total += {bundle.further!r}"
        yield f"elif {name} < 0 and {name} == worst:"
        yield f"    total += {name}"
        yield "    worst = 1.0"


def condition_source(condition: Condition) -> str:
    """An expression over `l_<feature>` and `r_<feature>` whose truth is the answer."""
    if isinstance(condition, All | Any):
        # What is told without reading letters is asked first.
        parts = map(condition_source, sorted(condition.parts, key=lambda part: bool(spelled(part))))
        return f"({(' and ' if isinstance(condition, All) else ' or ').join(parts)})"
    if isinstance(condition, Not):
        return f"(not {condition_source(condition.part)})"
    return _of_text(condition) if spelled(condition) else _of_sameness(condition)


def _of_sameness(condition: Condition) -> str:
    match condition:
        case Same(feature):
            return f"(l_{feature} == r_{feature} != '')"
        case Both(feature):
            return f"(l_{feature} != '' != r_{feature})"
        case Neither(feature):
            return f"(l_{feature} == '' == r_{feature})"
        case EitherIs(feature, value):
            return f"(l_{feature} == {value!r} or r_{feature} == {value!r})"
        case Crossed(feature, other):
            return f"(l_{feature} == r_{other} != '' or r_{feature} == l_{other} != '')"
    raise TypeError(f"{condition} has no Python text")


def _of_text(condition: Condition) -> str:
    match condition:
        case Near(feature, edits, length):
            one, other = f"l_{feature}", f"r_{feature}"
            return (
                f"(len({one}) >= {length} <= len({other}) and {-edits} <= len({one}) - len({other}) <= {edits}"
                f" and edits({one}, {other}, score_cutoff={edits}) <= {edits})"
            )
        case Within(feature, length):
            one, other = f"l_{feature}", f"r_{feature}"
            return (
                f"(len({one}) >= {length} <= len({other}) and ({one}.startswith({other}) or {other}.startswith({one})))"
            )
        case Begins(feature, length):
            one, other = f"l_{feature}", f"r_{feature}"
            return f"(len({one}) >= {length} <= len({other}) and {one}[:{length}] == {other}[:{length}])"
        case Overlap(feature):
            return _shared_word(f"l_{feature}", f"r_{feature}")
        case Meets(feature, other):
            return f"({_shared_word(f'l_{feature}', f'r_{other}')} or {_shared_word(f'r_{feature}', f'l_{other}')})"
    raise TypeError(f"{condition} has no Python text")


def _shared_word(one: str, other: str) -> str:
    # Most have one word.
    return f"({one} != '' != {other} and ({one} == {other} or overlap({one}, {other})))"
