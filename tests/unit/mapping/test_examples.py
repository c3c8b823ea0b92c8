"""Examples beside a mapping: they hold, or the difference is told at their line."""

from __future__ import annotations

import pytest

from hub.mapping.examples import run_examples
from hub.mapping.load import compile_text
from hub.model import CanonicalSchema

TEXT = """mapping: 1
connector: freee
stream: partners
when: at
parts:
  company:
    fields:
      name: {{from: name, with: company_name}}
      capital: {{from: cap, with: money}}
      employees: emp
      tags: {{from: tags, with: tags}}
  contact:
    entity: person
    requires: contact
    fields: {{name: {{from: contact, with: person_name}}}}
  employment:
    requires: contact
    fields: {{person: {{part: contact}}, company: {{part: company}}}}
examples:
  - {example}
"""
HOLDS = "in: {name: ㈱山田, cap: 1200, emp: '12', tags: [a, 1], contact: 山田 太郎, at: 2024-05-01}\n    out:\n"
HOLDS += "      company: {name: 株式会社山田, capital: 1200, employees: 12, tags: [a, 1]}\n"
HOLDS += "      contact: {name: 山田 太郎, family_name: 山田, given_name: 太郎}\n"
HOLDS += "      employment: {person: '#contact', company: '#company'}\n"


def failures(example: str) -> list[str]:
    found = run_examples(compile_text(TEXT.format(example=example), "m.yaml", CanonicalSchema()))
    assert all(failure[:2] == ("freee.partners", 20) for failure in found)
    return [failure.what for failure in found]


@pytest.mark.parametrize("back", ["", "    back: true\n", "    at: 2024-04-30T15:00:00+00:00\n"])
def test_an_example_that_holds_says_nothing(back: str) -> None:
    assert failures(HOLDS + back) == []


def test_an_example_may_state_the_way_back() -> None:
    back = "    back: {name: 株式会社山田, cap: 1200, emp: 12, tags: [a, '1'], contact: 山田 太郎}\n"
    assert failures(HOLDS + back) == []


@pytest.mark.parametrize(
    ("example", "words"),
    [
        ("{in: {name: a}, out: {company: {name: b}}}", "company.name is 'a', not 'b'"),
        ("{in: {name: a}, out: {company: {name: a, capital: 1}}}", "company.capital is absent, not '1'"),
        ("{in: {name: a, emp: 1}, out: {company: {name: a}}}", "company.employees is 1, not absent"),
        ("{in: {name: a}, out: {company: {name: a}, contact: {name: b}}}", "part 'contact' is missing"),
        ("{in: {name: a, contact: b}, out: {company: {name: a}}}", "part 'contact' is not expected"),
        ("{in: {name: a, cap: x}, out: {company: {name: a}}}", "company.capital (cap): this is no amount"),
        ("{in: {at: 2024-05-01}, out: {company: {}}, at: x}", "the event time is 2024-04-30T15:00:00+00:00, not x"),
        ("{in: {name: a}, out: {company: {name: a}}, back: {name: b}}", "the way back gives {'name': 'a'}"),
    ],
)
def test_a_difference_is_told(example: str, words: str) -> None:
    assert any(words in what for what in failures(example))


def test_parts_of_elements_are_compared_and_never_written_back() -> None:
    text = """
mapping: 1
connector: x
stream: y
parts:
  deal: {fields: {name: name}}
  payment: {for_each: {from: paid, key: id}, fields: {amount: amount}}
examples:
  - in: {name: a, paid: [{id: 1, amount: 5}, {id: 2, amount: 6}]}
    out: {deal: {name: a}, payment:1: {amount: 5}, payment:2: {amount: 7}}
  - in: {name: a, paid: [{id: 1, amount: 5}]}
    out: {deal: {name: a}, payment:1: {amount: 5}}
    back: {name: a}
"""
    found = run_examples(compile_text(text, "m.yaml", CanonicalSchema()))
    assert [failure.what for failure in found] == ["payment:2.amount is '6', not '7'"]
