"""Which codes of a sheet identify its rows, where the connector would go by names or by a code that several rows have.

Invariant: a key is proposed only if by it no more rows of the sheet are refused than without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from hub.mapping.compile import CompiledMapping
from hub.mapping.purchase_headings import row_keys
from hub.sdk.connector import Connector

_CODED = ("deal", "contract", "contact", "company")
"""A row of deals is a deal, whosever they are: its own code is asked first."""

Open = Callable[[tuple[str, ...]], Connector]


def better_key(compiled: CompiledMapping, headings: Sequence[str], opened: Open) -> tuple[str, ...]:
    """The headings to name as `key`, or none where the connector does well without."""
    if "purchase" in compiled.parts:
        return key_of_purchases(headings, opened)
    if "invoice" in compiled.parts:
        return next((key for key in _of_bills(compiled) if _tried(opened, key)[1] <= _tried(opened, ())[1]), ())
    codes = [code for part in _CODED if (code := heading_of(compiled, part, "code"))]
    if not codes:
        return ()
    has_code, refused = _tried(opened, ())
    if not has_code:
        return next(((code,) for code in codes if _tried(opened, (code,))[1] <= refused), ())
    return next((key for key in _instead(compiled, codes) if refused and _tried(opened, key)[1] < refused), ())


def key_of_purchases(headings: Sequence[str], opened: Open) -> tuple[str, ...]:
    """Of what may tell purchases, that by which the fewest rows are refused; none where the sheet lists no purchases.

    The connector would go by the customer's number or name, of whom the first purchase alone would be read.
    """
    return min(row_keys(headings), key=lambda key: _tried(opened, key)[1], default=())


def _instead(compiled: CompiledMapping, codes: list[str]) -> Iterator[tuple[str, ...]]:
    """Each code alone, and a company's together with the person, of whom it may have several."""
    yield from ((code,) for code in codes)
    company, person = heading_of(compiled, "company", "code"), heading_of(compiled, "contact", "name")
    if company and person:
        yield (company, person)


def _of_bills(compiled: CompiledMapping) -> Iterator[tuple[str, ...]]:
    """A customer has many invoices, so that no code or name of theirs tells one from another."""
    yield from ((code,) for code in [heading_of(compiled, "invoice", "code")] if code)
    others = [heading_of(compiled, "invoice", name) for name in ("issued_on", "partner_name", "subject", "amount")]
    yield tuple(heading for heading in others if heading)


def heading_of(compiled: CompiledMapping, part: str, name: str) -> str:
    """The heading of a part's field; empty where it has none."""
    rules = compiled.parts[part].rules if part in compiled.parts else ()
    return next((str(rule.path[0]) for rule in rules if rule.name == name and rule.path), "")


def _tried(opened: Open, key: tuple[str, ...]) -> tuple[bool, int]:
    """Whether a code identifies the rows, and how many rows are refused."""
    connector = opened(key)
    try:
        [stream] = connector.streams().values()
        return bool(stream.required), sum(len(page.bad) for page in connector.pull(stream.name, None))
    finally:
        connector.close()
