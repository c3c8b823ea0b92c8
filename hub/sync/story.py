"""Stories: what an intent writes, part by part, with what each field held before.

Invariant: `to` names every field that is written (None: emptied); what is not in `before` was blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from hub.sync.world import StreamSetup, World


class PartStory(msgspec.Struct, rename={"before": "from"}, omit_defaults=True):
    """What an intent writes of one golden record; `undone` are the fields that an undo puts back. `left` is the golden
    record that the part tells of no more.
    """

    golden: int
    to: dict[str, Any]
    before: dict[str, Any] = {}
    undone: list[str] = []
    left: int = 0


Story = dict[str, PartStory]


class _OlderPart(msgspec.Struct):
    """As outboxes of former releases hold it: each field by itself."""

    golden: int
    fields: dict[str, dict[str, Any]]

    def told_anew(self) -> PartStory:
        fields = self.fields.items()
        return PartStory(
            self.golden,
            {field: change["to"] for field, change in fields},
            {field: change["from"] for field, change in fields if change["from"] is not None},
            [field for field, change in fields if change.get("undone")],
        )


_decode = msgspec.json.Decoder(Story).decode
_decode_older = msgspec.json.Decoder(dict[str, _OlderPart]).decode
_encode = msgspec.json.Encoder().encode


def read_story(text: str) -> Story:
    """The parts of what `write_story` wrote, by name."""
    try:
        return _decode(text)
    except msgspec.ValidationError:
        return {name: part.told_anew() for name, part in _decode_older(text).items()}


def read_present(world: World, stream: StreamSetup, text: str) -> Story:
    """Of the same, what the mapping and the model still know: a part may have another name since, and a field of the
    company's own may be gone.
    """
    parts, story = stream.mapping.parts, read_story(text)
    return {name: _known(told, world.kinds(parts[name].entity)) for name, told in story.items() if name in parts}


def _known(told: PartStory, kinds: Mapping[str, str]) -> PartStory:
    if told.to.keys() <= kinds.keys():
        return told
    to = {field: value for field, value in told.to.items() if field in kinds}
    return msgspec.structs.replace(told, to=to, undone=[field for field in told.undone if field in kinds])


def write_story(story: Story) -> str:
    """The text to store."""
    return encode_story(story).decode()


def encode_story(story: Story) -> bytes:
    """The same in UTF-8."""
    return _encode(story)


def encode_whole_story(part: str, golden: int, doc: bytes) -> bytes:
    """As `encode_story`, of one part that gets all of a document, which is encoded already."""
    return b'{%b:{"golden":%d,"to":%b}}' % (_encode(part), golden, doc)
