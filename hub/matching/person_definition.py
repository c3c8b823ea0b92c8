"""When two records are the same person, as it is shipped."""

from __future__ import annotations

from hub.matching.conditions import All, Any, Both, Crossed, EitherIs, Not, Same
from hub.matching.evidence_model import Bundle, Definition, Factor, Key, Rarity
from hub.matching.letter_conditions import Meets, Near, Overlap, Within
from hub.matching.person_names import NAME, ONE_LETTER_APART
from hub.matching.whereabouts import OTHER_SCRIPT, level, site, wall, whereabouts

# Of two without given names, who share a mailbox and have a mobile each, one may be the other's wife or father. Signs
# whose reading nobody knows are a given name, too.
_NO_GIVEN_NAMES = All(Not(Both("given")), Not(Both("given_sounds")))
_OTHER_MOBILE = All(Both("mobile"), Not(Same("mobile")), Not(Near("mobile", 1, 11)))
_ONE_UNNAMED = Not(Any(Both("whole"), Both("family_sounds")))

PERSON = Definition(
    entity="person",
    keys=(
        Key(("email",)),
        Key(("mobile",)),
        Key(("identity",)),
        *(Key(("signs", other)) for other in ("company", "site", "phone", "place", "spot", "birthday")),
        *(Key((other,), 30, each="family_sounds") for other in ("company", "site", "phone", "place", "birthday")),
        *(Key(("head", other)) for other in ("company", "phone")),
        Key(("signs",), 14),
        Key((), 8, each="sounds"),
        Key(("birthday",), 30, each="given_sounds"),
        Key(("birthday", "place")),
        Key(("birthday", "spot")),
        Key(("birthday", "postal")),
        Key(("spot",), 30, each="family_sounds"),
        Key(("place",), 30, each="given_sounds"),
    ),
    rarities=(
        Rarity("email", over=("given", "initials"), fade=3, alone=1 / 32),
        Rarity("mobile", over=("given", "initials"), fade=3, alone=1 / 32),
        Rarity("identity", over=("given", "birthday"), alone=1 / 32),
        Rarity("whole", parts=("family", "given")),
        Rarity("sound", parts=("family_sounds", "given_sounds")),
        Rarity("family", over=("given",)),
        Rarity("company", over=("whole", "sound")),
        Rarity("site", over=("whole", "sound")),
        Rarity("phone", over=("whole", "sound")),
        Rarity("exchange", over=("whole", "sound")),
        Rarity("place", over=("whole", "sound")),
        Rarity("spot", over=("whole", "sound")),
        Rarity("regions", over=("whole", "sound")),
        Rarity("birthday", over=("whole", "sound")),
    ),
    factors=(
        NAME,
        Factor(
            "email",
            (
                level("mailbox_of_another", All(Same("email"), EitherIs("owner", "another")), -9, "email"),
                level(
                    "mailbox_of_the_firm_and_no_name", All(Same("email"), EitherIs("owner", "firm"), _ONE_UNNAMED), 1
                ),
                level("mailbox_of_the_firm", All(Same("email"), EitherIs("owner", "firm")), 4),
                level("mailbox_of_two_with_mobiles", All(Same("email"), _OTHER_MOBILE, _NO_GIVEN_NAMES), 2),
                level("same_mailbox", Same("email"), 0, "email"),
                wall(
                    "mailboxes_told_apart_by_a_number",
                    All(Same("domain"), Same("unnumbered"), Not(Same("mailbox")), Not(Same("mobile"))),
                    -30,
                ),
                level("mailbox_one_letter_apart", All(ONE_LETTER_APART, Same("domain"), Both("given_sounds")), 6),
                level("other_mailbox_of_the_domain", All(Same("domain"), Both("email")), -5),
                level("same_mailbox_elsewhere", Same("mailbox"), -1),
                level("mailboxes_of_different_employers", All(Both("mailbox"), Both("domain")), -0.5),
                level("different_mailboxes", Both("mailbox"), -2.5),
            ),
        ),
        Factor(
            "mobile",
            (
                level("same_mobile", Same("mobile"), 0, "mobile"),
                level("mobile_one_digit_apart", Near("mobile", 1, 11), 5),
                level("different_mobiles", Both("mobile"), -5.5),
            ),
        ),
        Factor(
            "identity",
            (
                level("same_identity_number", Same("identity"), 5, "identity"),
                level("identity_number_one_sign_apart", Near("identity", 1, 6), 6),
                level("different_identity_numbers", Both("identity"), -1.5),
            ),
        ),
        Factor(
            "birthday",
            (
                level("same_birthday", Same("birthday"), 0, "birthday"),
                level("birthday_one_digit_apart", Near("birthday", 1, 10), 2),
                level("different_birthdays_with_one_number", All(Both("birthday"), Same("identity")), -5),
                level("different_birthdays", Both("birthday"), -7),
            ),
        ),
        Bundle(
            "affiliation",
            whereabouts(
                -2.5,
                -2,
                Factor(
                    "company",
                    (
                        level("same_company", Same("company"), 0, "company"),
                        level("company_read_alike", Overlap("company_sounds"), -3, "company"),
                        level("company_in_another_language", All(OTHER_SCRIPT, Overlap("firms")), -4, "company"),
                        level("company_in_another_script", OTHER_SCRIPT, 0),
                        level("former_company_name", Crossed("company", "former"), -1, "company"),
                        level("company_in_short", Within("company", 2), 0),
                        level("different_companies", Both("company"), -2.5),
                        level("company_told_by_the_domain", Meets("firms", "label"), -4, "company"),
                    ),
                ),
                site(-2.5),
            ),
        ),
        Factor("department", (level("same_department", Same("department"), 3),)),
        Factor("title", (level("same_title", Same("title"), 2),)),
    ),
    same=3.8,
    ask=1.6,
    most_against=10,
)
