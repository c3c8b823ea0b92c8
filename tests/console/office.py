"""A company with a hub, two systems that it keeps in step, a console over it, and one user of each role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher

from hub.cli.words import Say
from hub.console.app import console
from hub.console.house import House
from hub.console.security import users
from hub.console.security.attempts import Attempts
from hub.console.security.passwords import Passwords
from hub.console.security.roles import ROLES
from hub.merging.rules import Rule
from hub.sync.world import World
from tests.console.browser import Browser
from tests.pipeline.lab import Lab

STAFF = """
mapping: 1
connector: memory
stream: people
when: at
when_blank: clear
parts:
  person:
    fields:
      family_name: family
      given_name: given
      email: {from: email, with: email}
      mobile: {from: mobile, with: phone}
      occupation: job
      notes: notes
  company:
    requires: firm
    fields:
      name: firm
      corporate_number: number
      phone: {from: phone, with: phone}
      founded_on: {from: founded, with: date}
  employment:
    requires: firm
    fields:
      person: {part: person}
      company: {part: company}
      title: title
"""
YAMADA = {
    "family": "山田",
    "given": "太郎",
    "email": "yamada@example.co.jp",
    "firm": "株式会社山田商事",
    "number": "7000012050002",
    "phone": "03-1234-5678",
    "founded": "2001-04-01",
    "job": "係長",
    "title": "営業",
}
REVIEW = {("person", "occupation"): Rule(review=True), ("company", "founded_on"): Rule(review=True)}

# Hashes as cheap as can be: the tests sign in some hundred times.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Office:
    """`browsers` are those of users by their role; `nobody` has not signed in."""

    def __init__(self, url: str, lab: type[Lab] = Lab, **options: Any) -> None:
        self.lab = lab(url, mapping=STAFF, rules=REVIEW, **options)
        self.passwords = Passwords(CHEAP)
        self.logged: list[tuple[str, dict[str, Any]]] = []
        self.woken = 0
        self.house = House(
            looking=self._world,
            working=self._world,
            speak=Say,
            now=self.lab.clock,
            zone=ZoneInfo("Asia/Tokyo"),
            attempts=Attempts(self.lab.clock),
            log=lambda event, **data: self.logged.append((event, data)),
            passwords=self.passwords,
            wake=self._wake,
            language="en",
            patience_s=60,
        )
        self.app = console(self.house)
        self.secrets: dict[str, str] = {role: self._user(role) for role in ROLES}

    def browser(self, role: str | None = None) -> Browser:
        """One that has signed in as the user of a role, or not at all."""
        browser = Browser(self.app)
        if role is not None:
            browser.signs_in(role, self.secrets[role])
        return browser

    def audited(self) -> list[str]:
        """The actions of the audit log, oldest first."""
        with self.lab.database.begin() as tx:
            return [row[0] for row in tx.rows("SELECT action FROM audit_entry ORDER BY id")]

    def quarrel(self) -> None:
        """Two people say different things of Yamada's occupation; somebody has to decide."""
        self.lab["alpha"].user_creates("a1", **YAMADA)
        self.lab["beta"].user_creates("b1", **YAMADA)
        self.lab.sync()
        self.lab["alpha"].user_edits("a1", job="部長")
        self.lab["beta"].user_edits("b1", job="課長")
        self.lab.sync()

    def close(self) -> None:
        self.lab.close()

    def _wake(self) -> None:
        self.woken += 1

    def _user(self, role: str) -> str:
        return users.add(self.lab.world, self.passwords, role, role, "test").password

    @contextmanager
    def _world(self) -> Iterator[World]:
        yield self.lab.world
