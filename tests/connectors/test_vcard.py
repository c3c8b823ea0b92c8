"""The contract kit, held against a folder of exported cards.

The kit's tests of HTTP (throttling, outages, cut bodies, web pages) have no meaning for a file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from connectors.vcard import CONNECTOR
from connectors.vcard.settings import VcardSettings
from connectors.vcard.twin import write_cards
from hub.sdk.connector import Connector, Context
from hub.sdk.testing import Bench, ConnectorContract, FakeClock
from hub.sdk.twin import Twin

CARDS = [
    {"uid": f"u{number}", "family": "山田", "given": f"{number}郎", "mobile": f"090-0000-000{number}"}
    for number in range(7)
]


class AddressBook(Twin):
    """Two exports of one phone, in the shape that the kit knows."""

    def __init__(self, folder: Path, saved_at: datetime) -> None:
        super().__init__()
        self.folder = folder
        write_cards(folder / "old.vcf", CARDS[:2], saved_at, version="2.1")
        write_cards(folder / "new.vcf", CARDS[2:], saved_at)
        self.tables["cards"] = {card["uid"]: {} for card in CARDS}


class TestFolder(ConnectorContract):
    stream = "cards"
    path = "/"
    secrets = ()
    quiet_requests = 0

    @pytest.fixture
    def bench(self) -> Iterator[Bench]:
        with tempfile.TemporaryDirectory() as folder:
            self.folder, self.clock = Path(folder), FakeClock()
            yield Bench(self.clock, self.make_twin(self.clock), self.wrap)

    def make_twin(self, clock: FakeClock) -> Twin:
        return AddressBook(self.folder, clock.now())

    def make_connector(self, context: Context) -> Connector:
        return CONNECTOR(VcardSettings(path=str(self.folder), page_cards=2), context)

    def make_stranger(self, context: Context) -> Connector:
        return CONNECTOR(VcardSettings(path=str(self.folder / "none.vcf")), context)

    def user_edits_one(self, twin: Twin) -> str:
        edited = [*CARDS[2:3], CARDS[3] | {"mobile": "080-9999-0000"}, *CARDS[4:]]
        write_cards(self.folder / "new.vcf", edited, self.clock.now())
        return "u3"

    test_a_throttled_request_waits_as_long_as_it_is_told = None  # type: ignore[assignment]
    test_a_long_throttle_ends_the_run_with_the_wait = None  # type: ignore[assignment]
    test_a_short_outage_is_waited_out = None  # type: ignore[assignment]
    test_a_long_outage_ends_the_run_and_asks_only_a_few_times = None  # type: ignore[assignment]
    test_a_cut_page_raises_and_does_not_advance = None  # type: ignore[assignment]
    test_a_web_page_with_200_is_a_broken_contract = None  # type: ignore[assignment]
    test_an_answer_of_another_shape_is_a_broken_contract = None  # type: ignore[assignment]
    test_secrets_are_never_seen = None  # type: ignore[assignment]
