"""What strace saw tells how much of the write-ahead log outlives a power cut."""

from __future__ import annotations

import pytest

from tests.crash.power import durable_length

_FIRST = '7 pwrite64(9</x/hub.db-wal>, ""..., 4096, 32) = 4096\n'
_SECOND = '7 pwrite64(9</x/hub.db-wal>, ""..., 4096, 4128) = 4096\n'
_SYNCHRONISED = "7 fdatasync(9</x/hub.db-wal>) = 0\n"


@pytest.mark.parametrize(
    ("log", "durable"),
    [
        ("", 100),
        (_FIRST, 100),
        (_FIRST + _SYNCHRONISED, 4128),
        (_FIRST + _SYNCHRONISED + _SECOND, 4128),
        (
            _FIRST + "7 fdatasync(9</x/hub.db-wal> <unfinished ...>\n" + _SECOND + "7 <... fdatasync resumed>) = 0\n",
            4128,
        ),
        (_FIRST + "7 fdatasync(8</x/hub.db>) = 0\n", 100),
    ],
)
def test_a_power_cut_takes_what_nobody_synchronised(log: str, durable: int) -> None:
    assert durable_length(log, before=100) == durable
