"""The prefectures that a fixed line may stand in, by its area code.

Written down from the numbering plan of the ministry of internal affairs (市外局番). Invariant: a code that
crosses a border tells every prefecture it serves, so that none is ruled out which it may be.
"""

from __future__ import annotations

from functools import lru_cache

# The longest beginning of a number that stands here counts.
_CODES = """
北海道 011 012 013 014 015 016
青森県 017
秋田県 018
岩手県 019
宮城県 022
山形県 023
福島県 024
新潟県 025
長野県 026
群馬県 027
栃木県 028
茨城県 029 0280
栃木県 0280
東京都 03 042 0427
埼玉県 048 049 0420 0429
神奈川県 044 045 046 0427
千葉県 043 047
愛知県 052 0531 0532 0533 0536 056 0586 0587
静岡県 053 054 0550 0557 0558 0559
山梨県 055
岐阜県 057 058
三重県 059
大阪府 06 072
兵庫県 06 0727 078 079
和歌山県 073
奈良県 074
滋賀県 0740 0748 0749 077
京都府 075 0771 0772 0773 0774
福井県 0770 0776 0778 0779
石川県 076 0761 0762 0767 0768
富山県 076 0763 0764 0765 0766
大阪府 0727
広島県 082 084 0827
山口県 083 0820 0827
島根県 085
鳥取県 0857 0858 0859
岡山県 086
香川県 087
徳島県 088 0883 0884 0885 0886
高知県 088 0880 0887 0888 0889
愛媛県 089
福岡県 092 093 094 0942 0979
佐賀県 0942 0952 0954 0955
長崎県 0920 095 0955
熊本県 096
大分県 097 0979
宮崎県 0982 0983 0984 0985 0986 0987
鹿児島県 099 0986
沖縄県 098
"""
_SHORTEST, _LONGEST = 2, 4


def _by_code() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _CODES.split("\n"):
        prefecture, *codes = line.split(" ")
        for code in codes:
            found[code] = (*found.get(code, ()), prefecture)
    return found


_BY_CODE = _by_code()


@lru_cache(maxsize=4096)
def _prefectures(beginning: str) -> tuple[str, ...]:
    codes = (beginning[:length] for length in range(_LONGEST, _SHORTEST - 1, -1))
    return next((_BY_CODE[code] for code in codes if code in _BY_CODE), ())


def prefectures_of_line(digits: str) -> tuple[str, ...]:
    """The prefectures of a fixed line in digits; () for other lines and for codes that nobody has."""
    return _prefectures(digits[:_LONGEST])
