"""What all sources share: the dice, the names, and the facts of the day on which something was written down."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.identity.chance import Chance
from benchmarks.identity.columns import COMPANY, PERSON, Record
from benchmarks.identity.spelling.days import moment
from benchmarks.identity.spelling.mistakes import swapped
from benchmarks.identity.world.names import Names
from benchmarks.identity.world.nouns import TODAY, Firm, Human, Post
from benchmarks.identity.world.places import Address


@dataclass(slots=True)
class Desk:
    """Where a source's records are written."""

    chance: Chance
    names: Names

    def company_record(self, source: str, day: int) -> Record:
        return Record(source, COMPANY, self._touched(day))

    def person_record(self, source: str, day: int) -> Record:
        return Record(source, PERSON, self._touched(day))

    def _touched(self, day: int) -> str:
        """When the record was last saved: mostly when it was written, sometimes later by an empty import."""
        if self.chance.hits(0.12):
            day = self.chance.between(day, TODAY)
        return moment(self.chance, day)

    def number(self, firm: Firm, wrong: float) -> str:
        """The company's 法人番号, sometimes with two digits swapped, or the parent's in its stead."""
        if not firm.number or not self.chance.hits(wrong):
            return firm.number
        if firm.parent and self.chance.hits(0.5):
            return firm.parent.number
        return swapped(self.chance, firm.number)

    def invoice(self, firm: Firm, without_t: float) -> str:
        """The T-number, by some without its T."""
        return firm.invoice.removeprefix("T") if self.chance.hits(without_t) else firm.invoice


def place_of_work(post: Post, day: int) -> Address:
    """The branch, or the head office where it then was."""
    return post.office.address if post.office else post.firm.address_on(day)


def work_mail(chance: Chance, human: Human, post: Post, stale: float) -> str:
    """The address at work; a source that nobody tends keeps that of an earlier post."""
    first = human.posts[0]
    return first.email if first is not post and chance.hits(stale) else post.email


def url(chance: Chance, firm: Firm) -> str:
    """The web site in one of its spellings."""
    if not firm.has_site or not firm.domain:
        return ""
    return chance.pick(_URLS).format(firm.domain)


_URLS = (
    "https://www.{}/",
    "http://www.{}",
    "https://{}",
    "www.{}",
    "{}",
    "https://www.{}/company/",
    "https://{}/index.html",
    "http://{}/",
)
