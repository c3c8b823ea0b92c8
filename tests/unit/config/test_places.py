"""Whoever reads which rules are in force is told where each is written."""

from __future__ import annotations

from pathlib import Path

from hub.config import load_config
from hub.config.load import read_config
from hub.config.places import MatchRuleAt, places_of

TEXT = """\
hub: 1
connections:
  book:
    connector: excel
    settings: {path: book.xlsx}
    streams:
      contacts: {mapping: contacts.yaml}
survivorship:
  entities:
    person:
      fields:
        occupation: most_complete
      groups:
        address: {strategy: oldest}
matching:
  rules:
    - {entity: person, decide: same, evidence: [same_name]}
console:
  review:
    four_eyes: {person: [email, city]}
"""
MAPPING = """\
mapping: 1
connector: excel
stream: contacts
parts:
  person:
    fields:
      email: メール
"""


def test_each_rule_has_its_file_and_line_and_a_field_of_a_group_means_the_group(tmp_path: Path) -> None:
    (tmp_path / "contacts.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "config.yaml").write_text(TEXT, encoding="utf-8")
    config = load_config(tmp_path / "config.yaml")
    found = places_of(config)
    assert found.units == {("person", "occupation"): "config.yaml:12", ("person", "address"): "config.yaml:14"}
    assert found.fields == {("book/contacts", "person", "email"): "contacts.yaml:7"}
    assert found.sections == {"console/review/four_eyes": "config.yaml:20"}
    assert found.match_rules == (MatchRuleAt("person", "same", ("same_name",), "", "config.yaml:17"),)
    assert config.four_eyes == {"person": frozenset({"email", "address"})}


def test_a_field_of_two_people_that_there_is_not_is_told_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "contacts.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "config.yaml").write_text(TEXT.replace("email, city", "emial"), encoding="utf-8")
    _, problems = read_config(tmp_path / "config.yaml")
    (problem,) = [problem for problem in problems if "emial" in problem.what]
    assert (problem.line, "email" in problem.hint) == (20, True)
