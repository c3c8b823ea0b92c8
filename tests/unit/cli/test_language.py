"""The language: the option, then HUB_LANG, then the locale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from hub.cli.language import wanted_language


@pytest.mark.parametrize(
    ("arguments", "environ", "expected"),
    [
        (["--lang", "en", "sync"], {"LANG": "ja_JP.UTF-8"}, "en"),
        (["sync", "--lang=ja"], {"HUB_LANG": "en"}, "ja"),
        (["sync"], {"HUB_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        (["sync"], {"LANG": "ja_JP.UTF-8"}, "ja"),
        (["sync"], {"LC_ALL": "en_US.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        (["sync"], {"LANG": "C.UTF-8"}, None),
        (["sync"], {"LANG": "enx"}, None),
        (["--lang"], {}, None),
        ([], {}, None),
    ],
)
def test_the_nearest_wish_counts(arguments: Sequence[str], environ: Mapping[str, str], expected: str | None) -> None:
    assert wanted_language(arguments, environ) == expected
