"""Loading a mapping: every name that does not exist is told at its line, with those that do."""

from __future__ import annotations

import pytest

from hub.located import ConfigError
from hub.mapping.load import load_mapping
from hub.model import CanonicalSchema

HEAD = "mapping: 1\nconnector: freee\nstream: partners\n"


def complaints(body: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_mapping(HEAD + body, "m.yaml", CanonicalSchema())
    return [str(problem) for problem in caught.value.problems]


def of_company(line: str) -> list[str]:
    return complaints(f"parts:\n  company:\n    fields:\n      {line}\n")


def of_deal(line: str) -> list[str]:
    return complaints(f"parts:\n  company: {{fields: {{code: code}}}}\n  deal:\n    fields:\n      {line}\n")


def test_an_unknown_field_is_answered_at_its_key() -> None:
    assert of_company("nmae: name")[0].startswith(
        "m.yaml:7:7: unknown field 'nmae' of company; did you mean 'name'? known: "
    )


def test_an_unknown_transform_is_answered_at_its_name() -> None:
    said = of_company("name: {from: name, with: lowercase}")[0]
    assert said.startswith("m.yaml:7:32: unknown transform 'lowercase'")
    assert "lower" in said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("name: {from: a..b}", "'a..b' is no path"),
        ("name: {with: strip}", "exactly one of 'from', 'const', 'part' and 'ref'"),
        ("name: {from: a, const: b}", "exactly one of"),
        ("name: {from: a, wiht: strip}", "unknown key 'wiht'; did you mean 'with'?"),
        ("name: {from: a, write: sometimes}", "'sometimes'; choose from: fill-blank, never, overwrite"),
        ("name: {from: a, with: legal_form, write: overwrite}", "transform 'legal_form' has no way back"),
        (
            "name: {from: a, with: address}",
            "gives a group of fields, and 'name' is one field; groups of company: address",
        ),
        (
            "address: {from: a, with: strip}",
            "'address' is a group of fields and needs a transform that gives one; known: ",
        ),
        ("address: {from: a, with: department_title}", "gives a group of fields that is not 'address'"),
        ("employees: {const: many}", "'many' is not a whole number; 'employees' is of kind integer"),
        ("name: {from: a, zone: Mars}", "unknown time zone 'Mars'"),
        ("name: {from: a, each: {name: b}}", "'name' is no list of tables"),
        ("name: {part: company}", "'name' does not refer to another record"),
    ],
)
def test_a_wrong_line_is_told(line: str, words: str) -> None:
    said = of_company(line)
    assert any(words in text for text in said), said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("name: {from: [a, b]}", "m.yaml:7:20: 'name' reads several paths and needs 'values'"),
        ("name: {from: [a, b], with: strip, values: {'x, y': z}}", "which only 'values' can put together"),
        ("name: {from: [a, b], values: {x: z}}", "m.yaml:7:40: 'x' tells the words of 1 of 2 paths; part them"),
        ("name: {from: [a, b], values: {'x,y': z}, write: overwrite}", "reads several paths, so it cannot be written"),
        ("name: {from: []}", "needs exactly one of 'from', 'const', 'part' and 'ref'"),
        ("name: {from: a, absent: celar}", "'celar'; did you mean 'clear'?"),
        (
            "name: {from: a, absent: clear, when_blank: unknown}",
            "m.yaml:7:50: 'name' can't be emptied by a missing key",
        ),
        ("name: ^.a", "'^.a' leaves an element, and part 'company' has no 'for_each'; leave ^. out"),
    ],
)
def test_a_wrong_reading_of_several_or_absent_values_is_told(line: str, words: str) -> None:
    said = of_company(line)
    assert any(words in text for text in said), said


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("payment: {for_each: {from: a, key: id}, fields: {code: b}}", "the first part stands for the record itself"),
        ("invoice: {fields: {code: c}}\n  pay:in: {entity: payment, fields: {code: b}}", "'pay:in' is no name for"),
        (
            "invoice: {fields: {code: c}}\n  payment: {for_each: {from: a}, fields: {code: b}}",
            "m.yaml:6:23: the key 'key' is missing; add it under 'parts.payment.for_each'",
        ),
        (
            "invoice: {fields: {code: c}}\n  payment: {for_each: a, fields: {code: b}}",
            "the key 'key' is missing; add it under 'parts.payment.for_each'",
        ),
        (
            "invoice: {fields: {code: c}}\n  payment: {for_each: {from: a, kye: id}, fields: {code: b}}",
            "unknown key 'kye'; did you mean 'key'?",
        ),
        (
            "invoice: {fields: {code: c}}\n  payment: {for_each: {from: a..b, key: id}, fields: {code: b}}",
            "'a..b' is no path",
        ),
        (
            "deal: {fields: {}}\n  payment: {for_each: {from: a, key: i}, fields: {code: {from: b, write: overwrite}}}",
            "'payment' has a part for each element of a list, which are only read; leave write out",
        ),
        (
            "payment: {fields: {invoice: {part: invoice}}}\n  invoice: {for_each: {from: a, key: i}, fields: {}}",
            "part 'invoice' has several records, and 'invoice' refers to one",
        ),
    ],
)
def test_a_wrong_part_for_each_element_is_told(body: str, words: str) -> None:
    said = complaints(f"parts:\n  {body}\n")
    assert any(words in text for text in said), said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("company: {part: compny}", "m.yaml:8:23: unknown part 'compny'; did you mean 'company'?"),
        ("person: {part: company}", "'person' refers to a person, and the entity of part 'company' is company"),
        ("company: {ref: partners, from: p}", "'partners' is no reference; write stream#part"),
        ("company: {ref: partners#company}", "needs 'from'"),
        ("company: partner_id", "'company' refers to a company; write {part: …} or {ref: stream#part, from: path}"),
        (
            "billing: {from: b, values: {x: twice}}",
            "'twice' is no value of 'billing'; choose from: monthly, once, yearly",
        ),
        ("billing: {const: onse}", "did you mean 'once'?"),
    ],
)
def test_a_wrong_reference_or_choice_is_told(line: str, words: str) -> None:
    said = of_deal(line)
    assert any(words in text for text in said), said


