"""Splink 5 on DuckDB: `python -m benchmarks.identity.peers.splink_run RECORDS.csv FOLDER`.

Companies and people apart, with term frequencies, several blocking rules and EM training. Writes the clusters of each
threshold, so that the best can be chosen by the truth, and what was used.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from benchmarks.identity.peers.meter import Meter, peak_mb
from benchmarks.identity.peers.tidy import TIDY_COLUMNS, tidy

THRESHOLDS = (-4, -2, 0, 2, 4, 7, 10, 14)
SEED = 1


# Blocking rules, rules to train by, and rules that are nearly never wrong, of each kind.
_RULES = {
    "company": (
        ("company", "phone", "number", "domain", "address", "company_kana", "postal_code & substr(company, 1, 2)"),
        ("company", "phone", "postal_code"),
        ("number", "company & phone", "company & address"),
    ),
    "person": (
        (
            "person",
            "email",
            "mobile",
            "person_kana",
            "birthday",
            "phone & substr(person, 1, 1)",
            "company & substr(person, 1, 2)",
            "address",
            "postal_code & substr(person, 1, 2)",
        ),
        ("person", "email", "mobile"),
        ("person & email", "person & mobile", "person & company & phone"),
    ),
}


def _comparisons(kind: str) -> dict[str, Any]:
    """By column."""
    library = importlib.import_module("splink.comparison_library")

    def fuzzy(column: str, *thresholds: float) -> Any:
        return library.JaroWinklerAtThresholds(column, list(thresholds)).configure(term_frequency_adjustments=True)

    def exact(column: str) -> Any:
        return library.ExactMatch(column).configure(term_frequency_adjustments=True)

    def nearly(column: str) -> Any:
        return library.DamerauLevenshteinAtThresholds(column, 1).configure(term_frequency_adjustments=True)

    if kind == "company":
        return {
            "company": fuzzy("company", 0.92, 0.8),
            "company_kana": fuzzy("company_kana", 0.92),
            "phone": nearly("phone"),
            "number": nearly("number"),
            "address": fuzzy("address", 0.92, 0.8),
            "domain": exact("domain"),
            "postal_code": exact("postal_code"),
        }
    return {
        "person": fuzzy("person", 0.92, 0.75),
        "person_kana": fuzzy("person_kana", 0.92),
        "email": exact("email"),  # t.sato@ and k.sato@ are one letter apart
        "mobile": nearly("mobile"),
        "phone": exact("phone"),
        "company": fuzzy("company", 0.92, 0.8),
        "address": fuzzy("address", 0.92),
        "birthday": nearly("birthday"),
    }


def _rules(rules: tuple[str, ...], filled: set[str]) -> list[Any]:
    """Those of the rules whose columns have values."""
    block_on = importlib.import_module("splink").block_on
    split = [rule.split(" & ") for rule in rules]
    return [block_on(*parts) for parts in split if {_SUBSTR.sub(r"\1", part) for part in parts} <= filled]


_SUBSTR = re.compile(r"substr\((\w+), .*\)")


def _filled(connection: Any, kind: str) -> set[str]:
    """The columns in which there is anything."""
    counted = ", ".join(f"count({column})" for column in TIDY_COLUMNS)
    (counts,) = connection.execute(f"SELECT {counted} FROM {kind}_records").fetchall()
    return {column for column, count in zip(TIDY_COLUMNS, counts, strict=True) if count}


def _link(kind: str, connection: Any, meter: Meter, folder: Path) -> None:
    splink = importlib.import_module("splink")
    filled = _filled(connection, kind)
    blocks, training, sure = (_rules(rules, filled) for rules in _RULES[kind])
    api = splink.DuckDBAPI(connection)
    table = api.register(f"{kind}_records")
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        comparisons=[one for column, one in _comparisons(kind).items() if column in filled],
        blocking_rules_to_generate_predictions=blocks,
        retain_matching_columns=False,
    )
    linker = splink.Linker(table, settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True, max_pairs=1e6
        )
    meter.lap(f"{kind} train")
    predicted = linker.inference.predict(threshold_match_weight=min(THRESHOLDS))
    meter.lap(f"{kind} predict")
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_weight=threshold
        )
        target = folder / f"{kind}.{threshold}.csv"
        connection.execute(
            f"COPY (SELECT record_id, '{kind}-' || cluster_id AS cluster_id FROM {clusters.physical_name}) "
            f"TO '{target}' (HEADER)"
        ).fetchall()
        meter.lap(f"{kind} cluster {threshold}")


def main() -> None:
    """Match the records."""
    records, folder = Path(sys.argv[1]), Path(sys.argv[2])
    duckdb, splink = importlib.import_module("duckdb"), importlib.import_module("splink")
    importlib.import_module("splink.comparison_library")
    meter = Meter()
    tidied = tidy(records, folder / "tidy.csv")
    meter.lap("tidy")
    connection = duckdb.connect()
    kinds = ("company", "person")
    for kind in kinds:
        connection.execute(
            f"CREATE TABLE {kind}_records AS SELECT * FROM read_csv('{tidied}', all_varchar = true, nullstr = '') "
            f"WHERE entity_type = '{kind}'"
        ).fetchall()
    meter.lap("load")
    for kind in kinds:
        if connection.execute(f"SELECT 1 FROM {kind}_records LIMIT 1").fetchall():
            _link(kind, connection, meter, folder)
    versions = {"splink": splink.__version__, "duckdb": duckdb.__version__}
    (folder / "used.json").write_text(json.dumps({"laps": meter.laps, "peak_mb": peak_mb(), "versions": versions}))


if __name__ == "__main__":
    main()
