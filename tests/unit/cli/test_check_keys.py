"""`hub check` names a code that tells the rows of a sheet and that another system's code would be written over."""

from __future__ import annotations

from tests.unit.cli.conftest import Types
from tests.unit.cli.office import Office


def says_nothing_of_writing(office: Office) -> None:
    mapping = office.folder / "rows.yaml"
    text = mapping.read_text(encoding="utf-8").replace("{from: コード, write: never}", "コード")
    mapping.write_text(text, encoding="utf-8")


def test_a_code_that_is_written_over_is_named_at_its_line_and_is_no_failure(office: Office, types: Types) -> None:
    says_nothing_of_writing(office)
    said = types("check")
    told = "rows.yaml:10:7: 'code' は書き換えられますが、'コード' は相手の記録を見分ける目印です。新しい記録にだけ書く"
    assert (said.code, told in " ".join(said.out.split())) == (0, True)
    assert "問題ありませんが、確かめてほしいことが 2 件あります。" in said.out


def test_programs_read_it_as_a_note(office: Office, types: Types) -> None:
    says_nothing_of_writing(office)
    items = types("check", "--json").document["items"]
    assert [len(item["notes"]) for item in items if item["kind"] == "settings"] == [1, 1]


def test_who_has_said_how_a_code_is_written_is_told_nothing(office: Office, types: Types) -> None:
    assert not any(item["notes"] for item in types("check", "--json").document["items"])
