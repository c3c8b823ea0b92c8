"""What people type as a value, and who they are."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.cli.author import author
from hub.steward.errors import StewardError
from hub.steward.typed import Typed
from tests.pipeline.lab import Lab


def _typed(lab: Lab) -> Typed:
    return Typed(lab.world, ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def lab(tmp_path: Any) -> Any:
    """Any world knows the model."""
    found = Lab(f"sqlite:///{tmp_path / 'hub.db'}")
    yield found
    found.close()


@pytest.mark.parametrize(
    ("entity", "field", "text", "value"),
    [
        ("company", "phone", "03-1234-5678", "+81312345678"),
        ("company", "founded_on", "令和元年5月1日", "2019-05-01"),
        ("company", "capital", "1,200万円", "12000000"),
        ("company", "employees", "120", 120),
        ("company", "listed", "はい", True),
        ("company", "tags", '["重要", "東京"]', ["重要", "東京"]),
        ("company", "notes", "[見積] 送付済み", "[見積] 送付済み"),
        ("company", "notes", "-", None),
        ("company", "notes", "", None),
    ],
)
def test_a_typed_value_becomes_a_canonical_one(lab: Lab, entity: str, field: str, text: str, value: Any) -> None:
    assert _typed(lab).field(entity, field, text) == value


def test_what_cannot_be_read_is_refused(lab: Lab) -> None:
    with pytest.raises(StewardError, match="no value of founded_on"):
        _typed(lab).field("company", "founded_on", "いつか")


def test_a_group_is_typed_as_a_table(lab: Lab) -> None:
    typed = _typed(lab).unit("company", "address", '{"postal_code": "100-0001", "city": "千代田区"}')
    assert typed == {"postal_code": "100-0001", "city": "千代田区"}


@pytest.mark.parametrize("text", ["東京都千代田区", '{"town": "x"}', "{", '["x"]'])
def test_anything_else_tells_how_to_type_a_group(lab: Lab, text: str) -> None:
    with pytest.raises(StewardError, match="postal_code"):
        _typed(lab).unit("company", "address", text)


def test_the_author_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_AUTHOR", " yamada ")
    assert author() == "yamada"


def test_an_account_without_a_name_is_an_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HUB_AUTHOR", "LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 3_999_999, raising=False)
    assert author() == "operator"
