"""Renamings as the records tell them: somebody typed another name over the one that a system had for a company.

Invariant: what is told of a record depends on that record only: no order of arrival and no other customer changes it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from hub.matching.renaming import may_be_corrected
from hub.merging.claims import Mark, Marks, Source
from hub.normalize.names import company_key

Mentions = Collection[tuple[int, str]]
"""The parts of streams that tell a company by name: who types another one there has another employer."""


def former_name(marks: Marks) -> str:
    """What a company was called in a system until somebody renamed it there; "" where it was corrected, put back, or
    never renamed.
    """
    mark = marks.get("name")
    if mark is None or not mark.edited or mark.mended or not mark.claimed or not mark.value or not mark.saw:
        return ""
    return "" if may_be_corrected(mark.saw, mark.value) else str(mark.saw)


def date_back(members: Sequence[Source], renamed: Sequence[Source]) -> None:
    """Let those who only ever called a company by a former name have said so before it was renamed: an old name in a
    new record is nobody's newer word.
    """
    for former, at in {(former_name(source.marks), source.marks["name"].at) for source in renamed}:
        for source in members:
            mark, value = source.marks.get("name"), source.shadow.get("name")
            said = Mark(value=value, at=source.since, fresh=source.fresh) if mark is None else mark
            is_old = company_key(said.value or "") == company_key(former)
            if is_old and said.claimed and not said.edited and said.at > at:
                source.marks = {**source.marks, "name": msgspec.structs.replace(said, at=at)}