def test_two_lines_that_write_one_path_are_refused() -> None:
    said = (
        of_company("{name: a, kana: a}".join(["", ""]) or "")
        if False
        else complaints("parts:\n  company:\n    fields:\n      name: a\n      kana: a\n")
    )
    assert said == [
        "m.yaml:8:13: 'company.kana' and 'company.name' would both write 'a'; say write: never on one of them"
    ]


def test_one_path_may_be_read_twice() -> None:
    text = HEAD + "parts: {company: {fields: {name: a, legal_form: {from: a, with: legal_form}}}}\n"
    assert load_mapping(text, "m.yaml", CanonicalSchema()).name == "freee.partners"


def test_an_unknown_entity_is_answered() -> None:
    assert complaints("parts: {compny: {fields: {name: a}}}\n")[0].startswith(
        "m.yaml:4:9: unknown entity 'compny'; did you mean 'company'?"
    )


def test_an_entity_that_is_named_is_located_at_its_name() -> None:
    assert complaints("parts:\n  it:\n    entity: compny\n    fields: {name: a}\n")[0].startswith(
        "m.yaml:6:13: unknown entity"
    )


def test_all_problems_are_told_at_once() -> None:
    said = complaints(
        "zone: Mars\nwhen: {from: a, with: noon}\nparts: {company: {requires: a..b, fields: {x: y, z: w}}}\n"
    )
    assert len(said) == 5


def test_another_version_of_the_format_is_refused() -> None:
    with pytest.raises(ConfigError, match="'mapping' cannot be '2'; choose from: 1"):
        load_mapping(
            "mapping: 2\nconnector: a\nstream: b\nparts: {company: {fields: {name: a}}}\n", "m", CanonicalSchema()
        )


def test_a_mapping_without_parts_is_refused() -> None:
    assert "'parts' must not be empty" in complaints("parts: {}\n")[0]


def test_a_field_that_would_be_written_inside_of_another_is_told() -> None:
    (said,) = complaints("parts:\n  company:\n    fields:\n      name: a\n      notes: a.b\n")
    assert said.startswith(
        "m.yaml:8:14: 'company.notes' and 'company.name' would write 'a.b' inside of 'a'; say write:"
    )
