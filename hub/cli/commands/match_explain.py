"""`hub match explain`: why two records of a file are one customer or are not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hub.batch.explain import Explained, explain, two_rows
from hub.batch.match import Link
from hub.batch.source import Row, open_source
from hub.cli.answer import Answer, CommandError
from hub.cli.commands.match import renamed
from hub.cli.commands.thresholds import Typed, definitions
from hub.cli.session import Session
from hub.cli.show.match_explain import show_explained, waterfall
from hub.located import LocatedError


def explain_pair(
    session: Session,
    records: Path,
    pair: tuple[str, str],
    svg: Path | None,
    columns: Sequence[str],
    limits: Typed,
) -> Answer:
    """Tell it, and draw its bits where an SVG is wanted."""
    if pair[0] == pair[1]:
        raise CommandError(session.say("match.one_record", record=pair[0]))
    wanted = definitions(session.say, limits)
    try:
        with open_source(records, renamed(session.say, columns)) as source:
            rows = two_rows(source, *pair)
            found = explain(source, rows, wanted)
    except LocatedError as error:
        raise CommandError(session.say.told(str(error))) from error
    document = _document(found, rows)
    if svg:
        svg.write_text(waterfall(session.say, document).svg(), encoding="utf-8")
        document["svg"] = str(svg)
    return Answer(document, lambda screen: show_explained(screen, document))


def _document(found: Explained, rows: tuple[Row, Row]) -> dict[str, Any]:
    one, other = (row.cells for row in rows)
    return {
        "left": rows[0].record_id,
        "right": rows[1].record_id,
        "entities": list(found.entities),
        "fields": [
            {"field": name, "left": one[name], "right": other[name]}
            for name in one
            if name != "record_id" and (one[name].strip() or other[name].strip())
        ],
        "verdict": found.verdict,
        "prior": round(found.prior, 4),
        "evidence": [
            {"words": line.words, "bits": round(line.bits, 4), "counted": round(line.counted, 4), "wall": line.wall}
            for line in found.lines
        ],
        "score": round(found.score, 4),
        "same": found.same,
        "ask": found.ask,
        "compared": found.compared,
        "together": found.together,
        "chain": [{**link_document(link), "dropped": link in found.dropped} for link in found.chain],
        "walls": [link_document(wall) for wall in found.walls],
        "svg": None,
    }


def link_document(link: Link) -> dict[str, Any]:
    """Two records and their evidence."""
    evidence = [{"words": words, "bits": round(bits, 4)} for words, bits in link.evidence]
    return {"left": link.left, "right": link.right, "score": round(link.score, 4), "evidence": evidence}
