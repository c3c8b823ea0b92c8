"""What a tally counts is what one would count by hand."""

from __future__ import annotations

from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

from hub.store.tally import Tally

FEATURES = ("name", "family", "given", "form")
TEXTS = st.sampled_from(["", "a", "A", "佐藤", "佐藤 ", "😀"])
RECORDS = st.lists(st.tuples(*(TEXTS for _ in FEATURES)), max_size=12)
Record = tuple[str, ...]


@given(RECORDS)
def test_values_are_counted_with_what_is_seen_beside_them(records: list[Record]) -> None:
    beside: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        beside[record[0]].append(record)
    expected = {
        (name, len({r[1] for r in some} - {""}), len({r[2] for r in some} - {""}), any(r[3] for r in some))
        for name, some in beside.items()
        if name and len(some) > 1
    }
    with Tally.of(FEATURES) as tally:
        assert tally.add(records) == len(records)
        found = tally.values("name", ("family", "given"), "form")
        assert {(value, *seen, is_formed) for value, seen, is_formed in found} == expected
        assert tally.said("name") == (sum(map(len, beside.values())) - len(beside[""]), len(beside.keys() - {""}))


@given(RECORDS)
def test_parts_are_counted_over_distinct_wholes(records: list[Record]) -> None:
    wholes: defaultdict[str, set[str]] = defaultdict(set)
    for name, family, *_ in records:
        if name and family:
            wholes[family].add(name)
    divided = Counter(record[:3] for record in records if record[0])
    with Tally.of(FEATURES) as tally:
        tally.add(records)
        assert dict(tally.shares("family", "name")) == {part: len(s) for part, s in wholes.items() if len(s) > 1}
        assert [(tuple(way), some) for *way, some in tally.divisions("name", ("family", "given"))] == sorted(
            divided.items(), key=lambda one: [text.encode() for text in one[0]]
        )


@given(st.lists(st.integers(0, 5)), st.dictionaries(st.integers(0, 9), st.floats(0, 9)))
def test_numbers_that_are_there_several_times_are_told_and_lines_of_the_book_are_kept(
    numbers: list[int], lines: dict[int, float]
) -> None:
    with Tally.of(FEATURES) as tally:
        assert dict(tally.several(numbers)) == {n: some for n, some in Counter(numbers).items() if some > 1}
        tally.tell(lines.items())
        assert dict(tally.lines()) == lines
        assert tally.told([1, 2, 11]) == {number: lines[number] for number in (1, 2) if number in lines}
