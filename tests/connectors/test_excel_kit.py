"""The contract kit, held against a workbook and against a CSV file.

The kit's tests of HTTP (throttling, outages, cut bodies, web pages) have no meaning for a file.
"""

from __future__ import annotations

import tempfile
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest

from connectors.excel import CONNECTOR
from connectors.excel.settings import ExcelSettings
from connectors.excel.twin import SheetTwin, write_customer_csv, write_customer_sheet
from hub.sdk.connector import Connector, Context
from hub.sdk.testing import Bench, FakeClock, WritableContract
from hub.sdk.twin import Twin

HEADINGS = ("顧客コード", "企業名", "電話番号", "契約日")
CUSTOMERS = [
    {"顧客コード": str(number), "企業名": f"㈱{number}", "電話番号": "03", "契約日": "2024-05-01"}
    for number in range(7)
]


class FolderTwin(Twin):
    """A folder with one file, in the shape that the kit knows."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__()
        self.path = folder / name

    def held(self) -> dict[str, dict[str, Any]]:
        pages = CONNECTOR(ExcelSettings(path=str(self.path)), Context(connection="look")).pull("rows", None)
        return {record.external_id: msgspec.json.decode(record.payload) for page in pages for record in page.records}


class FileContract(WritableContract):
    """What workbooks and CSV files share."""

    stream = "rows"
    path = "/"
    create_path = "/"
    secrets = ()
    name: ClassVar[str]

    @pytest.fixture
    def bench(self) -> Iterator[Bench]:
        with tempfile.TemporaryDirectory() as folder:
            self.twin = FolderTwin(Path(folder), self.name)
            self.fill(self.twin.path)
            yield Bench(FakeClock(), self.twin, self.wrap)

    @abstractmethod
    def fill(self, path: Path) -> None:
        """Write the records that the contract asks for."""

    def make_twin(self, clock: FakeClock) -> Twin:
        return self.twin

    def make_connector(self, context: Context) -> Connector:
        return CONNECTOR(ExcelSettings(path=str(self.twin.path), page_rows=2), context)

    def make_stranger(self, context: Context) -> Connector:
        return CONNECTOR(ExcelSettings(path=str(self.twin.path.with_name("none.xlsx"))), context)

    def all_ids(self, twin: Twin) -> set[str]:
        return set(self.twin.held())

    def held(self, twin: Twin, external_id: str) -> dict[str, Any]:
        return self.twin.held()[external_id]

    def new_record(self, number: int) -> dict[str, Any]:
        return {"顧客コード": f"N{number}", "企業名": f"新会社{number}"}

    def new_values(self) -> dict[str, Any]:
        return {"電話番号": "06-1111-2222", "契約日": "2025-01-31"}

    def natural_key(self, number: int) -> dict[str, Any]:
        return {"顧客コード": f"N{number}"}

    def refused_record(self) -> dict[str, Any]:
        return {"顧客コード": "1", "企業名": "二つ目"}

    test_a_throttled_request_waits_as_long_as_it_is_told = None  # type: ignore[assignment]
    test_a_long_throttle_ends_the_run_with_the_wait = None  # type: ignore[assignment]
    test_a_short_outage_is_waited_out = None  # type: ignore[assignment]
    test_a_long_outage_ends_the_run_and_asks_only_a_few_times = None  # type: ignore[assignment]
    test_a_cut_page_raises_and_does_not_advance = None  # type: ignore[assignment]
    test_a_web_page_with_200_is_a_broken_contract = None  # type: ignore[assignment]
    test_an_answer_of_another_shape_is_a_broken_contract = None  # type: ignore[assignment]
    test_secrets_are_never_seen = None  # type: ignore[assignment]
    test_a_write_without_an_answer_is_unknown_and_sent_once = None  # type: ignore[assignment]


class TestWorkbook(FileContract):
    name = "customers.xlsx"

    def fill(self, path: Path) -> None:
        write_customer_sheet(path, CUSTOMERS, HEADINGS)

    def user_edits_one(self, twin: Twin) -> str:
        SheetTwin(self.twin.path).user_edits(3, {"電話番号": "090"})
        return "3"


class TestCsv(FileContract):
    name = "customers.csv"

    def fill(self, path: Path) -> None:
        write_customer_csv(path, CUSTOMERS, HEADINGS)

    def user_edits_one(self, twin: Twin) -> str:
        write_customer_csv(
            self.twin.path, [*CUSTOMERS[:3], CUSTOMERS[3] | {"電話番号": "090"}, *CUSTOMERS[4:]], HEADINGS
        )
        return "3"
