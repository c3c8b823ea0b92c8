"""A manifest knows the paths of its fields, and the tables and lists around them."""

from __future__ import annotations

import pytest

from hub.sdk.manifest import StreamManifest

FIELDS = ("name", "address.zip", "lines.*.amount", "more.**")


def manifest(*, fields_are_all: bool) -> StreamManifest:
    return StreamManifest(name="a", title="a", title_ja="a", fields=FIELDS, fields_are_all=fields_are_all)


@pytest.mark.parametrize(
    "path",
    ["name", "address", "address.zip", "lines", "lines.*", "lines.0.amount", "lines.*.amount", "more", "more.a.b"],
)
def test_a_field_and_what_is_around_it_is_known(path: str) -> None:
    assert manifest(fields_are_all=True).has_field(path.split("."))


@pytest.mark.parametrize("path", ["nmae", "name.first", "address.city", "lines.amount", "lines.*.tax", "mo"])
def test_another_path_is_not_known(path: str) -> None:
    assert not manifest(fields_are_all=True).has_field(path.split("."))
    assert manifest(fields_are_all=False).has_field(path.split("."))
