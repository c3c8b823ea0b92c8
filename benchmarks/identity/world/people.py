"""People: contacts at firms who are moved, leave, marry and hold two posts; households that share nearly everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from benchmarks.identity.chance import Chance, Weighted, by_rank
from benchmarks.identity.data.company_words import DEPARTMENTS, HEADS, OTHER_HEADS, TITLES
from benchmarks.identity.spelling.kanji import has_old_form, old_form
from benchmarks.identity.world import mail
from benchmarks.identity.world.names import Names
from benchmarks.identity.world.nouns import FIRST_DAY, TODAY, Firm, Human, Office, Post
from benchmarks.identity.world.numbers import Phone, extension_of, landline, mobile
from benchmarks.identity.world.places import Places
from benchmarks.identity.world.words import Word, read

JOB_CHANGE, TRANSFER, TWO_POSTS, MARRIAGE, ROLE_MAILBOX, SHARED_MAILBOX, OLD_FORM = (
    0.09,
    0.12,
    0.015,
    0.05,
    0.06,
    0.18,
    0.12,
)
_DEPARTMENTS, _TITLES = by_rank(DEPARTMENTS.split()), by_rank(TITLES.split(), flatness=6)
_SIZES = Weighted([(1, 40), (2, 30), (3, 15), (4, 11), (5, 4)])
_ENDINGS = read(
    "一/いち 太/た 太郎/たろう 介/すけ 也/や 之/ゆき 樹/き 人/と 斗/と 雄/お 夫/お 彦/ひこ 司/じ 二/じ 朗/ろう"
)


@dataclass
class Population:
    """Makes people."""

    chance: Chance
    names: Names
    places: Places
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def contacts(self, firm: Firm, headcount: int, recent: list[Firm]) -> list[Human]:
        """People who work at the firm, and some who came from another."""
        return [self._contact(firm, recent, is_head=place == 0) for place in range(headcount)]

    def _contact(self, firm: Firm, recent: list[Firm], *, is_head: bool) -> Human:
        chance = self.chance
        sex = "f" if chance.hits(0.15 if is_head else 0.32) else "m"
        human = self._human(
            sex, date(chance.between(1950 if is_head else 1962, 1982 if is_head else 2003), 1, 1).toordinal()
        )
        since = chance.between(FIRST_DAY - 1500, TODAY - 200)
        post = self._post(human, firm, since, is_head=is_head)
        human.posts.append(post)
        if firm.ended_on < TODAY and firm.parent and since < firm.ended_on:
            self._goes_on(human, post, firm.parent, firm.ended_on)
        elif chance.hits(JOB_CHANGE) and recent:
            self._came_from(human, chance.pick(recent), since)
        elif chance.hits(TRANSFER) and not is_head:
            self._transferred(human, post)
        if firm.parent and firm.ended_on > TODAY and chance.hits(TWO_POSTS * 6):
            human.posts.append(self._post(human, firm.parent, since, is_head=False))
        if sex == "f" and chance.hits(MARRIAGE):
            self._marry(human)
        return human

    def _human(self, sex: str, born: int, family: Word | None = None, given: Word | None = None) -> Human:
        chance = self.chance
        born += chance.below(365)
        year = date.fromordinal(born).year
        family = family or self.names.surname(chance)
        given = given or self.names.given_name(chance, sex, year)
        register = family.text
        if has_old_form(register) and chance.hits(OLD_FORM):
            register = old_form(register, chance)
        free = mail.free_address(chance, family, given, year)
        return Human(f"p{next(self._ids)}", family, given, sex, born, register, mobile(chance), free)

    def _post(self, human: Human, firm: Firm, since: int, *, is_head: bool) -> Post:
        chance = self.chance
        office = chance.pick(firm.offices) if firm.offices and chance.hits(0.45) and not is_head else None
        phone = office.phone if office else firm.phone_on(TODAY)
        if chance.hits(0.3):
            phone = extension_of(chance, phone)
        if is_head and chance.hits(0.8):
            department, title = "", chance.pick(OTHER_HEADS.get(firm.name.form.code, HEADS))
        else:
            department, title = _DEPARTMENTS.draw(chance), _TITLES.draw(chance) if chance.hits(0.6) else ""
        return Post(firm, office, department, title, self._work_mail(human, firm, since), phone, since)

    def _work_mail(self, human: Human, firm: Firm, since: int) -> str:
        if not firm.domain:
            return human.free_mail
        if self.chance.hits(ROLE_MAILBOX):
            return f"{mail.ROLES.draw(self.chance)}@{firm.domain}"
        return mail.work_address(self.chance, firm.mail_style, human.family_on(since), human.given, firm.domain)

    def _goes_on(self, human: Human, post: Post, firm: Firm, day: int) -> None:
        post.until = day
        office = firm.offices[-1] if firm.offices else None
        human.posts.append(
            Post(firm, office, post.department, post.title, self._work_mail(human, firm, day), post.phone, day)
        )

    def _came_from(self, human: Human, firm: Firm, day: int) -> None:
        if day < FIRST_DAY:
            return
        earlier = self._post(human, firm, day - self.chance.between(700, 4000), is_head=False)
        earlier.until = day - self.chance.below(90)
        human.posts.insert(0, earlier)
        if self.chance.hits(0.35):  # the telephone was the old employer's
            human.earlier_mobile, human.mobile_since = mobile(self.chance), day

    def _transferred(self, human: Human, post: Post) -> None:
        chance = self.chance
        day = chance.between(max(post.since, FIRST_DAY), TODAY)
        office: Office | None = chance.pick(post.firm.offices) if post.firm.offices else None
        phone: Phone = office.phone if office else post.firm.phone
        title = _TITLES.draw(chance) if chance.hits(0.7) else post.title
        human.posts.append(Post(post.firm, office, _DEPARTMENTS.draw(chance), title, post.email, phone, day))
        post.until = day

    def _marry(self, human: Human) -> None:
        human.maiden, human.married_on = human.family, self.chance.between(FIRST_DAY, TODAY)
        human.family = self.names.surname(self.chance)
        human.register_family = human.family.text
        for post in human.posts:
            if post.since >= human.married_on and self.chance.hits(0.5) and post.firm.domain:
                post.email = mail.work_address(
                    self.chance, post.firm.mail_style, human.family, human.given, post.firm.domain
                )

    def household(self) -> list[Human]:
        """People under one roof: a couple, their children or a parent, or somebody alone."""
        chance = self.chance
        size = _SIZES.draw(chance)
        born = chance.between(1940, 2002 if size == 1 else 1990)
        first = self._human("m" if chance.hits(0.5) else "f", date(born, 1, 1).toordinal())
        members = [first]
        home = self.places.home(chance, first.family)
        home_phone = landline(chance, home.town.area_code) if chance.hits(0.75 if born < 1975 else 0.3) else None
        members += [self._relative(first, place, born) for place in range(1, size)]
        moved_on = chance.between(FIRST_DAY, TODAY) if chance.hits(0.10) else 0
        earlier = self.places.home(chance, first.family) if moved_on else None
        for member in members:
            member.home, member.home_phone = home, home_phone
            member.earlier_home, member.moved_on = earlier, moved_on
        if size > 1 and chance.hits(SHARED_MAILBOX):
            for member in members[1:]:
                if chance.hits(0.6):
                    member.free_mail = first.free_mail
        return members

    def _relative(self, first: Human, place: int, born: int) -> Human:
        chance = self.chance
        family = first.family if chance.hits(0.95) else self.names.surname(chance)
        if place == 1:
            other = "f" if first.sex == "m" else "m"
            spouse = self._human(other, date(born + chance.between(-5, 5), 1, 1).toordinal(), family)
            if other == "f" and chance.hits(MARRIAGE):
                spouse.maiden, spouse.married_on = self.names.surname(chance), chance.between(FIRST_DAY, TODAY)
            return spouse
        year = born + chance.between(24, 36)
        if year > 2010:  # too young for a customer: a grandparent instead
            year = born - chance.between(22, 34)
        sex = "m" if chance.hits(0.5) else "f"
        given = self._after(first.given) if sex == first.sex == "m" and chance.hits(0.3) else None
        child = self._human(sex, date(max(year, 1930), 1, 1).toordinal(), family, given)
        child.register_family = first.register_family if family is first.family else child.register_family
        return child

    def _after(self, given: Word) -> Word | None:
        """A son's name that keeps the first character of the father's."""
        for ending in _ENDINGS:
            if (
                given.text.endswith(ending.text)
                and given.kana.endswith(ending.kana)
                and len(given.text) > len(ending.text)
            ):
                other = self.chance.pick([one for one in _ENDINGS if one.text != ending.text])
                head, sound = given.text[: -len(ending.text)], given.kana[: -len(ending.kana)]
                return read(f"{head}{other.text}/{sound}{other.kana}")[0] if sound else None
        return None
