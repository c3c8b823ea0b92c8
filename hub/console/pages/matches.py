"""Matches: two records that may be one customer, the evidence with its weights, and a person's word.

Invariant: who comes late sees what was decided instead; a word is taken back from the page that follows it.
"""

from __future__ import annotations

from fastapi import APIRouter, Response

from hub.console import files
from hub.console.answers import refusal
from hub.console.bars import bars_of
from hub.console.pages.parameters import Admitted
from hub.console.visit import Visit
from hub.steward.doubts import doubts
from hub.steward.errors import StewardError
from hub.steward.matches import KINDS, decided, decision, doubt_at
from hub.steward.merge_preview import MergePreview, merge_preview
from hub.steward.pairs import join, part
from hub.steward.revoke import revoke
from hub.sync.world import World

router = APIRouter()

_LONGEST_REASON = 500
# Nobody says "later" so often; the queue is counted up to there.
_LAST = 10_000
_MOST_IN_FILE = 2000
_STAY_APART = frozenset({"walled", "parted", "kept_apart", "one_already"})


@router.get("/matches")
def show(visit: Admitted) -> Response:
    """The pair at the place of the address."""
    with visit.looking() as world:
        if kind := files.wanted(visit):
            return _file(visit, world, kind)
        return _shown(visit, world)


@router.get("/matches/preview")
def preview(visit: Admitted) -> Response:
    """What would become of a pair, if somebody said that it is the same; or why it stays apart."""
    found: MergePreview | None = None
    refused = ""
    with visit.looking() as world:
        try:
            found = merge_preview(world, visit.query("left"), visit.query("right"))
            visit.saw(world, "match_previewed", {"golden": sorted(one.golden for one in found.customers)})
        except StewardError as error:
            if error.code not in _STAY_APART:
                raise
            refused = refusal(visit, error)
        return visit.page("match_preview.html", world.schema, found=found, refused=refused, place=_place(visit))


@router.post("/matches/decide")
def decide(visit: Admitted) -> Response:
    """Say whether the two are one customer."""
    left, right, verdict = (visit.form.get(name, "") for name in ("left", "right", "verdict"))
    if verdict not in KINDS:
        raise StewardError("no_choice", number=verdict[:20] or "—", known=", ".join(KINDS))
    with visit.looking() as world:
        try:
            before = decided(world, left, right)
            if before is not None:
                return _shown(visit, world, 409, _too_late(visit, before.kind, before.author, before.at))
            act = join if verdict == "same" else part
            done = act(world, left, right, visit.author, visit.form.get("reason", "")[:_LONGEST_REASON])
        except StewardError as error:
            return _shown(visit, world, 409, refusal(visit, error))
    visit.house.wake()
    return visit.to(f"/matches?place={_place(visit)}&done={done.decision}")


@router.post("/matches/undo")
def undo(visit: Admitted) -> Response:
    """Take such a word back."""
    number = _digits(visit.form.get("decision", ""))
    with visit.looking() as world:
        if decision(world, number) is None:
            raise StewardError("no_decision", number=number)
        revoke(world, number, visit.author)
    visit.house.wake()
    return visit.to(f"/matches?place={_place(visit)}")


def _shown(visit: Visit, world: World, status: int = 200, refused: str = "") -> Response:
    found = doubt_at(world, _place(visit))
    pair = found.pair
    if pair is not None:
        visit.saw(world, "matches_seen", {"golden": sorted({pair.left.golden, pair.right.golden})})
    return visit.page(
        "matches.html",
        world.schema,
        status=status,
        found=found,
        pair=pair,
        fields=[] if pair is None else list(dict.fromkeys((*pair.left.says, *pair.right.says))),
        bars=[] if pair is None else bars_of([line.counted for line in pair.evidence]),
        refused=refused,
        done=decision(world, _digits(visit.query("done"))),
        is_weighed=bool(world.definitions),
    )


def _file(visit: Visit, world: World, kind: files.Kind) -> Response:
    tell = visit.telling.with_schema(world.schema)
    columns = ("search.kind", "files.one", "files.name_of_one", "files.other", "files.name_of_other", "matches.sum")
    pairs = doubts(world, limit=_MOST_IN_FILE).pairs if world.definitions else []
    rows: list[list[files.Cell]] = [
        [
            tell.entity(pair.entity),
            *(cell for side in (pair.left, pair.right) for cell in (side.record, side.display)),
            round(pair.score, 1),
            "\n".join(f"{line.counted:+.1f} {tell.state('evidence', line.words)}" for line in pair.evidence),
        ]
        for pair in pairs
    ]
    heads = [tell.say(key) for key in (*columns, "matches.evidence")]
    return files.download(visit, world, "matches", kind, heads, rows)


def _too_late(visit: Visit, kind: str, author: str, at: str) -> str:
    said = visit.telling.state("decision", kind)
    return visit.telling.say("matches.late", author=author, at=visit.telling.moment(at), said=said)


def _place(visit: Visit) -> int:
    return min(_digits(visit.query("place")), _LAST)


def _digits(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
