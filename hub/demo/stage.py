"""The demo's stage: the twins of Sansan, freee and HubSpot on loopback, an Excel sheet and a mailbox in one folder.

Invariant: a stage that is set up again on the same folder is where it was, so that a second run has nothing to do.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hub.demo import customers
from hub.sdk.twin import serve

# They open nothing but the twins on this machine.
SECRETS = {
    "sansan-key": "demo-demo-demo-demo-demo-demo-01",
    "freee-secret": "twin-secret",
    "freee-token": "demo-refresh",
    "hubspot-token": "demo-token",
}


@dataclass
class Stage:
    """The systems of the demo; `is_new` on a folder that held none."""

    folder: Path
    twins: dict[str, Any]
    urls: dict[str, str]
    is_new: bool

    @property
    def config_path(self) -> Path:
        """The configuration that the demo's hub works with."""
        return self.folder / "config.yaml"


@contextmanager
def set_up(folder: Path) -> Iterator[Stage]:
    """Twins that listen until the block ends, with what they held at the end of the last one."""
    # The hub never imports a connector's package by itself; the demo loads the twins by name, as the registry does.
    twins = {name: importlib.import_module(f"connectors.{name}.twin") for name in ("sansan", "freee", "hubspot")}
    is_new = not all((folder / f"{name}.twin.json").exists() for name in twins)
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "sansan": twins["sansan"].SansanTwin(key=SECRETS["sansan-key"]),
        "freee": twins["freee"].FreeeTwin(refresh_token=SECRETS["freee-token"]),
        "hubspot": twins["hubspot"].HubSpotTwin(access_token=SECRETS["hubspot-token"]),
    }
    with ExitStack() as stack:
        if is_new:
            _fill(folder, made)
        for name, twin in made.items():
            if is_new:
                _save(folder / f"{name}.twin.json", twins[name], twin)
            else:
                twins[name].recall(twin, (folder / f"{name}.twin.json").read_bytes())
            stack.callback(_save, folder / f"{name}.twin.json", twins[name], twin)
        urls = {name: stack.enter_context(serve(twin)).base_url for name, twin in made.items()}
        yield Stage(folder, made, urls, is_new)


def _save(path: Path, module: Any, twin: Any) -> None:
    path.write_bytes(module.remember(twin))


def _fill(folder: Path, twins: dict[str, Any]) -> None:
    """What the company's systems held before there was a hub."""
    for card in customers.cards():
        twins["sansan"].user_creates("bizCards", card)
    for partner in customers.partners():
        twins["freee"].user_creates("partners", partner)
    twins["freee"].seed(invoices=customers.invoices(sorted(twins["freee"].tables["partners"], key=int)))
    companies, contacts = customers.hubspot_companies(), customers.hubspot_contacts()
    ids = twins["hubspot"].seed(contacts, companies, customers.ENTERED_AT)
    for contact, person in zip(ids["contacts"], customers.PEOPLE, strict=False):
        if person["company"] < len(ids["companies"]):
            twins["hubspot"].user_links(contact, ids["companies"][person["company"]])
    sheet = importlib.import_module("connectors.excel.twin")
    rows = customers.sheet_rows(datetime.now(UTC).date())
    sheet.write_customer_sheet(folder / "customers.xlsx", rows, tuple(rows[0]))
    _fill_mailbox(folder / "mailbox")
    (folder / "secrets").mkdir(exist_ok=True)
    for name, secret in SECRETS.items():
        (folder / "secrets" / name).write_text(secret, encoding="utf-8")


def _fill_mailbox(path: Path) -> None:
    mail = importlib.import_module("connectors.email.twin")
    mailbox = mail.MailboxTwin("maildir", path)
    us = [("営業部", "sales@our-company.example")]
    text = "いつもお世話になっております。先日のお見積りの件でご連絡いたしました。"
    for message_id, sender in customers.mails():
        message = mail.Message(
            message_id, customers.ENTERED_AT, sender, us, "お見積りの件", text, charset=_charset(sender[0])
        )
        mailbox.deliver(message)


def _charset(name: str) -> str:
    """Japanese mail is ISO-2022-JP to this day, but where a letter like 髙 is not in it."""
    try:
        name.encode("iso-2022-jp")
    except UnicodeEncodeError:
        return "utf-8"
    return "iso-2022-jp"
