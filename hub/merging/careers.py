"""A person's posts in time, out of what each source says of them: 異動, 退職 and 兼務 as events, not as overwrites.

Invariant: the order in which the sources came changes nothing; an older word never ends a newer post.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from hub.normalize.compare import comparable

Ending = Literal["", "stated", "moved", "left"]
"""Why a post is over: somebody says so, or a later word knows another post in the same company, or in another one."""
_Key = tuple[str, object, object]


@dataclass(frozen=True)
class Word:
    """What one source says of a post: it held `on` that day, whenever it was read. `company` is a golden name.

    `replaced_on`: the day on which the source wrote another post in its place, one at `replaced_by`.
    """

    company: str
    department: str
    title: str
    on: date
    source: str
    started_on: date | None = None
    ended_on: date | None = None
    replaced_on: date | None = None
    replaced_by: str = ""

    @property
    def known(self) -> int:
        """How many of department and title it knows."""
        return bool(self.department) + bool(self.title)


@dataclass(frozen=True)
class Post:
    """A post from its first word, or its stated start, on; `until` is None while nothing has ended it.

    `seen` is the day of the last word about it. Where `ending` is `moved` or `left`, the end is inferred.
    """

    company: str
    department: str
    title: str
    since: date
    seen: date
    until: date | None
    ending: Ending
    sources: tuple[str, ...]


def career(words: Iterable[Word]) -> list[Post]:
    """The posts, oldest first. Two that are seen after each other's start are held at once (兼務)."""
    told: dict[_Key, list[Word]] = defaultdict(list)
    for word in _placed(sorted(set(words), key=_order)):
        told[_key(word)].append(word)
    posts = [_post(some) for some in told.values()]
    return sorted((_ended(post, posts) for post in posts), key=_age)


def _age(post: Post) -> tuple[date, date, str, str, str]:
    return post.since, post.seen, post.company, post.department, post.title


def _order(word: Word) -> tuple[date, str, str, str, str]:
    return word.on, word.source, word.company, word.department, word.title


def _key(word: Word) -> _Key:
    return word.company, comparable("text", word.department), comparable("text", word.title)


def _placed(words: Sequence[Word]) -> list[Word]:
    """A word that knows less of a post, or the company alone, confirms what others know of one that it may mean."""
    found = list(words)
    for known in (1, 0):
        found = [_meant(word, found) if word.known == known else word for word in found]
    return found


def _meant(word: Word, words: Sequence[Word]) -> Word:
    """The newest fuller word by then, or else the first one."""
    fuller = [other for other in words if other.known > word.known and _may_mean(word, other)]
    if not fuller:
        return word
    before = [other for other in fuller if other.on <= word.on]
    meant = before[-1] if before else fuller[0]
    return replace(word, department=meant.department, title=meant.title)


def _may_mean(word: Word, other: Word) -> bool:
    same_title = not word.title or _same(word.title, other.title)
    return (
        word.company == other.company
        and same_title
        and (not word.department or _same(word.department, other.department))
    )


def _same(one: str, other: str) -> bool:
    return comparable("text", one) == comparable("text", other)


def _post(words: Sequence[Word]) -> Post:
    first = words[0]
    since = min(word.started_on or word.on for word in words)
    seen = max(since, *(word.on for word in words))
    until = max((word.ended_on for word in words if word.ended_on is not None), default=None)
    ending: Ending = "stated" if until is not None else ""
    sources = tuple(sorted({word.source for word in words} - {""}))
    post = Post(first.company, first.department, first.title, since, seen, until, ending, sources)
    last = max(words, key=lambda word: (word.replaced_on or date.max, word.replaced_by))
    return _over(post, last.replaced_on, last.replaced_by) if until is None and last.replaced_on else post


def _ended(post: Post, posts: Sequence[Post]) -> Post:
    """A post of which nobody speaks any more once another one has begun is over from then on."""
    later = [other for other in posts if other.since > post.seen]
    if post.until is not None or not later:
        return post
    successor = min(later, key=lambda other: (other.since, other.company != post.company))
    return _over(post, successor.since, successor.company)


def _over(post: Post, on: date, company: str) -> Post:
    return replace(post, until=on, ending="moved" if company == post.company else "left")
