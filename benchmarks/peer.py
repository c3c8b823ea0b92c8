"""The peer: dlt reads the same pages into SQLite or DuckDB; run by the interpreter of its own environment.

`python benchmarks/peer.py BASE_URL sqlite|duckdb FOLDER` prints one line of JSON. What dlt and its drivers need is
imported before the meter starts.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PAGE = 500


def _cpu_s() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 10)
    found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(found.split()[1]) / 1024


def _contacts(base_url: str) -> Iterator[Any]:
    client_of = importlib.import_module("dlt.sources.helpers.rest_client")
    paginators = importlib.import_module("dlt.sources.helpers.rest_client.paginators")
    client = client_of.RESTClient(
        base_url=base_url,
        paginator=paginators.JSONResponseCursorPaginator(cursor_path="next", cursor_param="after"),
    )
    yield from client.paginate("contacts", params={"limit": _PAGE}, data_selector="results")


def load(base_url: str, target: str, folder: Path) -> dict[str, float]:
    """One first load; the files are appended, which is the cheapest that dlt does."""
    dlt = importlib.import_module("dlt")
    for module in ("sqlalchemy", "duckdb", "pyarrow", f"dlt.destinations.impl.{_DESTINATIONS[target]}.factory"):
        importlib.import_module(module)
    started, began = _cpu_s(), time.perf_counter()
    if target == "sqlite":
        destination, form = dlt.destinations.sqlalchemy(f"sqlite:///{folder / 'peer.db'}"), None
    else:
        destination, form = dlt.destinations.duckdb(str(folder / "peer.duckdb")), "parquet"
    pipeline = dlt.pipeline("bench", pipelines_dir=str(folder / "state"), destination=destination, dataset_name="bench")
    resource_ = dlt.resource(_contacts(base_url), name="contacts", primary_key="id", write_disposition="append")
    pipeline.run(resource_, loader_file_format=form)
    used = {"cpu_s": _cpu_s() - started, "wall_s": time.perf_counter() - began, "peak_mb": _peak_mb()}
    return {**used, "records": float(pipeline.last_trace.last_normalize_info.row_counts["contacts"])}


_DESTINATIONS = {"sqlite": "sqlalchemy", "duckdb": "duckdb"}


def main() -> None:
    """Load once, and print what was used."""
    base_url, target, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
    os.environ["DLT_PROJECT_DIR"] = os.environ["DLT_DATA_DIR"] = str(folder)
    print(json.dumps(load(base_url, target, folder)))


if __name__ == "__main__":
    main()
