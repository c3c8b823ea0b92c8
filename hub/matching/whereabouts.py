"""What definitions of companies and of people have in common: levels in short, and where somebody is."""

from __future__ import annotations

from hub.matching.conditions import All, Any, Both, Condition, Not, Same
from hub.matching.evidence_model import Bits, Factor, Level
from hub.matching.letter_conditions import Begins, Overlap


def level(words: str, when: Condition, bits: float, rarity: str | None = None, share: float = 1.0) -> Level:
    """What a pair is worth where the condition holds."""
    return Level(words, when, Bits(bits, rarity, share))


def wall(words: str, when: Condition, bits: float) -> Level:
    """A level that keeps the pair apart."""
    return Level(words, when, Bits(bits), wall=True)


# Who moved to another floor, or writes the room otherwise, kept a telephone.
_OTHER_PHONE = All(Both("phone"), Not(Overlap("phones")), Not(Same("mobile")))
_OTHER_MOBILE = All(Both("mobile"), Not(Same("mobile")), Not(Overlap("phones")))
_OTHER_ROOM = All(Same("place"), Both("room"), Not(Same("room")), Any(_OTHER_PHONE, _OTHER_MOBILE))


def whereabouts(elsewhere: float, region: float, *further: Factor) -> tuple[Factor, ...]:
    """Telephone and place, with what different cities are worth, and further factors."""
    return (
        Factor(
            "phone",
            (
                level("same_phone", Overlap("phones"), 0, "phone"),
                level("neighbouring_phone", Same("exchange"), -1, "exchange"),
                level("phones_of_one_area", Begins("phone", 4), 0),
                level("different_phones", Both("phone"), -1.5),
            ),
        ),
        Factor(
            "place",
            (
                level("same_building_other_room", _OTHER_ROOM, 5),
                level("same_address", Same("place"), 0, "place"),
                level("same_postal_code_and_block", Same("spot"), 0, "spot"),
                level("same_town", Same("town"), 5),
                level("same_postal_code", Same("postal"), 5),
                level("same_city", Same("city"), 1),
                level("cities_of_one_region", All(Both("city"), Overlap("regions")), elsewhere + 0.5),
                level("different_cities", Both("city"), elsewhere),
                level("same_region", All(Overlap("regions"), Not(Both("phone"))), region, "regions"),
                level("different_regions", All(Both("regions"), Not(Overlap("regions"))), elsewhere),
            ),
        ),
        *further,
    )


OTHER_SCRIPT = All(Both("company"), Not(Same("script")))
"""Names of which one is in Latin letters and the other is not."""


def site(elsewhere: float) -> Factor:
    """The domain, with what different ones are worth."""
    return Factor(
        "site",
        (
            level("same_domain", Same("site"), 0, "site"),
            level("different_domains", Both("site"), elsewhere),
        ),
    )
