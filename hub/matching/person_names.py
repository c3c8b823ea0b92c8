"""What two names say of whether they are one person's: the longest line of evidence, of which the first level holds."""

from __future__ import annotations

from hub.matching.conditions import All, Any, Both, Crossed, EitherIs, Neither, Not, Same
from hub.matching.evidence_model import Factor
from hub.matching.letter_conditions import Begins, Near, Overlap, Within
from hub.matching.whereabouts import level, wall

_AT_ONE_COMPANY = Any(Same("company"), Same("site"))
# Where both given names are known in kanji, these tell more than how they are read: 和夫 is not 和子.
_NOT_WRITTEN = Not(Both("given"))
_READ_ALIKE = All(Overlap("family_sounds"), Overlap("given_sounds"))
_ONE_REACH = Any(Same("mobile"), Same("email"), Same("identity"))
# 筒野様 may be a name that no table has: it is one beside 筒野 隼人.
_OTHER_INITIAL = All(Both("initials"), Not(Same("initials")), Not(Both("given_sounds")))
# Who has the same given name in one reach has married: a couple has two. Colleagues may well share aya@ at their firm.
_ONE_GIVEN_NAME = Any(Same("given"), All(_NOT_WRITTEN, Overlap("given_sounds")))
_ONE_MAILBOX = All(
    Same("email"), Neither("domain"), Not(EitherIs("owner", "firm")), Any(Same("mobile"), Not(Both("mobile")))
)
_MARRIED = All(_ONE_GIVEN_NAME, Any(Same("mobile"), Same("identity"), _ONE_MAILBOX))
_FAMILY = Any(Same("family"), Overlap("family_sounds"), Crossed("family", "whole"))
# What Thomas is in katakana, and 王敏 in the Latin letters of China, is not told by sounds of Japan.
_FOREIGN_IN_TWO_SCRIPTS = All(
    Any(EitherIs("tongue", "foreign"), EitherIs("tongue", "foreign_in_kana")),
    Not(Any(EitherIs("tongue", "japanese"), Same("tongue"))),
    Both("given_sounds"),
)
# Who has a mailbox of his own at the firm of a namesake by sound, and is written otherwise, is a colleague: 圭 and 恵.
# A slip of the hand is seldom in the first letter, which in t-kikuchi and r-kikuchi is the given name's.
ONE_LETTER_APART = All(Near("email", 1, 12), Begins("email", 1))
_OTHER_MAILBOX = All(Same("domain"), Both("email"), Not(Same("email")), Not(ONE_LETTER_APART), Not(Same("mobile")))
_TWO_COLLEAGUES = All(Both("given"), Not(Same("given")), _OTHER_MAILBOX)
# Twins have a birthday in common, an address, and as children the mailbox and the mobile of a parent. In a mailbox
# that is called after one of the two the other may be the same in signs that nobody can read: 正明 and 将旭.
_TWO_GIVEN_NAMES = All(Same("family"), Both("given"), Not(Same("given")), Not(Overlap("given_sounds")))
_OWN_MAILBOX = All(Same("email"), EitherIs("owner", "self"))
_TWINS = All(
    _TWO_GIVEN_NAMES,
    Same("birthday"),
    Any(Not(Near("given", 1, 2)), Not(_ONE_REACH)),
    Not(Any(Same("identity"), _OWN_MAILBOX)),
)

