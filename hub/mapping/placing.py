"""Where each heading of a sheet goes: by its words, and where these don't tell whose it is, by the nearest name.

Invariant: every heading is placed once, in the sheet's order; what is not understood has no target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from hub.mapping.grouped import lower
from hub.mapping.headings import Target, code_of, heading_key, words
from hub.mapping.naming import NAMES, Names, names_of

_AGAIN = re.compile(r" \(\d+\)$")
"""What a sheet's second heading of one name ends with."""
_NAMES_WITHOUT_KANA = frozenset({"representative", "owner", "staff", "next_action_by", "referrer"})
_TWO_MAY_HAVE = frozenset(
    {"email", "phone", "fax", "address", "postal_code", "prefecture", "city", "street", "building"}
)

Targets = dict[str, Target | None]


def placed(headings: Sequence[str]) -> Targets:
    """The target of each heading that is not blank."""
    names = names_of([heading for heading in headings if heading.strip()])
    targets: Targets = {heading: names.target(heading) for heading in headings if heading.strip()}
    targets |= dict(_of_two_owners(targets, names))
    targets |= _codes(targets)
    targets |= _of_an_activity(targets)
    return targets | _readings(targets)


def _codes(targets: Mapping[str, Target | None]) -> Targets:
    """Each code is of the company or person that the sheet names first; a row's own, of the deal before them."""
    named = [target.part for target in targets.values() if target and (target[:2] in NAMES or target.field == "name")]
    owners = [part for part in named if part in ("company", "contact")]
    first = {"row": named[:1], "customer": owners[:1]}
    found: Targets = {}
    for heading, target in targets.items():
        if target is None and (kind := code_of(lower(heading))):
            is_there = kind in owners or kind in ("deal", "contract")
            [owner] = first.get(kind, [kind] if is_there else owners[:1]) or ["company"]
            found[heading] = Target(owner, "code")
    return found


def _of_an_activity(targets: Mapping[str, Target | None]) -> Targets:
    """日時, 種別, 件名 and 内容 are an activity's where another heading is one's, and none is a deal's."""
    parts = {target.part for target in targets.values() if target}
    if "activity" not in parts or parts & {"deal", "contract"}:
        return {}
    free = [heading for heading, target in targets.items() if target is None]
    return {h: found for h in free if (found := words().of_an_activity.get(heading_key(h)))}


def _of_two_owners(targets: Mapping[str, Target | None], names: Names) -> Iterator[tuple[str, Target]]:
    """A telephone beside the company's name and another beside the person's are each their neighbour's."""
    nearest = _nearest(targets)
    for again in targets:
        first = _AGAIN.sub("", again)
        shared = names.target(first) if first != again and first in targets else None
        if shared is None or shared.field not in _TWO_MAY_HAVE:
            continue
        owners = [next(iter(nearest[heading]), "") for heading in (first, again)]
        if set(owners) == {"company", "contact"}:
            yield from zip((first, again), (shared._replace(part=owner) for owner in owners), strict=True)


def _readings(targets: Mapping[str, Target | None]) -> Targets:
    """Each bare フリガナ by the nearest name to its left that has none yet, else by the next to its right."""
    order, nearest, free = list(targets), _nearest(targets), _without_reading(targets)
    owned: dict[str, list[str]] = {"company": [], "contact": []}
    found: Targets = {}
    for position, heading in enumerate(order):
        if not free or not _is_bare_reading(heading):
            continue
        found[heading] = None
        before = targets[order[position - 1]] if position else None
        owner = next((part for part in nearest[heading] if len(owned[part]) < free.get(part, 0)), None)
        if owner and not (before and before.field in _NAMES_WITHOUT_KANA):
            owned[owner].append(heading)
    fields = {"company": ["kana"], "contact": ["kana"] if len(owned["contact"]) < 2 else ["family_kana", "given_kana"]}
    for part, headings in owned.items():
        for heading, field in zip(headings, fields[part], strict=False):
            found[heading] = Target(part, field, "person_kana" if (part, field) == ("contact", "kana") else "kana")
    return found


def _is_bare_reading(heading: str) -> bool:
    return heading_key(lower(_AGAIN.sub("", heading))) in words().reading


def _without_reading(targets: Mapping[str, Target | None]) -> dict[str, int]:
    """How many readings each name of the sheet still wants: two where a person's name stands in two halves."""
    there = {target[:2] for target in targets.values() if target}
    told = {
        target.part
        for heading, target in targets.items()
        if target and target.field.endswith("kana") and not _is_bare_reading(heading)
    }
    wanted = {part: 1 for part, _ in there & NAMES}
    if {("contact", "family_name"), ("contact", "given_name")} <= there and ("contact", "name") not in there:
        wanted["contact"] = 2
    return {part: 0 if part in told else count for part, count in wanted.items()}


def _nearest(targets: Mapping[str, Target | None]) -> dict[str, list[str]]:
    """For each heading the parts that the names to its left belong to, the nearest first, then those to its right."""
    left, right = _passed(list(targets.items())), _passed(list(targets.items())[::-1])
    return {heading: list(dict.fromkeys([*left[heading], *right[heading]])) for heading in targets}


def _passed(targets: Sequence[tuple[str, Target | None]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    passed: list[str] = []
    for heading, target in targets:
        found[heading] = passed
        if target and target[:2] in NAMES:
            passed = [target.part, *(part for part in passed if part != target.part)]
    return found
