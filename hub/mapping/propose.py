"""Proposes a mapping for a sheet from its headings, as YAML with remarks, for a person to read and correct.

Invariant: what is proposed loads and compiles, and no value of a sample stands in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from hub.mapping.bill_headings import bill_targets
from hub.mapping.choice_words import CHOICES
from hub.mapping.grouped import lower
from hub.mapping.headings import Target, heading_key, target_of, words
from hub.mapping.naming import names_of
from hub.mapping.path import is_blank
from hub.mapping.placing import placed
from hub.mapping.problems import TransformError
from hub.mapping.proposal_words import TEXTS
from hub.mapping.purchase_headings import customer_numbers, purchase_targets
from hub.mapping.transforms import TRANSFORMS, default_for
from hub.mapping.transforms.kind import as_text
from hub.mapping.units import UNITS, counted
from hub.model import CanonicalSchema
from hub.normalize.late import late

Language = Literal["ja", "en"]

_ENTITIES = {"contact": "person"}
_ORDER = ("company", "contact", "employment", "deal", "contract", "activity", "invoice", "purchase")
_MADE_ALONE = {"invoice": "bills", "purchase": "purchases"}
"""Lists of these make no customers, and what is said of them."""
_LINKS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "employment": (("person", "contact"), ("company", "company")),
    "deal": (("company", "company"), ("person", "contact")),
    "contract": (("company", "company"), ("person", "contact"), ("deal", "deal")),
    "activity": (("company", "company"), ("person", "contact")),
}
_PLAIN = late(r"[^\W\d_][\w・ー\- ]*[\wー]|[^\W\d_]")
_YAML_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off"})
_ZONE = ZoneInfo("Asia/Tokyo")


class Link(NamedTuple):
    """The heading of purchases that says whose each is: it holds what tells the rows of another `stream`, where these
    customers are the part `part` (company | contact). Of `total` samples, `failed` have a number that is not there.
    """

    heading: str
    stream: str
    part: str
    total: int = 0
    failed: int = 0


@dataclass
class _Sheet:
    """The headings sorted into parts."""

    parts: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    unknown: list[tuple[str, bool]] = field(default_factory=list)
    when: str | None = None
    home: str = "company"
    key: Collection[str] = ()
    link: Link | None = None

    def place(self, heading: str, target: Target) -> None:
        fields = self.parts.setdefault(target.part, {})
        if target.field in fields:
            self.unknown.append((heading, True))
        else:
            fields[target.field] = (heading, target.transform)


def propose(
    headings: Sequence[str],
    samples: Sequence[Mapping[str, Any]],
    connector: str,
    stream: str,
    lang: Language = "ja",
    key: Collection[str] = (),
    link: Link | None = None,
) -> str:
    """The text of a mapping file; `samples` are rows by heading, used only to count what cannot be read, `key` the
    headings that tell one row from another, and `link` whose purchases are.
    """
    sheet = _sorted(headings)
    sheet.key, sheet.link = key, link
    said = TEXTS[lang]
    lines = [f"# {said['title'].format(stream=stream)}", f"# {said['how']}"]
    lines += ["mapping: 1", f"connector: {_scalar(connector)}", f"stream: {_scalar(stream)}"]
    lines += [f"# {said[_MADE_ALONE[sheet.home]]}"] if sheet.home in _MADE_ALONE else []
    lines += [f"when: {_scalar(_path(sheet.when))}"] if sheet.when else [f"# {said['when']}", "# when: …"]
    lines += ["parts:"]
    for part in _present(sheet):
        lines += _part(sheet, part, samples, said)
    lines += _unknown(sheet, said)
    return "\n".join(lines) + "\n"


def _sorted(headings: Sequence[str]) -> _Sheet:
    kind, targets = _placed(headings)
    sheet = _Sheet(home=kind or names_of(headings).home)
    for heading, target in targets.items():
        if target is not None:
            sheet.place(heading, target)
        elif heading_key(lower(heading)) in words().when and sheet.when is None:
            sheet.when = heading
        else:
            sheet.unknown.append((heading, False))
    if kind and sheet.when is None:
        days = (heading for heading, target in targets.items() if target and target.field in ("issued_on", "at"))
        sheet.when = next(days, None)
    return sheet


def _placed(headings: Sequence[str]) -> tuple[str, Mapping[str, Target | None]]:
    """What a sheet lists, if no customers, and where each heading goes."""
    if (bills := bill_targets(headings)) is not None:
        return "invoice", bills
    if (purchases := purchase_targets(headings)) is not None:
        return "purchase", purchases
    return "", placed(headings)


def _present(sheet: _Sheet) -> list[str]:
    """The parts, the one that each row has first; employments only where both their ends are, and one in any case."""
    order = sorted(_ORDER, key=lambda part: part != sheet.home)
    present = [part for part in order if part in sheet.parts]
    has_both = {"company", "contact"} <= set(present)
    if "employment" in present and not has_both:
        sheet.unknown += [(heading, False) for heading, _ in sheet.parts.pop("employment").values()]
        present.remove("employment")
    elif has_both and "employment" not in present:
        sheet.parts["employment"] = {}
        present = [part for part in order if part in sheet.parts]
    return present or ["company"]


def _part(sheet: _Sheet, part: str, samples: Sequence[Mapping[str, Any]], said: Mapping[str, Any]) -> list[str]:
    fields = sheet.parts.setdefault(part, {})
    anchor = _present(sheet)[0]
    lines = [f"  {part}:"]
    if part in _ENTITIES:
        lines.append(f"    entity: {_ENTITIES[part]}")
    if part != anchor:
        lines.append(f"    requires: [{', '.join(_scalar(_path(heading)) for heading in _required(sheet, part))}]")
    lines.append("    fields:" if fields or part in _LINKS else "    fields: {}")
    lines += [f"      {name}: {{part: {to}}}" for name, to in _LINKS.get(part, ()) if to in sheet.parts and to != part]
    lines += _customer(sheet, said) if part == "purchase" else []
    if part == "activity" and "kind" not in fields:
        lines.append("      kind: {const: visit}")
    for name, (heading, transform) in fields.items():
        is_key = (part, name) != ("invoice", "code") and name == "code" and heading in sheet.key
        remark = f"   # {said['key']}" if is_key else _remark(part, name, heading, transform, samples, said)
        lines.append(_field(name, heading, transform, "fill-blank" if is_key else "") + remark)
    return lines


def _customer(sheet: _Sheet, said: Mapping[str, Any]) -> list[str]:
    """Whose a purchase is, or what has to be done to have it known."""
    number = next((heading for heading, _ in sheet.unknown if heading in customer_numbers([heading])), "")
    if (link := sheet.link) is None:
        told = [line.format(number=number or said["number"]) for line in said["alone"]]
        return [f"      # {line}" for line in told] + [f"      # {_ref('会員', 'contact', number or '会員番号')}"]
    failed = {"total": link.total, "failed": link.failed, "stream": link.stream}
    remark = f"   # {said['unlinked'].format(**failed)}" if link.failed else ""
    sheet.unknown = [(heading, is_taken) for heading, is_taken in sheet.unknown if heading != link.heading]
    return [
        f"      # {said['linked'].format(stream=link.stream, heading=link.heading)}",
        f"      {_ref(link.stream, link.part, link.heading)}{remark}",
    ]


def _ref(stream: str, part: str, heading: str) -> str:
    to = _scalar(f"{stream}#{part}")
    return f"{_ENTITIES.get(part, part)}: {{ref: {to}, from: {_scalar(_path(heading))}}}"


def _required(sheet: _Sheet, part: str) -> list[str]:
    """A part exists where one of its own headings is filled in; a post, where the other than the row's own is."""
    other = "company" if sheet.home == "contact" else "contact"
    owner = sheet.parts[other if part == "employment" else part]
    names = [
        owner[name][0]
        for name in ("name", "family_name", "email")
        if name in owner and part in ("contact", "employment")
    ]
    return names or [heading for heading, _ in owner.values()]


