"""A hub that weighs the evidence of records as they arrive, and a system in memory that shows what it is told."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from hub.mapping.compile import compile_mapping
from hub.mapping.load import load_mapping
from hub.matching.definition import DEFINITIONS
from hub.merging.build import build_rules
from hub.model.schema import CanonicalSchema
from hub.sdk.connector import Connector, ConnectorSettings, Context
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Page, RawRecord
from hub.store import streams
from hub.store.migrate import open_store
from hub.sync.run import Report, run_pipeline
from hub.sync.world import ConnectionSetup, PushPolicy, StreamSetup, World

_PAGE = 500
_NOT_SAID = frozenset({"record_id", "source", "entity_type"})
_OF_COMPANY = """
      name: company_name
      kana: company_kana
      phone: phone
      url: url
      corporate_number: corporate_number
      invoice_number: invoice_registration_number
      postal_code: postal_code
      street: address
"""
MAPPINGS = {
    "person": f"""
mapping: 1
connector: arrivals
stream: person
when: updated_at
parts:
  person:
    fields:
      name: person_name
      kana: person_kana
      email: {{from: email, with: email}}
      mobile: mobile
      birthday: {{from: birthday, with: date}}
  company:
    requires: company_name
    fields:{_OF_COMPANY}
  employment:
    requires: company_name
    fields:
      person: {{part: person}}
      company: {{part: company}}
      department: department
      title: title
""",
    "company": f"""
mapping: 1
connector: arrivals
stream: company
when: updated_at
parts:
  company:
    fields:{_OF_COMPANY}      email: {{from: email, with: email}}
""",
}


class Arrivals(Connector):
    """Shows the records that were announced, in pages, once; its cursor counts them."""

    code = "arrivals"
    title = "Arrivals"
    title_ja = "到着"
    Settings = ConnectorSettings

    def __init__(self) -> None:
        super().__init__(ConnectorSettings(), Context("arrivals"))
        self.announced: dict[str, list[RawRecord]] = {stream: [] for stream in MAPPINGS}

    def streams(self) -> Mapping[str, StreamManifest]:
        return {
            name: StreamManifest(
                name=name, title=name, title_ja=name, incremental="exact", list_page_max=_PAGE, deletes="tombstone"
            )
            for name in MAPPINGS
        }

    def check(self) -> str:
        return "here"

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        shown, self.announced[stream] = self.announced[stream], []
        done = int(cursor or 0)
        for start in range(0, len(shown), _PAGE):
            page = shown[start : start + _PAGE]
            done += len(page)
            yield Page(page, str(done))


def records_of(path: Path) -> Iterator[tuple[str, RawRecord]]:
    """Each row of a file of records with its stream."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said = {name: value for name, value in row.items() if value and name not in _NOT_SAID}
            yield row["entity_type"], RawRecord(row["record_id"], msgspec.json.encode(said))


class Hub:
    """A hub over one store, and the system that it listens to."""

    def __init__(self, url: str) -> None:
        schema = CanonicalSchema()
        self.system, self.database = Arrivals(), open_store(url, schema)
        numbers = self._numbers()
        setups = {
            name: StreamSetup(
                numbers[name],
                "arrivals",
                name,
                manifest,
                compile_mapping(load_mapping(MAPPINGS[name], f"{name}.yaml", schema), schema),
                "digest",
                pulls=True,
                push=PushPolicy(),
                stream_ids=numbers,
            )
            for name, manifest in self.system.streams().items()
        }
        self.world = World(
            self.database,
            schema,
            build_rules(schema, lambda entity, unit: None),
            {"arrivals": ConnectionSetup("arrivals", self.system, setups)},
            lambda: datetime.now(UTC),
            lambda event, **data: None,
            definitions=DEFINITIONS,
        )

    def announce(self, records: Iterable[tuple[str, RawRecord]]) -> None:
        """The next pull finds these."""
        for stream, record in records:
            self.system.announced[stream].append(record)

    def take(self, *steps: str) -> Report:
        """A run of these steps; raises where it did not end well."""
        report = run_pipeline(self.world, steps=steps)
        pulls = report.ledger.pulls.values()
        # A few records of a world are too dirty for anybody.
        if report.state != "ok" or any(pull.quarantined > 10 + pull.read / 100 for pull in pulls):
            raise SystemExit(f"the run did not succeed: {report.as_document()}")
        return report

    def close(self) -> None:
        """Give the store back."""
        self.database.close()

    def _numbers(self) -> dict[str, int]:
        with self.database.begin() as tx:
            return {name: streams.stream_id(tx, "arrivals", name) for name in MAPPINGS}
