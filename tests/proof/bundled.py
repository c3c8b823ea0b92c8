"""A run carried elsewhere comes out the same, in worlds by number: the law behind `hub bundle`.

Run: python -m tests.proof.bundled --cases 300
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import asdict, replace

from hub.mapping.load import load_mapping
from hub.matching.definition import DEFINITIONS
from hub.merging.rules import Rule
from hub.steward.bundle import pack
from hub.steward.bundle_format import StreamAbout
from hub.steward.replay import replay
from tests.pipeline.lab import PEOPLE, SCHEMA, Lab
from tests.proof.cases import Outcome, main
from tests.proof.explained import NAMES, ExplainedWorld
from tests.proof.stores import store_folder


def streams_of(lab: Lab, mapping: str = PEOPLE) -> list[StreamAbout]:
    """The streams of a laboratory as a bundle tells them."""
    told = load_mapping(mapping, "people.yaml", SCHEMA).model_dump(mode="json", by_alias=True)
    return [
        StreamAbout(
            stream_id=stream.stream_id,
            connection=stream.connection,
            name=stream.name,
            manifest=stream.manifest.model_dump(mode="json"),
            mapping=told,
            pulls=True,
            push=asdict(stream.push),
            stream_ids=dict(stream.stream_ids),
        )
        for stream in lab.world.streams()
    ]


def bundled_world(number: int) -> Outcome:
    """The world of this number, some of its runs packed and replayed; every second one weighs the evidence."""
    chance = random.Random(f"bundled {number}")
    met, broken = Counter[str](), list[str]()
    with store_folder() as folder:
        rules = {("person", "occupation"): Rule(chance.choice(("most_recent", "longest", "source_priority")), NAMES)}
        lab = Lab(f"sqlite:///{folder / 'hub.db'}", NAMES, rules=rules)
        if number % 2 == 0:
            lab.world = replace(lab.world, definitions=DEFINITIONS)
            met["worlds that weigh"] += 1
        try:
            ExplainedWorld(lab, chance).live()
            last = lab.sync().run_id
            for run_id in chance.sample(range(1, last + 1), min(3, last)):
                path = folder / f"{run_id}.bundle"
                met["golden records"] += pack(lab.world, run_id, path, streams_of(lab), {}).golden_records
                found = replay(path)
                if not found.is_same:
                    broken.append(f"run {run_id} comes out otherwise: {found}")
        finally:
            lab.close()
    return Outcome(met, broken)


if __name__ == "__main__":
    sys.exit(main("bundled", bundled_world))
