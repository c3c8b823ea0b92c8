"""Stories come back as they were written, and outboxes of former releases are understood."""

from __future__ import annotations

import msgspec

from hub.sync.story import PartStory, read_story, write_story

STORY = {
    "person": PartStory(7, {"phone": "+81312345678", "fax": None}, {"phone": "+81311112222", "fax": "03"}, ["fax"]),
    "employment": PartStory(9, {"title": "課長"}),
}
OLDER = {
    "person": {
        "golden": 7,
        "source": 3,
        "fields": {
            "phone": {"from": "+81311112222", "to": "+81312345678", "by": 3},
            "fax": {"from": "03", "to": None, "by": 0, "undone": True},
        },
    },
    "employment": {"golden": 9, "source": 0, "fields": {"title": {"from": None, "to": "課長", "by": 4}}},
}


def test_a_story_comes_back() -> None:
    assert read_story(write_story(STORY)) == STORY


def test_the_story_of_an_older_outbox_tells_the_same() -> None:
    assert read_story(msgspec.json.encode(OLDER).decode()) == STORY


def test_an_archiving_writes_nothing() -> None:
    assert read_story("{}") == {}
