"""Customers are found at the command line."""

from __future__ import annotations

from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office, yamada

__all__ = ["office", "types"]


def test_a_customer_is_found_by_name_and_by_the_last_digits(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    for words in (["山田商事"], ["5678"], ["T7000012050002"]):
        answer = types("search", *words, "--json")
        assert [hit["display"] for hit in answer.document["hits"]] == ["株式会社山田商事"]
    shown = types("--lang", "en", "search", "山田")
    assert (shown.code, "company/1" in shown.out, "beginning" in shown.out) == (0, True, True)


def test_what_is_not_found_or_not_there_is_told_in_words(types: Types) -> None:
    none = types("--lang", "en", "search", "鈴木")
    assert (none.code, "Nothing was found" in none.out) == (0, True)
    refused = types("--lang", "en", "search", "鈴木", "--entity", "deal")
    assert (refused.code, "there is no deal to search for; known: company, person" in refused.err) == (1, True)
