"""What one world of the wire tier is like: how the vendors page, lag and count, and what the hub may write where."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hub.config import Config, load_config
from hub.mapping.propose import propose
from hub.sync.world import DeletePolicy
from tests.simulation.wire.sheet import HEADINGS


@dataclass(frozen=True)
class Nature:
    """`page` and `batch` are those of every vendor; `lag_s` tells how far HubSpot's search index is behind, `skew_s`
    how far its clock is ahead.

    `creates` are the places where the hub may create, `removes` what it does at HubSpot where a customer is gone.
    `reviewed` are the fields, by entity, of which a person decides the conflicts; `weighs` tells whether the evidence
    says who is the same.
    """

    page: int
    batch: int
    lag_s: float
    bin_every_s: int
    creates: frozenset[str]
    removes: DeletePolicy
    sheet: str
    skew_s: float = 0.0
    reviewed: tuple[tuple[str, str], ...] = ()
    weighs: bool = False


def nature_of(chance: random.Random) -> Nature:
    """Any world."""
    places = ("books/partners", "crm/companies", "crm/contacts", "sheet/rows")
    removes: DeletePolicy = chance.choice(("ignore", "ignore", "archive"))
    return Nature(
        page=chance.choice((2, 3, 100)),
        batch=chance.choice((1, 2, 100)),
        lag_s=chance.choice((0.0, 0.0, 20.0, 100.0)),
        bin_every_s=chance.choice((0, 3600)),
        creates=frozenset(place for place in places if chance.randrange(4)),
        removes=removes,
        sheet="customers.xlsx" if chance.randrange(8) == 0 else "customers.csv",
    )


def config_of(nature: Nature, folder: Path) -> Config:
    """The configuration of a world, loaded from files as an operator would have them."""
    mapping = folder / "sheet.rows.yaml"
    mapping.write_text(propose(HEADINGS, [], "excel", "rows"), encoding="utf-8")
    path = folder / "config.yaml"
    path.write_text(_CONFIG(nature), encoding="utf-8")
    return load_config(path, {})


def _text(nature: Nature) -> str:
    def creates(place: str) -> str:
        return "true" if place in nature.creates else "false"

    return f"""\
hub: 1
language: en
time_zone: Asia/Tokyo
store: {{url: "sqlite:///hub.db"}}
matching: {{evidence: {"true" if nature.weighs else "false"}}}
connections:
  cards:
    connector: sansan
    settings: {{base_url: "https://sansan.test/v6.0", api_key: {KEY}, page_size: {nature.page}}}
    streams: {{bizCards: {{}}}}
  books:
    connector: freee
    settings:
      base_url: https://freee.test
      token_url: https://freee.test/public_api/token
      company_id: 1
      client_id: twin-client
      client_secret: twin-secret
      refresh_token: ${{file:freee-token}}
      page_size: {nature.page}
    streams:
      partners: {{push: {{create: {creates("books/partners")}, update: true}}}}
      deals: {{}}
  crm:
    connector: hubspot
    settings:
      base_url: https://hubspot.test
      access_token: {KEY}
      webhook_secret: {SECRET}
      page_size: {nature.page}
      batch_size: {nature.batch}
      archived_every_s: {nature.bin_every_s}
    streams:
      companies: {{push: {{create: {creates("crm/companies")}, update: true, delete: {nature.removes}}}}}
      contacts: {{push: {{create: {creates("crm/contacts")}, update: true, delete: {nature.removes}}}}}
  sheet:
    connector: excel
    settings: {{path: {nature.sheet}, key: [メールアドレス], backup: false}}
    streams:
      rows: {{mapping: sheet.rows.yaml, push: {{create: {creates("sheet/rows")}, update: true}}}}
  mail:
    connector: email
    settings: {{kind: mbox, path: mailbox, own_domains: [our-company.example]}}
    streams: {{messages: {{}}}}
{_reviews(nature)}"""


def _reviews(nature: Nature) -> str:
    by_entity = {entity: [unit for of, unit in nature.reviewed if of == entity] for entity, _ in nature.reviewed}
    lines = [
        f"    {entity}: {{fields: {{{', '.join(f'{unit}: {{conflict: review}}' for unit in units)}}}}}\n"
        for entity, units in by_entity.items()
    ]
    return "".join(["survivorship:\n  entities:\n", *lines]) if lines else ""


SECRET = "the secret of the webhooks"
KEY = "0123456789abcdef0123456789abcdef"
_CONFIG: Callable[[Nature], str] = _text
