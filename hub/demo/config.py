"""The demo's configuration: written as a person would write it, with the sheet's mapping proposed from its headings."""

from __future__ import annotations

from pathlib import Path

import msgspec

from hub.demo.stage import Stage
from hub.mapping.propose import propose
from hub.registry import connector_class
from hub.sdk.connector import Context

_CONFIG = """\
# デモの設定 / The demo's configuration. The real one looks the same: see config.example.yaml.
hub: 1
language: {language}
time_zone: Asia/Tokyo

store:
  url: sqlite:///hub.db

connections:
  cards:
    connector: sansan
    settings:
      base_url: {sansan}/v6.0
      api_key: ${{file:secrets/sansan-key}}
      rates: [{{requests: 1000, per_s: 1}}]
    streams:
      bizCards: {{}}
    schedule: {{pull: every 15m}}

  accounting:
    connector: freee
    settings:
      base_url: {freee}
      token_url: {freee}/public_api/token
      company_id: 1
      client_id: twin-client
      client_secret: ${{file:secrets/freee-secret}}
      refresh_token: ${{file:secrets/freee-token}}
      rates: [{{requests: 1000, per_s: 1}}]
    streams:
      partners:
        push: {{update: true}}
      invoices: {{}}
    schedule: {{pull: every 15m}}

  marketing:
    connector: hubspot
    settings:
      base_url: {hubspot}
      access_token: ${{file:secrets/hubspot-token}}
    streams:
      companies:
        push: {{create: true, update: true}}
      contacts:
        push: {{create: true, update: true}}
    schedule: {{pull: every 15m}}

  sheet:
    connector: excel
    settings:
      path: {folder}/customers.xlsx
      key: [企業名]
    streams:
      rows:
        mapping: mappings/sheet.rows.yaml
        push: {{update: true}}
    schedule: {{pull: every 15m}}

  mail:
    connector: email
    settings:
      kind: maildir
      path: {folder}/mailbox
      own_domains: [our-company.example]
    streams:
      messages: {{}}
    schedule: {{pull: every 15m}}

matching:
  evidence: true

survivorship:
  entities:
    company:
      fields:
        # 名前は会計の綴りを正とする / The books know how a customer is spelled
        name: {{strategy: source_priority, order: [accounting, cards, marketing, sheet]}}
      groups:
        # 請求書の送り先なので、食い違う住所は人が決める / Invoices go there: where addresses differ, a person decides
        address: {{strategy: most_recent, conflict: review}}
"""


def write_config(stage: Stage, language: str) -> None:
    """Write config.yaml with this run's addresses, and the sheet's mapping where it is new."""
    text = _CONFIG.format(language=language, folder=stage.folder.resolve(), **stage.urls)
    stage.config_path.write_text(text, encoding="utf-8")
    mapping = stage.folder / "mappings" / "sheet.rows.yaml"
    if not mapping.exists():
        mapping.parent.mkdir(exist_ok=True)
        mapping.write_text(propose_for(stage.folder / "customers.xlsx"), encoding="utf-8")


def propose_for(sheet: Path) -> str:
    """What `hub init` proposes for the sheet: its first page is read, and its headings are looked up."""
    kind = connector_class("excel")
    connector = kind(kind.Settings.model_validate({"path": str(sheet), "key": ["企業名"]}), Context("sheet"))
    page = next(iter(connector.pull("rows", None)))
    rows = [msgspec.json.decode(record.payload) for record in page.records]
    return propose(list(rows[0]), rows, "excel", "rows")
