"""A customer of very many records is taken apart as one of a few is."""

from __future__ import annotations

import re

import pytest

from hub.console.pages.parting import RECORD
from tests.console.office import Office
from tests.console.one_database import office
from tests.console.test_parting import decisions_of, grown, path_of, people_of, ticks

__all__ = ["grown", "office"]


def test_a_form_names_thousands_of_records(grown: Office) -> None:
    boxes = [f"{RECORD}beta/people/顧客番号-{number:020d}#person" for number in range(2500)]
    refused = ticks(grown.browser("steward"), path_of(grown), *boxes)
    assert (refused.status, "is no record of" in refused.words) == (422, True)
    flood = [f"{RECORD}{number}" for number in range(6000)]
    refused = ticks(grown.browser("steward"), path_of(grown), *flood)
    assert (refused.status, "choose fewer" in refused.words) == (413, True)


@pytest.mark.long
def test_a_customer_of_hundreds_of_records_is_parted_by_the_form_and_taken_back_by_one_button(office: Office) -> None:
    alpha = office.lab["alpha"]
    for number in range(204):
        fields = {"email": f"e{number // 100}@example.jp", "mobile": f"090-1234-{(number + 50) // 100:04d}"}
        alpha.user_creates(
            f"a{number:03d}", family="山田", given="太郎", job="顧問" if number == 7 else "係長", **fields
        )
    office.lab.sync(steps=("pull", "resolve"))
    path, browser = path_of(office), office.browser("steward")
    page = browser.get(path)
    assert page.words.count("Only this one says") == 1
    boxes = re.findall(rf'name="({RECORD}[^"]+)"', page.text)
    browser.sends(ticks(browser, path, *boxes[:202]), f"{path}/part")
    office.lab.sync(steps=("resolve",))
    assert sorted(map(len, people_of(office))) == [2, 202]
    page = browser.get(path)
    assert (page.words.count("404 × “different”, said at once"), page.text.count(f"{path}/revoke")) == (1, 0)
    browser.sends(page, f"{path}/rejoin")
    assert decisions_of(office) == 0
