"""Random sources for the laws of survivorship: few values and few moments, so that ties and agreements are usual."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from hub.merging.claims import Mark, Source
from hub.merging.rules import EntityRules, Rule, StrategyName, Unit

DAYS = tuple(f"2024-05-{day:02}T09:00:00.000Z" for day in (1, 2, 9))
SYSTEMS = ("alpha", "beta", "gamma")
VALUES: dict[str, tuple[Any, ...]] = {
    "occupation": ("部長", "課長", "CEO", "ＣＥＯ"),
    "name": ("山田 太郎", "佐藤 花子"),
    "family_name": ("山田", "佐藤"),
    "given_name": ("太郎", "花子"),
    "tags": (["展示会"], ["優良", "展示会"], ["ＶＩＰ"], ["VIP"]),
    "contact_email": (True, False),
}
KINDS = {
    "occupation": "text",
    "name": "person_name",
    "family_name": "person_name",
    "given_name": "person_name",
    "tags": "text_list",
    "contact_email": "boolean",
}
STRATEGIES: tuple[StrategyName, ...] = (
    "most_recent",
    "source_priority",
    "most_trusted",
    "most_complete",
    "most_frequent",
    "longest",
    "oldest",
)


def unit(name: str, fields: tuple[str, ...], rule: Rule) -> Unit:
    return Unit(name, fields, tuple(KINDS[field] for field in fields), rule)


def rules_with(rule: Rule) -> EntityRules:
    """A person of a plain field, a group, a list and a consent; the first two are decided by `rule`."""
    return EntityRules(
        "person",
        (
            unit("occupation", ("occupation",), rule),
            unit("person_name", ("name", "family_name", "given_name"), rule),
            unit("tags", ("tags",), Rule("union")),
            unit("contact_email", ("contact_email",), Rule("opt_out")),
        ),
    )


rules = st.builds(
    Rule,
    strategy=st.sampled_from(STRATEGIES),
    order=st.permutations(SYSTEMS).map(lambda order: tuple(order[:2])),
    trust=st.fixed_dictionaries({}, optional={name: st.sampled_from([0.2, 0.5, 0.9]) for name in SYSTEMS}),
    half_life_days=st.sampled_from([None, 1.0, 30.0]),
)


def documents(min_size: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    optional = {field: st.sampled_from(values) for field, values in VALUES.items()}
    return st.fixed_dictionaries({}, optional=optional).filter(lambda doc: len(doc) >= min_size)


def marks_of(field: str) -> st.SearchStrategy[Mark]:
    mine = st.builds(
        Mark,
        claimed=st.just(True),
        value=st.sampled_from((None, *VALUES[field])),
        at=st.sampled_from(DAYS),
        edited=st.booleans(),
        fresh=st.booleans(),
        saw=st.sampled_from((None, *VALUES[field])),
        wrote=st.sampled_from((0, 7)),
        out=st.sampled_from(("", *DAYS[:1]) if field == "contact_email" else ("",)),
        dropped=st.sampled_from(((), ((DAYS[1], "展示会"),)) if field == "tags" else ((),)),
    )
    return st.one_of(mine, st.just(Mark(claimed=False, wrote=7)))


Drawn = tuple[str, str, dict[str, Any], dict[str, Mark], bool, dict[str, Any] | None]


def _source(number: int, drawn: Drawn) -> Source:
    connection, since, shadow, marks, fresh, stood = drawn
    return Source(number, connection, f"{connection}/people/{number}#person", since, shadow, marks, fresh, stood)


def sources(min_size: int = 1, max_size: int = 5) -> st.SearchStrategy[list[Source]]:
    marks = st.fixed_dictionaries({}, optional={field: marks_of(field) for field in VALUES})
    stood = st.one_of(st.none(), documents())
    drawn = st.tuples(st.sampled_from(SYSTEMS), st.sampled_from(DAYS), documents(), marks, st.booleans(), stood)
    return st.lists(drawn, min_size=min_size, max_size=max_size).map(
        lambda found: [_source(number, one) for number, one in enumerate(found, start=1)]
    )
