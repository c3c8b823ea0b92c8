from __future__ import annotations

import pytest

from hub.normalize.identity.composed_surnames import composed_readings
from hub.normalize.identity.surnames import surname_readings
from hub.normalize.variants import same_letters


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("熊坂", "くまさか"),
        ("影脇", "かげわき"),
        ("柿塚", "かきづか"),
        ("嶺永", "みねなが"),
        ("雉瀬", "きじせ"),
        ("大久保田", ""),
        ("小田川", "おだがわ"),
        ("大野口", "おおのぐち"),
        ("塙", "はなわ"),
        ("龘田", ""),
    ],
)
def test_a_name_in_no_table_is_read_by_its_letters(name: str, reading: str) -> None:
    found = composed_readings(same_letters(name))
    assert reading in found if reading else found == ()


def test_the_letters_of_the_table_read_the_names_that_they_were_taken_from() -> None:
    known = [(same_letters(name), readings) for name, readings in surname_readings().items() if len(name) == 2]
    right = sum(readings[0] in composed_readings(name) for name, readings in known)
    assert right > 0.95 * len(known)
