"""The prefecture of a postal code by its first three digits, for addresses that begin with their city.

Source: Japan Post's list of postal codes (October 2026). Invariant: where three digits are used in two prefectures,
nothing is told.
"""

from __future__ import annotations

from bisect import bisect_right

from hub.normalize.prefectures import prefecture_by_code

# From which three digits on the codes are those of the prefecture with this JIS code; 0 where two share them.
_AREAS = """
001:1 010:5 018:0 019:5 020:3 030:2 040:1 100:13 210:14 260:12 300:8 311:0 312:8 320:9 330:11 349:0 350:11 370:0 371:10
380:20 384:0 385:20 389:0 390:20 400:19 410:22 431:0 432:22 440:23 498:0 500:21 510:24 520:0 521:25 530:27 563:0 564:27
600:26 618:0 619:26 630:0 631:29 640:30 647:0 649:30 650:28 680:31 684:0 685:32 689:31 690:32 700:33 720:34 740:35
760:37 770:36 780:39 790:38 800:40 811:0 812:40 817:42 818:40 839:0 840:41 848:0 849:41 850:42 860:43 870:44 871:0
872:44 880:45 890:46 900:47 910:18 920:17 922:0 923:17 930:16 939:0 940:15 949:0 950:15 960:7 980:4 990:6
"""
_STARTS, _CODES = zip(*(area.split(":") for area in _AREAS.split()), strict=True)
_NAMES = tuple(prefecture_by_code(int(code)).name if code != "0" else "" for code in _CODES)


def prefecture_of_postal(digits: str) -> str:
    """The prefecture of seven digits, "" where they do not tell it."""
    place = bisect_right(_STARTS, digits[:3])
    return _NAMES[place - 1] if place and digits else ""
