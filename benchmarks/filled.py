"""A company's store as it is after years, made once and kept: customers with their records, their bills and deals, and
what waits for people.

What runs would have stored is stored as it is: how long they take is told by `python -m benchmarks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.customers import Doc, customers
from benchmarks.identity.chance import Chance
from hub.bootstrap import Surroundings, looking
from hub.config import load_config
from hub.console.security import users
from hub.console.security.passwords import Passwords
from hub.store import (
    audit,
    billing,
    conflicts,
    golden,
    golden_links,
    identity,
    outbox,
    quarantine,
    raw,
    runs,
    setting,
    sources,
    streams,
)
from hub.store import users as stored_users
from hub.store.billing import BillRow
from hub.store.migrate import open_store
from hub.store.transaction import Transaction
from hub.sync.evidence import Evidence
from hub.sync.indexing import index
from hub.sync.world import World

QUIET = Surroundings(log=lambda event, **data: None)
_CONFIG = """\
hub: 1
language: ja
time_zone: Asia/Tokyo
store: {url: sqlite:///hub.db}
matching: {evidence: true}
connections:
  crm:
    connector: hubspot
    settings: {base_url: "http://127.0.0.1:9/", access_token: "${file:token}"}
    streams: {companies: {}, contacts: {push: {update: true}}}
  books:
    connector: freee
    settings:
      base_url: "http://127.0.0.1:9/"
      token_url: "http://127.0.0.1:9/"
      company_id: 1
      client_id: nobody
      client_secret: "${file:token}"
      refresh_token: "${file:token}"
    streams: {invoices: {}}
"""
_PAGE = 10_000
_TODAY = date(2026, 11, 29)
_NOW = "2026-11-29T00:00:00.000000Z"
_FINISHED = "benchmark store"
_encode = msgspec.json.Encoder(order="sorted").encode
_READ = {
    "read": 100,
    "new": 1,
    "changed": 2,
    "unchanged": 97,
    "quarantined": 0,
    "skipped": {},
    "deleted": 0,
    "stopped": None,
}
_WROTE = {
    "created": 1,
    "updated": 2,
    "archived": 0,
    "rejected": 0,
    "unknown": 0,
    "moved": 0,
    "gone": 0,
    "stopped": None,
}
_LEDGER = {
    "pulls": {"crm/companies": _READ, "crm/contacts": _READ, "books/invoices": _READ},
    "pushes": {"crm/contacts": _WROTE},
    "resolve": {"resolved": 9, "created": 3, "changed": 6, "merged": 1, "opened": 1, "linked": 1},
}


@dataclass(frozen=True)
class Sizes:
    """How many customers there are, companies and people, and how many bills, and all else in proportion."""

    customers: int
    bills: int

    @property
    def companies(self) -> int:
        """One customer in three is one: those whose number is a multiple of it."""
        return self.customers // 3

    @property
    def deals(self) -> int:
        """One for ten bills; as many are the calls to make."""
        return self.bills // 10

    @property
    def posts(self) -> int:
        """Employments; as many are the writes that were done and the looks in the log."""
        return self.customers // 5

    @property
    def conflicts(self) -> int:
        """Those that are open; as many are the runs."""
        return self.customers // 200

    @property
    def doubts(self) -> int:
        """Pairs that wait for a person; as many records are in quarantine."""
        return self.customers // 500


def config_in(folder: Path) -> Path:
    """The configuration of the company, written where there is none."""
    path = folder / "config.yaml"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(_CONFIG, encoding="utf-8")
        (folder / "token").write_text("nothing\n", encoding="utf-8")
    return path


def fill(folder: Path, sizes: Sizes) -> None:
    """Fill the store in a folder, unless it is filled."""
    config = load_config(config_in(folder))
    open_store(config.store_url(), config.schema).close()
    with looking(config, QUIET) as world:
        with world.database.look() as tx:
            if setting.remembered(tx, _FINISHED) is not None:
                return
        _Filling(world, sizes).everything()
        index(world)
        with world.database.begin() as tx:
            setting.remember(tx, _FINISHED, _NOW)


def new_admin(folder: Path) -> tuple[str, str]:
    """A user of this measurement alone: name and password."""
    with looking(load_config(config_in(folder)), QUIET) as world:
        with world.database.look() as tx:
            taken = {user.name for user in stored_users.listing(tx)}
        name = next(name for number in count(1) if (name := f"bench{number}") not in taken)
        return name, users.add(world, Passwords(), name, "admin", "benchmark").password


class _Filling:
    """Stores page after page, each in a transaction of its own."""

    def __init__(self, world: World, sizes: Sizes) -> None:
        self._world, self._sizes, self._chance = world, sizes, Chance("filled")
        self._streams = {stream.name: stream.stream_id for stream in world.streams()}
        self._made = customers()

    def everything(self) -> None:
        """All of it, customers first: their numbers are 1, 2, 3 …"""
        sizes = self._sizes
        for start in range(0, sizes.customers, _PAGE):
            with self._world.database.begin() as tx:
                self._customers(tx, min(_PAGE, sizes.customers - start))
        made = (
            *((self._posts, sizes.posts), (self._deals, sizes.deals)),
            *((self._bills, sizes.bills), (self._calls, sizes.deals)),
        )
        for make, size in made:
            for start in range(0, size, _PAGE):
                with self._world.database.begin() as tx:
                    make(tx, range(start, min(start + _PAGE, size)))
        with self._world.database.begin() as tx:
            self._work(tx)
            self._doubts(tx)
        for start in range(0, sizes.posts, _PAGE):
            with self._world.database.begin() as tx:
                self._looks(tx, range(start, min(start + _PAGE, sizes.posts)))

    def _customers(self, tx: Transaction, size: int) -> None:
        page = list(islice(self._made, size))
        ids = self._new(tx, [(entity, doc, []) for entity, doc in page])
        names = {"company": "companies", "person": "contacts"}
        held = [
            (number, self._streams[names[entity]], entity, doc) for number, (entity, doc) in zip(ids, page, strict=True)
        ]
        self._records(tx, held)

    def _records(self, tx: Transaction, held: Sequence[tuple[int, int, str, Doc]]) -> None:
        """One record of a system behind each golden record."""
        raw_ids, source_ids = tx.next_ids("raw_record", len(held)), tx.next_ids("source_record", len(held))
        coded = [(number, stream, entity, _encode(doc)) for number, stream, entity, doc in held]
        rows = zip(raw_ids, coded, strict=True)
        raw.insert(
            tx, [(i, stream, str(number), 1, text, _NOW, None, None, 1) for i, (number, stream, _, text) in rows]
        )
        tx.many(
            f"INSERT INTO source_record ({sources.COLUMNS}, deleted) VALUES (?, ?, ?, ?, ?, ?, ?d, ?d, FALSE)",
            [
                (source, raw_id, stream, entity, entity, _NOW, text, None)
                for source, raw_id, (_, stream, entity, text) in zip(source_ids, raw_ids, coded, strict=True)
            ],
        )
        identity.link_new(tx, [(source, one[0], None) for source, one in zip(source_ids, coded, strict=True)])

    def _new(self, tx: Transaction, docs: Sequence[tuple[str, Doc, list[tuple[str, int]]]]) -> range:
        """New golden records (entity, document, what it refers to)."""
        ids = tx.next_ids("golden", len(docs))
        rows = [(i, entity, _encode(doc), None, None) for i, (entity, doc, _) in zip(ids, docs, strict=True)]
        golden.insert(tx, rows, 1, _NOW)
        links = [(i, field, target) for i, (_, _, refers) in zip(ids, docs, strict=True) for field, target in refers]
        golden_links.replace(tx, [], links)
        return ids

    def _posts(self, tx: Transaction, numbers: range) -> None:
        docs, held = [], []
        for _ in numbers:
            person, company, title = self._person(), self._company(), self._chance.pick(("部長", "課長", "担当"))
            doc = {"person": f"person/{person}", "company": f"company/{company}", "title": title}
            docs.append(("employment", doc, [("person", person), ("company", company)]))
            ends = (f"{self._streams['contacts']}/{person}#person", f"{self._streams['companies']}/{company}#company")
            held.append({"person": ends[0], "company": ends[1], "title": title})
        ids, stream = self._new(tx, docs), self._streams["contacts"]
        self._records(tx, [(i, stream, "employment", doc) for i, doc in zip(ids, held, strict=True)])

    def _deals(self, tx: Transaction, numbers: range) -> None:
        docs = []
        for number in numbers:
            company, day = self._company(), self._day()
            doc = {
                "code": f"D-{number}",
                "name": f"更新 {number}",
                "company": f"company/{company}",
                "amount": str(self._amount()),
                "stage": self._chance.pick(("受注", "提案", "失注")),
                "created_on": day,
                "next_action": f"見積の確認 {number}",
                "next_action_on": self._soon(),
                "next_action_by": "佐藤",
            }
            docs.append(("deal", doc, [("company", company)]))
        self._new(tx, docs)

    def _calls(self, tx: Transaction, numbers: range) -> None:
        """Calls to make, of which half are done, and contracts that expire, one for five of them."""
        docs = []
        for number in numbers:
            company, person, day = self._company(), self._person(), self._soon()
            if number % 5 == 0:
                signed: Doc = {"company": f"company/{company}", "products": ["保守"], "expires_on": day}
                docs.append(("contract", signed, [("company", company)]))
            doc = {
                "person": f"person/{person}",
                "kind": "call",
                "at": f"{day}T01:00:00+00:00",
                "subject": f"電話 {number}",
            }
            doc |= {"status": self._chance.pick(("完了", "対応中")), "next_call_at": f"{day}T05:30:00+00:00"}
            docs.append(("activity", doc, [("person", person)]))
        self._new(tx, docs)

    def _bills(self, tx: Transaction, numbers: range) -> None:
        """Three invoices, of which two are paid, and then two payments, and so on; one bill in fifty is doubtful."""
        docs, said = [], []
        first = int(tx.rows("SELECT value FROM counter WHERE name = 'golden'")[0][0]) + 1
        invoices: list[tuple[int, int, int, str]] = []
        for place, number in enumerate(numbers):
            if number % 5 < 3:
                company, amount, day = self._company(), self._amount(), self._day()
                invoices = [*invoices[-2:], (first + place, company, amount, day)]
                due = (date.fromisoformat(day) + timedelta(days=30)).isoformat()
                doc = {"code": f"I-{number}", "amount": str(amount), "currency": "JPY", "issued_on": day, "due_on": due}
                if number % 5 < 2 and self._chance.hits(0.8):
                    doc |= {"status": "settled", "settled_on": due}
                entity, refers = "invoice", [("company", company)]
            else:
                invoice, company, amount, day = invoices[number % 5 - 3]
                doc = {"code": f"P-{number}", "amount": str(amount), "currency": "JPY", "paid_on": day}
                entity, refers = "payment", []
                if self._chance.hits(0.7):
                    doc["invoice"], refers = f"invoice/{invoice}", [("invoice", invoice)]
            docs.append((entity, doc, refers))
            said.append((company, amount, day))
        ids = self._new(tx, docs)
        self._records(
            tx, [(i, self._streams["invoices"], entity, doc) for i, (entity, doc, _) in zip(ids, docs, strict=True)]
        )
        billing.store(tx, [self._link(i, docs[place][0], *said[place]) for place, i in enumerate(ids)])

    def _link(self, number: int, entity: str, company: int, amount: int, day: str) -> BillRow:
        is_linked = self._chance.below(50) > 0
        weighed = [{"customer": company, "strength": 2, "grounds": ["name"], "against": []}]
        return BillRow(
            number,
            entity,
            day,
            amount * 100,
            "JPY",
            f"取引先{company}",
            False,
            company,
            "linked" if is_linked else "doubtful",
            "partner" if is_linked else "weak",
            company if is_linked else None,
            company if is_linked else None,
            b"[]" if is_linked else _encode(weighed),
            _encode({"party": {"name": f"取引先{company}"}}),
            "hub",
            "",
            _NOW,
        )

    def _work(self, tx: Transaction) -> None:
        """Runs, writes, conflicts, and what could not be taken in."""
        sizes, ledger = self._sizes, _encode(_LEDGER).decode()
        for _ in range(sizes.conflicts):
            runs.finish(tx, runs.start(tx, "sync", "digest", _NOW), "ok", ledger, _NOW)
        contacts = self._streams["contacts"]
        writes = [
            (contacts, self._person(), "1", "update", b"{}", b"{}", None, "done", "", 1) for _ in range(sizes.posts)
        ]
        outbox.insert(tx, writes, _NOW)
        conflicts.insert(tx, [self._conflict() for _ in range(sizes.conflicts)])
        bad = [(f"q{n}", b'{"name": "x"}', "name: no text", None, True) for n in range(sizes.doubts)]
        quarantine.put(tx, contacts, bad, 1, _NOW)
        for stream in self._streams.values():
            streams.advance(tx, stream, "1", _NOW)

    def _conflict(self) -> tuple[int, str, str, str, str, str, int, str]:
        person = self._person()

        def said(job: str) -> dict[str, Any]:
            return {"source": f"crm/contacts/{person}", "values": {"occupation": job}, "at": _NOW, "edited": True}

        story = {"base": {}, "winner": said("部長"), "losers": [said("課長")], "rule": "review", "effect": "held"}
        return person, "person", "occupation", "conflict", "open", _encode(story).decode(), 1, _NOW

    def _doubts(self, tx: Transaction) -> None:
        people = [3 * n + 1 for n in range(2 * self._sizes.doubts)]
        Evidence(tx, "person", self._world.definitions["person"], self._world.mentions).take(people)
        pairs = [(one, other, 8.0) for one, other in zip(people[::2], people[1::2], strict=True)]
        tx.many("INSERT INTO likeness (one_id, other_id, score) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", pairs)

    def _looks(self, tx: Transaction, numbers: range) -> None:
        for number in numbers:
            audit.append(tx, _NOW, f"user{number % 20}", "customer_seen", {"golden": f"person/{self._person()}"})

    def _company(self) -> int:
        return 3 * (self._chance.below(self._sizes.companies) + 1)

    def _person(self) -> int:
        return 3 * self._chance.below(self._sizes.companies) + 1

    def _amount(self) -> int:
        return (self._chance.below(400) + 1) * 5_500

    def _soon(self) -> str:
        return (_TODAY + timedelta(days=self._chance.below(1500) - 750)).isoformat()

    def _day(self) -> str:
        return (_TODAY - timedelta(days=self._chance.below(1500))).isoformat()
