"""`hub match file`: which records of a file are the same, without a store and without a configuration."""

from __future__ import annotations

import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.batch.match import Doubt, Found, match_file
from hub.batch.source import open_source
from hub.cli.answer import Answer, CommandError
from hub.cli.commands.thresholds import Typed, definitions
from hub.cli.session import Session
from hub.cli.show.match import in_words, show_match
from hub.cli.words import Say
from hub.located import LocatedError


@dataclass(frozen=True)
class Out:
    """The files that are written, and the folder that keeps what the next run need not compute again."""

    clusters: Path
    review: Path | None
    cache: Path | None = None


def match_records(session: Session, records: Path, out: Out, columns: Sequence[str], limits: Typed) -> Answer:
    """Write the clusters and the pairs to review."""
    wanted = definitions(session.say, limits)
    begun = time.monotonic()
    try:
        with open_source(records, renamed(session.say, columns), out.cache) as source:
            found = match_file(source, wanted)
            _write_clusters(out.clusters, found)
    except LocatedError as error:
        raise CommandError(session.say.told(str(error))) from error
    if out.review:
        _write_review(out.review, found.doubts, session.say)
    document = _document(found, out, time.monotonic() - begun)
    return Answer(document, lambda screen: show_match(screen, document))


def renamed(say: Say, columns: Sequence[str]) -> dict[str, str]:
    """Our column for each of theirs, as `--map` tells them."""
    ours_of = {}
    for text in columns:
        theirs, mark, ours = text.rpartition("=")
        if not (theirs and mark and ours):
            raise CommandError(say("match.no_map", text=text))
        ours_of[theirs.strip()] = ours.strip()
    return ours_of


def _write_clusters(path: Path, found: Found) -> None:
    """Every record with its cluster, in the order of record ids."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("record_id", "cluster_id"))
        rows.writerows(found.placed())


def _write_review(path: Path, doubts: Sequence[Doubt], say: Say) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("left", "right", "score", "verdict", "evidence"))
        rows.writerows(
            (one.left, one.right, f"{one.score:.2f}", "wall" if one.walled else "ask", in_words(say, one.evidence))
            for one in doubts
        )


def _document(found: Found, out: Out, seconds: float) -> dict[str, Any]:
    return {
        "records": found.records,
        "clusters": found.cluster_count,
        "joins": found.records - found.cluster_count,
        "asked_records": found.asked,
        "asked_pairs": sum(not doubt.walled for doubt in found.doubts),
        "walled_pairs": sum(doubt.walled for doubt in found.doubts),
        "seconds": round(seconds, 2),
        "out": str(out.clusters),
        "review": str(out.review) if out.review else None,
    }