def _field(name: str, heading: str, transform: str, write: str) -> str:
    path = _scalar(_path(heading))
    how = f"values: {_choices(name)}" if transform == "choice" else f"with: {transform}" if transform else ""
    said = ", ".join(filter(None, (f"from: {path}", how, f"write: {write}" if write else "")))
    return f"      {name}: {{{said}}}" if how or write else f"      {name}: {path}"


def _choices(name: str) -> str:
    return f"{{{', '.join(f'{_scalar(word)}: {choice}' for word, choice in CHOICES[name].items())}}}"


def _remark(
    part: str, name: str, heading: str, transform: str, samples: Sequence[Mapping[str, Any]], said: Mapping[str, Any]
) -> str:
    """How many samples the transform cannot read, which a person should see before the rows are quarantined."""
    values = [row[heading] for row in samples if not is_blank(row.get(heading))]
    if (part, name) == ("invoice", "status"):
        return f"   # {said['paid']}"
    if (part, name) == ("purchase", "cost"):
        return f"   # {said['costs']}"
    failed = sum(not _is_read(part, name, transform, value) for value in values)
    if not failed and transform in UNITS:
        return f"   # {said['counted'].format(unit=UNITS[transform])}"
    return f"   # {said['unread'].format(total=len(values), failed=failed)}" if failed else ""


def _is_read(part: str, name: str, transform: str, value: Any) -> bool:
    if transform == "choice":
        return as_text(value) in CHOICES[name]
    spec = CanonicalSchema().fields(_ENTITIES.get(part, part)).get(name)
    way = (TRANSFORMS[transform] if transform else default_for(spec.kind if spec else "text")).in_zone(_ZONE)
    try:
        way.forward(value)
    except TransformError:
        return False
    return True


def _unknown(sheet: _Sheet, said: Mapping[str, Any]) -> list[str]:
    if not sheet.unknown:
        return []
    lines = [f"# {said['unknown']}"]
    for heading, is_taken in sheet.unknown:
        name = re.sub(r"[^\w-]+", "_", heading).strip("_") or "custom"
        remark = f"   {said['taken']}" if is_taken else _of_words(heading, said)
        lines.append(f"#     custom.{name}: {_scalar(_path(heading))}{remark}")
    return lines


def _of_words(heading: str, said: Mapping[str, Any]) -> str:
    """Why a heading with a unit has no field, though it would have one without."""
    found = counted(heading)
    target = target_of(found.heading, "company", "contact") if found else None
    return f"   {said['words'].format(unit=UNITS[found.transform], field=target.field)}" if found and target else ""


def _path(heading: str | None) -> str:
    text = heading or ""
    return f'"{text}"' if "." in text or text != text.strip() else text


def _scalar(text: str) -> str:
    """A YAML scalar; anything that is not plainly a word is quoted."""
    is_plain = bool(_PLAIN.fullmatch(text)) and text.lower() not in _YAML_WORDS
    return text if is_plain else json.dumps(text, ensure_ascii=False)
