"""One company of the wire tier: its vendors with the people who work there, its hub, and the book of what was typed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec

from connectors.email.twin import MailboxTwin, Message
from connectors.freee.twin import FreeeTwin
from connectors.hubspot.twin import HubSpotTwin
from connectors.sansan.twin import SansanTwin
from hub.sync.run import Report
from tests.pipeline.systems import Clock
from tests.simulation.book import Book
from tests.simulation.office import RUNS_TO_REST
from tests.simulation.process import Orders, workplace
from tests.simulation.trace import Trace
from tests.simulation.wire.desk import Desk
from tests.simulation.wire.desks import Cards, Companies, Contacts, Partners
from tests.simulation.wire.hub import WireHub
from tests.simulation.wire.nature import KEY, Nature, config_of
from tests.simulation.wire.posts import Posts, Sender
from tests.simulation.wire.sheet import Sheet
from tests.simulation.wire.stewards import WireStewards
from tests.simulation.wire.troubles import Trouble
from tests.simulation.wire.way import Way
from tests.simulation.wire.words import COMPANIES, FAMILIES, mailbox

TOKEN = "freee-token"


class Office:
    """Everything that a history plays in."""

    def __init__(self, nature: Nature, seed: int, trace: Trace) -> None:
        self.nature, self.trace = nature, trace
        self.clock, self.book = Clock(), Book()
        self.did: Counter[str] = Counter()
        self.reports: list[Report] = []
        self.drifted: set[Desk] = set()
        self.mails: list[str] = []
        self.folder = workplace()
        self.freee = FreeeTwin(self.clock, refresh_token="authorized-0")
        ahead = timedelta(seconds=nature.skew_s)
        self.hubspot = HubSpotTwin(lambda: self.clock() + ahead, access_token=KEY)
        self.hubspot.index_lag = timedelta(seconds=nature.lag_s)
        sansan = SansanTwin(self.clock, KEY)
        self.partners = Partners("books/partners", self.clock, self.book, self.freee)
        self.companies = Companies("crm/companies", self.clock, self.book, self.hubspot)
        self.contacts = Contacts("crm/contacts", self.clock, self.book, self.hubspot)
        self.cards = Cards("cards/bizCards", self.clock, self.book, sansan)
        self.sheet_path, self.mail_path = self.folder / nature.sheet, self.folder / "mailbox"
        self.sheet = Sheet("sheet/rows", self.clock, self.book, self.sheet_path)
        self.desks: tuple[Desk, ...] = (self.cards, self.partners, self.companies, self.contacts, self.sheet)
        for desk in self.desks:
            desk.written = frozenset(desk.typed) - {"may_mail"} if desk is not self.cards else frozenset()
        self.companies.lag_s = self.contacts.lag_s = nature.lag_s
        self.mail_path.write_bytes(b"")
        self._mailbox = MailboxTwin("mbox", self.mail_path)
        self._authorized = 0
        (self.folder / TOKEN).write_text("authorized-0", encoding="utf-8")
        twins = {"cards": sansan, "books": self.freee, "crm": self.hubspot}
        self.ways = {
            name: Way(name, twin, self._desks_of(name), self.clock, trace, random.Random(f"{seed} {name}"))
            for name, twin in twins.items()
        }
        by_stream = {
            name: {desk.place.partition("/")[2]: desk for desk in self._desks_of(name)}
            for name in (*twins, "sheet", "mail")
        }
        self.hub = WireHub(config_of(nature, self.folder), self.ways, by_stream, self.clock, trace, seed)
        self.stewards = WireStewards(self.hub, self.book)
        self.posts = Posts(self.hub, self.book, Sender(self.clock, ahead), self.pulls)
        self.hub.callers = self.posts.delivers

    def _desks_of(self, connection: str) -> list[Desk]:
        return [desk for desk in self.desks if desk.place.startswith(f"{connection}/")]

    @property
    def deeds(self) -> Counter[str]:
        return self.did + self.stewards.did

    @property
    def deaths(self) -> int:
        return self.hub.deaths

    def close(self) -> None:
        self.hub.close()

    # What people do besides typing.

    def mail_comes(self, customer: int) -> None:
        self.clock.goes_on(seconds=1)
        name = f"m{len(self.mails)}@c{customer}.example.jp"
        ours = [("営業部", "sales@our-company.example")]
        self._mailbox.deliver(
            Message(name, self.clock.moment, ("", mailbox(customer)), ours, "お見積りの件", "お世話になっております。")
        )
        self.mails.append(name)
        self.did["mailed"] += 1

    def sells(self, customer: int, number: int) -> None:
        """An income is booked, for a partner where there is one."""
        found = self.partners.living(customer)
        partner = int(found[0]) if found else None
        self.freee.user_creates("deals", {"amount": 1000 + number, "partner_id": partner, "description": f"品{number}"})
        self.did["sold"] += 1

    def sale(self, which: int) -> str | None:
        found = sorted(self.freee.books.deals, key=int)
        return found[which % len(found)] if found else None

    def drifts(self, desk: Desk, field: str) -> None:
        """A vendor calls a property otherwise in its answers, or as before, without a word."""
        desk.hidden ^= {field}
        self.drifted.add(desk)
        self.did["drifted"] += 1

    def name_of(self, customer: int) -> str | None:
        """The given name that every system shows; None where they differ: one more record might be a stranger's."""
        names = set[str | None]().union(*(self._names_of(desk, customer) for desk in self.desks)) - {None}
        return (names.pop() or "")[len(FAMILIES[customer]) :] if len(names) == 1 else None if names else "太郎"

    def may_be_renamed(self, customer: int) -> bool:
        """Whether the hub knows the customer everywhere, and can tell the new name to all who know the old one."""
        known = all((desk.place, i) in self.book.shown for desk in self.desks for i in desk.living(customer))
        is_told = all(self.cards.owners[i] != customer for i in self.cards.states)
        return known and is_told and not self.partners.archived(customer)

    def _names_of(self, desk: Desk, customer: int) -> set[str | None]:
        """Also those of records that are gone, for the hub may not know that they are."""
        return {states[-1].said.get("name") for i, states in desk.states.items() if desk.owners[i] == customer}

    # What the operator does.

    def syncs(
        self,
        troubles: Mapping[str, Trouble] | None = None,
        meanwhile: Mapping[int, Sequence[Callable[[], None]]] | None = None,
        dies_at: int = 0,
        order: int = 0,
        second_at: int = 0,
        overtaken_at: int = 0,
        *,
        is_released: bool = False,
    ) -> Report | None:
        """One run of the hub."""
        self.clock.goes_on(minutes=5)
        troubles = troubles or {}
        for name, way in self.ways.items():
            way.begins(troubles.get(name))
        for desk in self.desks:
            desk.served = 0
        with _FileTroubles(self, troubles):
            orders = Orders(dies_at, meanwhile or {}, second_at, overtaken_at, order)
            report = self.hub.runs(orders, is_released=is_released)
        self._has_run(report)
        self.posts.delivers()
        return report

    def pulls(self, connection: str) -> Report | None:
        """One connection is read, out of turn."""
        for desk in self.desks:
            desk.served = 0
        report = self.hub.runs(Orders(), pulls_only=connection)
        self._has_run(report)
        return report

    def _has_run(self, report: Report | None) -> None:
        self.book.run_ended(alive=report is not None or self.hub.overtaken)
        self.did["ran"] += 1
        if report is not None:
            self.reports.append(report)
            self._check_ledger(report)
            self._check_tokens(report)
            self._check_quarantine()

    def _check_ledger(self, report: Report) -> None:
        if report.state == "failed" or not report.ledger.adds_up:
            self.book.violations.append(f"run {report.run_id} does not add up: {report.ledger}")
        for desk in self.desks:
            pull = report.ledger.pulls.get(desk.place)
            if (pull.read if pull is not None else 0) != desk.served:
                self.book.violations.append(f"run {report.run_id} counts {pull} of {desk.served} read in {desk.place}")

    def _check_quarantine(self) -> None:
        """What nobody can read is kept, and told."""
        sql = "SELECT t.connection, t.stream, q.external_id FROM quarantine q JOIN stream t ON t.id = q.stream_id"
        kept = {(f"{row[0]}/{row[1]}", row[2]) for row in self.rows(sql)}
        for desk in self.desks:
            for record_id in desk.illegible():
                was_shown = desk.pulled_at is not None and desk.states[record_id][-1].at < desk.pulled_at
                if was_shown and (desk.place, record_id) not in kept:
                    text = f"{desk.place}/{record_id} can't be read, and stands in no quarantine"
                    self.book.violations.append(text)

    def _check_tokens(self, report: Report) -> None:
        """A person is called for a new refresh token where the old one is spent, and only there; then it comes."""
        stopped = [str(reason) for place, reason in report.ledger.stopped.items() if place.startswith("books/")]
        called = [text for text in stopped if "the refresh token was refused" in text]
        context = self.hub.world.connections["books"].connector.context
        text = context.tokens.load()
        stored = msgspec.json.decode(text)["refresh_token"] if text else f"authorized-{self._authorized}"
        is_spent = stored != self.freee.tokens.refresh_token
        if called and not is_spent:
            self.book.violations.append(f"a person was called although the token is good: {called[0]}")
        if not called:
            return
        if "never stored" not in called[0]:
            self.book.violations.append(f"nobody was told that the token was spent in a crash: {called[0]}")
        self._authorized += 1
        self.freee.tokens.revoke()
        self.freee.tokens.refresh_token = f"authorized-{self._authorized}"
        self.freee.tokens.refresh_ends_at = self.clock.moment + timedelta(days=90)
        (self.folder / TOKEN).write_text(self.freee.tokens.refresh_token, encoding="utf-8")
        self.hub.restarts()
        self.did["authorized again"] += 1

    def rest(self) -> None:
        """Everything is mended, and people and faults stop; the hub has so many runs to come to rest."""
        for desk in self.desks:
            desk.hidden.clear()
            for record_id in desk.illegible():
                desk.people_mend(record_id)
        for desk in self.desks:
            if desk in self.drifted:
                self.hub.forgets_cursor(*desk.place.split("/"))
        self._merges_doubles()
        for number in range(RUNS_TO_REST):
            self.clock.goes_on(hours=2)
            # An operator has looked at what the brake held, and at what the hub could not find out by itself.
            self.syncs(is_released=number == 0)

    def _merges_doubles(self) -> None:
        """Of several companies that fit, the hub takes none by itself: people are to merge them."""
        for customer in range(len(COMPANIES)):
            first, *others = self.companies.living(customer) or [""]
            for other in others:
                self.companies.people_merge(first, other)

    def rows(self, sql: str, *values: Any) -> list[Any]:
        with self.hub.world.database.begin() as tx:
            return list(tx.rows(sql, *values))


class _FileTroubles:
    """What befalls the files of the company while one run lasts."""

    def __init__(self, office: Office, troubles: Mapping[str, Trouble]) -> None:
        self._sheet, self._sheet_path = office.sheet, office.sheet_path
        paths = {"sheet": office.sheet_path, "mail": office.mail_path}
        self._files = [(paths[name], trouble) for name, trouble in troubles.items() if name in paths]

    def __enter__(self) -> None:
        for path, trouble in self._files:
            if trouble.kind == "file open":
                path.with_name(f"~${path.name}").touch()
            else:
                path.rename(path.with_suffix(".away"))
                self._sheet.is_away |= path == self._sheet_path

    def __exit__(self, *exc: object) -> None:
        for path, trouble in self._files:
            if trouble.kind == "file open":
                path.with_name(f"~${path.name}").unlink()
            else:
                path.with_suffix(".away").rename(path)
                self._sheet.is_away = False
