"""What records were taken apart into is found again for as long as one resolve takes."""

from __future__ import annotations

from hub.store.apart import Apart


def test_what_was_kept_last_of_a_record_is_found_and_of_others_nothing() -> None:
    with Apart.of_a_resolve() as apart:
        assert apart.find([1]) == {}
        apart.keep([(1, 11, b"[]"), (2, 12, b"[]")])
        apart.keep([(2, 13, b'["a"]')])
        assert apart.find([2, 3]) == {2: (13, b'["a"]')}
