"""Answers a search request: filters, one sort, paging up to the cap.

As in the real API, no query gives more than 10,000 results, whatever its `total` says.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from connectors.hubspot.twin.index import SearchIndex
from connectors.hubspot.twin.refusals import RefusedError
from connectors.hubspot.twin.rows import Kind, Row

RESULTS_MAX = 10_000
PAGE_MAX = 200
_GROUPS_MAX = 5
_FILTERS_MAX = 6
_EVER = 1 << 60

Test = Callable[[Row], bool]


def search(index: SearchIndex, kind: Kind, ask: dict[str, Any]) -> tuple[int, list[Row], str | None]:
    """The total, the rows of the page, and the `after` of the next page where there is one."""
    limit, offset = int(ask.get("limit") or 10), int(ask.get("after") or 0)
    if not 0 < limit <= PAGE_MAX:
        raise RefusedError(400, f"The requested page size {limit} is above the maximum of {PAGE_MAX}")
    if offset + limit > RESULTS_MAX:
        raise RefusedError(400, f"The requested offset {offset} is above the maximum of {RESULTS_MAX} results")
    ids = _sorted(index, kind, ask.get("sorts") or [], _groups(ask))
    page = [index.rows[row_id] for row_id in ids[offset : offset + limit]]
    end = offset + len(page)
    return len(ids), page, str(end) if end < len(ids) else None


def _groups(ask: dict[str, Any]) -> list[list[dict[str, Any]]]:
    groups = [group["filters"] for group in ask.get("filterGroups") or []]
    if len(groups) > _GROUPS_MAX or any(len(filters) > _FILTERS_MAX for filters in groups):
        raise RefusedError(400, f"at most {_GROUPS_MAX} filter groups of {_FILTERS_MAX} filters are allowed")
    return groups


def _sorted(index: SearchIndex, kind: Kind, sorts: list[Any], groups: list[list[dict[str, Any]]]) -> Sequence[int]:
    if len(sorts) > 1:
        raise RefusedError(400, "only one sort is allowed")
    name, falling = _sort(sorts[0]) if sorts else ("hs_object_id", False)
    ids = _matching(index, kind, groups, in_time_order=name == kind.modified)
    if name not in {"hs_object_id", kind.modified}:
        ids = sorted(ids, key=lambda row_id: index.rows[row_id].value(kind, name) or "")
    return list(reversed(ids)) if falling else ids


def _sort(sort: Any) -> tuple[str, bool]:
    if isinstance(sort, str):
        return sort.removeprefix("-"), sort.startswith("-")
    return sort["propertyName"], sort.get("direction") == "DESCENDING"


def _matching(
    index: SearchIndex, kind: Kind, groups: list[list[dict[str, Any]]], *, in_time_order: bool
) -> Sequence[int]:
    if not groups:
        return index.by_time(0, _EVER) if in_time_order else index.ids
    if len(groups) == 1:
        return _of_group(index, kind, groups[0], in_time_order=in_time_order)
    found = {row_id for filters in groups for row_id in _of_group(index, kind, filters, in_time_order=False)}
    if in_time_order:
        return sorted(found, key=lambda row_id: (index.rows[row_id].modified_ms, row_id))
    return sorted(found)


def _of_group(index: SearchIndex, kind: Kind, filters: list[dict[str, Any]], *, in_time_order: bool) -> Sequence[int]:
    times, rest = _bounds(filters, kind.modified)
    numbers, rest = _bounds(rest, "hs_object_id")
    if in_time_order:
        low, high = numbers
        ids: Sequence[int] = [row_id for row_id in index.by_time(*times) if low <= row_id <= high]
    else:
        ids = index.by_id(*times)
        ids = ids[bisect_left(ids, numbers[0]) : bisect_right(ids, numbers[1])]
    if not rest:
        return ids
    tests = [_test(kind, asked) for asked in rest]
    return [row_id for row_id in ids if all(test(index.rows[row_id]) for test in tests)]


def _bounds(filters: list[dict[str, Any]], name: str) -> tuple[tuple[int, int], list[dict[str, Any]]]:
    """The range that the filters on a whole number leave, and the filters that say anything else."""
    low, high = 0, _EVER
    rest = []
    for asked in filters:
        operator, value = asked["operator"], asked.get("value", "")
        if asked["propertyName"] != name or operator not in {"EQ", "GT", "GTE", "LT", "LTE"}:
            rest.append(asked)
            continue
        low = max(low, int(value) + (operator == "GT")) if operator in {"EQ", "GT", "GTE"} else low
        high = min(high, int(value) - (operator == "LT")) if operator in {"EQ", "LT", "LTE"} else high
    return (low, high), rest


def _test(kind: Kind, asked: dict[str, Any]) -> Test:
    name, operator = asked["propertyName"], asked["operator"]
    wanted = {str(text).lower() for text in asked.get("values") or [asked.get("value", "")]}
    match operator:
        case "EQ" | "IN":
            return lambda row: (row.value(kind, name) or "").lower() in wanted
        case "NEQ" | "NOT_IN":
            return lambda row: (row.value(kind, name) or "").lower() not in wanted
        case "HAS_PROPERTY":
            return lambda row: row.value(kind, name) is not None
        case "NOT_HAS_PROPERTY":
            return lambda row: row.value(kind, name) is None
        case _:
            raise RefusedError(400, f"the operator {operator} cannot be used with {name}")
