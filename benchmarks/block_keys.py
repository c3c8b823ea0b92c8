"""`python -m benchmarks.block_keys`: what it costs a store to take in the block keys of many records."""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

from hub.model.schema import CanonicalSchema
from hub.store import evidence
from hub.store.migrate import open_store
from hub.store.transaction import Transaction

_CHUNK, _SLICE, _KEYS, _HOLDERS_MAX = 2000, 500, 8, 200


def measure(path: Path, records: int) -> None:
    """Chunks of records as the resolve commits them, a slice of each at a time."""
    database, chance = open_store(f"sqlite:///{path}", CanonicalSchema()), Random(3)
    written, began = _written(), process_time()
    for start in range(0, records, _CHUNK):
        with database.begin() as tx:
            for first in range(start, start + _CHUNK, _SLICE):
                _take_in(tx, chance, range(first, first + _SLICE))
    told = f"{(_written() - written) / 1e9:.2f} GB written, {process_time() - began:.1f} s CPU"
    print(f"{records} records of {_KEYS} keys: {told}, file {path.stat().st_size / 1e6:.0f} MB")
    database.close()


def _take_in(tx: Transaction, chance: Random, source_ids: range) -> None:
    new = [(chance.getrandbits(62), source_id) for source_id in source_ids for _ in range(_KEYS)]
    keys = sorted(key for key, _ in new)
    evidence.holder_counts(tx, keys, _HOLDERS_MAX)
    evidence.change_keys(tx, [], new)
    evidence.holders(tx, keys[::_KEYS])


def _written() -> int:
    """Bytes that this process has given to the system to write, as Linux counts them."""
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("wchar"))


def main() -> None:
    """Measure in a store that is thrown away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=400_000)
    with TemporaryDirectory(prefix="customer-hub-keys") as folder:
        measure(Path(folder) / "hub.db", parser.parse_args().records)


if __name__ == "__main__":
    main()