NAME = Factor(
    "name",
    (
        level("same_name", All(Same("whole"), Both("given")), 0, "whole"),
        level("same_undivided_name", All(Same("whole"), Not(Both("family"))), 0, "whole"),
        level("same_reading", All(Same("sound"), Not(_TWO_COLLEAGUES)), -1, "sound"),
        level("same_name_turned", All(Same("signs"), Crossed("family", "given")), -1, "whole"),
        level(
            "family_name_before_marriage",
            All(Crossed("family", "maiden"), Any(Same("given"), Overlap("given_sounds"))),
            -2,
            "whole",
        ),
        level("may_be_read_alike", All(_READ_ALIKE, Not(Both("whole"))), -0.5, "sound"),
        level(
            "same_sound_in_other_signs_at_one_company",
            All(Same("family"), Overlap("given_sounds"), _AT_ONE_COMPANY, Not(_TWO_COLLEAGUES)),
            2,
            "family",
        ),
        level(
            "same_sound_in_other_signs_in_one_reach",
            All(Same("family"), Overlap("given_sounds"), _ONE_REACH, Not(_TWO_COLLEAGUES)),
            5,
        ),
        level("same_sound_in_other_signs", All(Same("family"), Overlap("given_sounds")), 1),
        level("name_one_sign_apart_in_one_mailbox", All(Near("whole", 1, 3), Same("email"), Same("domain")), -9),
        level("halves_turned_as_read", All(_NOT_WRITTEN, Same("signs")), -1, "sound"),
        level("reading_one_letter_apart", All(_NOT_WRITTEN, Near("sound", 1, 8)), -6, "sound"),
        level("short_reading_one_letter_apart", All(_NOT_WRITTEN, Near("sound", 1, 6)), -8, "sound"),
        level("readings_two_letters_apart", All(_NOT_WRITTEN, Near("sound", 2, 9)), -9, "sound"),
        level(
            "half_turned_as_read",
            All(_NOT_WRITTEN, Both("sound"), Crossed("family_sounds", "given_sounds")),
            0,
        ),
        level(
            "other_family_name_but_birthday_and_place_agree",
            All(
                Any(Same("given"), All(_NOT_WRITTEN, Same("given_sounds"))),
                Same("birthday"),
                Any(_ONE_REACH, Same("place"), Same("spot")),
            ),
            0,
        ),
        level("other_family_name_in_one_reach", All(Not(Overlap("family_sounds")), _MARRIED), 3),
        level("other_family_name_as_read", All(_NOT_WRITTEN, Both("sound"), Same("given_sounds")), -5),
        wall("two_given_names_of_one_birthday", _TWINS, -45),
        level(
            "other_name_but_birthday_and_reach_agree",
            All(Both("given_sounds"), Same("birthday"), _ONE_REACH),
            0,
        ),
        level(
            "other_name_but_birthday_and_address_agree",
            All(Both("given_sounds"), Same("birthday"), Same("place")),
            -10,
        ),
        wall("given_name_differs_by_a_sign", All(Same("family"), Near("given", 1, 2)), -12),
        wall("other_given_name", All(Same("family"), Both("given")), -40),
        level(
            "different_readings_with_one_number",
            All(_NOT_WRITTEN, Both("sound"), Same("identity"), Any(_FAMILY, Same("given_sounds"))),
            -8,
        ),
        level(
            "different_readings_with_one_mobile_or_birthday",
            All(_NOT_WRITTEN, Both("sound"), Any(Same("mobile"), Same("birthday"), Same("identity"))),
            -14,
        ),
        level("foreign_name_in_another_script", _FOREIGN_IN_TWO_SCRIPTS, -3),
        level("different_readings", All(Both("sound"), Not(Near("sound", 1, 8))), -14),
        level(
            "cannot_be_read_alike",
            All(Both("given_sounds"), Not(Both("given")), Not(Overlap("given_sounds")), Not(Near("sound", 1, 8))),
            -10,
        ),
        wall("other_initial", All(_OTHER_INITIAL, _FAMILY), -14),
        level("family_name_at_one_company", All(_FAMILY, Not(Both("given_sounds")), _AT_ONE_COMPANY), 0, "family"),
        level("family_name_only", All(_FAMILY, Not(Both("given_sounds"))), -1, "family", 0.25),
        level("begins_with_the_other", Within("whole", 1), 1),
        level("family_name_of_one_reading", All(Same("given"), Overlap("family_sounds")), -1),
        level("other_family_name", _ONE_GIVEN_NAME, -6),
        level("only_the_given_name_in_one_reach", All(Crossed("whole", "given"), _ONE_REACH), 0),
        level("may_be_the_given_name", Crossed("whole", "given"), -1),
        wall("different_names", Both("whole"), -30),
        level(
            "family_name_one_letter_apart",
            All(Not(Both("given_sounds")), Any(Near("family_sounds", 1, 5), Near("family_sounds", 2, 8))),
            -2,
        ),
        level(
            "family_name_is_the_others_given_name",
            All(Not(Both("given_sounds")), Crossed("family_sounds", "given_sounds")),
            -2,
        ),
        wall("different_family_names", All(Both("family_sounds"), Not(Overlap("family_sounds"))), -12),
    ),
)
