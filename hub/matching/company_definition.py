"""When two records are the same company, as it is shipped."""

from __future__ import annotations

from hub.matching.conditions import All, Any, Both, Crossed, EitherIs, Neither, Not, Same
from hub.matching.evidence_model import Bundle, Definition, Factor, Key, Rarity
from hub.matching.letter_conditions import Begins, Near, Overlap, Within
from hub.matching.whereabouts import OTHER_SCRIPT, level, site, wall, whereabouts

# Who writes down a branch tells why the place is another one; a sign without any firm may be a stranger's. Foundations
# of one name stand in many towns, and most run one clinic or one school.
_A_BRANCH = All(Not(Neither("branch")), Not(Neither("form")), Neither("facility"))
_TWO_FACILITIES = All(Both("facility"), Not(Same("facility")), Not(Within("facility", 2)))
_ELSEWHERE = Any(All(Both("city"), Not(Same("city"))), All(Both("regions"), Not(Overlap("regions"))))
# Whoever has the licence of a sign runs a firm of his own under it.
_TWO_SHOPS = All(Neither("form"), Both("shop"), Not(Same("shop")))
# A trader's books have his own name where others have his shop's, which is called after him.
_OWNER_AND_SHOP = All(Begins("company", 2), Not(Neither("owner_name")), Not(Both("owner_name")), Neither("form"))
# One of the two is no registered name: what stands over the door, or what is said for short.
_ONE_UNNAMED = All(Not(Both("form")), Not(Neither("form")))
_ONE_A_SHOP = All(Neither("form"), Not(Both("shop")), Not(Neither("shop")))
_CALLED_AFTER_ITS_HEAD = All(Crossed("owner_name", "whole"), Neither("form"))
_ONE_MAILBOX = Any(Same("email"), Same("desk"))
_HERE = All(Overlap("phones"), Any(Same("place"), Same("spot")))
# 第一 and 第二, 東日本 and 西日本 are firms of one group, and no slip of the hand.
_OF_A_ROW = All(Both("ordinals"), Not(Same("ordinals")), Near("company", 1, 5), Not(Same("number")))
# Firms of one group have a stem in common, and at times house and telephone, and each its trade.
_OTHER_TRADE = All(Both("trades"), Not(Overlap("trades")))
# Temples have no branches, and dozens have one name.
_TEMPLES = All(EitherIs("trades", "temple"), Same("company"))

COMPANY = Definition(
    entity="company",
    keys=(
        Key(("number",)),
        Key(("trader",)),
        Key(("company",)),
        Key(("company_sound",)),
        Key((), each="phones"),
        Key(("site",)),
        Key(("desk",)),
        Key(("email",)),
        Key(("shop",)),
        Key(("place",)),
        Key(("spot",)),
        Key((), each="firms"),
    ),
    rarities=(
        Rarity("company", split="form", over=("number",), hint=("exchange", "site", "city")),
        Rarity("company_sound", split="form", over=("number",), hint=("exchange", "site", "city")),
        Rarity("whole", parts=("family", "given")),
        Rarity("phone", over=("company",), alone=1 / 16),
        Rarity("exchange", over=("company",)),
        Rarity("site", over=("company",), alone=1 / 8),
        Rarity("email", over=("company",), alone=1 / 8),
        Rarity("desk", over=("company",), alone=1 / 8),
        Rarity("place", over=("company",)),
        Rarity("spot", over=("company",)),
        Rarity("regions", over=("company",)),
    ),
    factors=(
        Factor(
            "number",
            (
                level("same_number", Same("number"), 22),
                wall("different_numbers", Both("number"), -40),
                level("same_number_of_a_trader", Same("trader"), 20),
                level("different_numbers_of_traders", Both("trader"), -4),
            ),
        ),
        Factor(
            "name",
            (
                level("same_name", Same("company"), 0, "company"),
                level("same_reading", Same("company_sound"), -2, "company_sound"),
                wall("names_of_a_row", _OF_A_ROW, -20),
                level("may_be_read_alike", Overlap("company_sounds"), -3, "company"),
                level("same_consonants", All(Same("skeleton"), Not(_OTHER_TRADE)), -5, "company"),
                level("name_one_letter_apart", Near("company", 1, 5), -4, "company"),
                level("former_name", Crossed("company", "former"), -1, "company"),
                level("is_run_by_the_other", Crossed("facility", "company"), -3, "company"),
                level("same_shop", Same("shop"), 8),
                level("same_owner_in_the_name", Same("owner_name"), 0),
                level("named_after_its_owner", Any(_OWNER_AND_SHOP, _CALLED_AFTER_ITS_HEAD), 1),
                level("short_name_at_one_telephone", All(Within("company", 2), _ONE_UNNAMED, Overlap("phones")), -1),
                level("short_name_in_one_mailbox", All(Within("company", 2), _ONE_UNNAMED, _ONE_MAILBOX), -1),
                level("name_begins_with_the_other", Within("company", 2), -14),
                level("same_name_in_another_language", All(OTHER_SCRIPT, Overlap("firms")), -4, "company"),
                level("other_trade_in_another_script", All(OTHER_SCRIPT, _OTHER_TRADE), -10),
                level(
                    "begins_alike_as_read_and_one_trade",
                    All(OTHER_SCRIPT, Begins("company_sounds", 5), Overlap("trades")),
                    6,
                ),
                level("begins_alike_as_read", All(OTHER_SCRIPT, Begins("company_sounds", 5)), 1.5),
                level("other_script", OTHER_SCRIPT, 0),
                level(
                    "kanji_that_are_not_read",
                    All(EitherIs("in_kana", "kana"), Both("company"), Not(Both("company_sounds"))),
                    0,
                ),
                level(
                    "sign_and_firm_at_one_telephone_and_place",
                    All(Both("company"), Any(_ONE_UNNAMED, _ONE_A_SHOP), _HERE, Not(_OTHER_TRADE)),
                    -1,
                ),
                level("different_names", Both("company"), -10),
            ),
        ),
        Factor(
            "form",
            (
                level("same_form_on_the_other_side", All(Same("form"), Both("side"), Not(Same("side"))), -2),
                level("same_form", Same("form"), 0.5),
                level("different_forms", Both("form"), -8),
                level("no_form_on_either_side", All(Neither("form"), Not(OTHER_SCRIPT)), -1),
            ),
        ),
        Factor(
            "branch",
            (
                level("two_facilities_of_one_foundation", _TWO_FACILITIES, -3),
                level(
                    "shops_of_one_firm_under_one_sign", All(Same("company"), Begins("shop", 4), Not(Same("shop"))), 5
                ),
                level("branch_in_another_city", All(_A_BRANCH, _ELSEWHERE), 2.5),
                level("two_shops_of_one_sign", _TWO_SHOPS, -6),
                wall("temples_of_two_towns", All(_TEMPLES, _ELSEWHERE), -8),
            ),
        ),
        Bundle(
            "whereabouts",
            whereabouts(
                -2.5,
                -0.5,
                Factor(
                    "site",
                    (
                        level("same_mailbox", Same("email"), 0, "email"),
                        level("same_mailbox_of_a_desk", Same("desk"), 0, "desk"),
                        *site(-4).levels,
                    ),
                ),
                Factor("representative", (level("same_representative", Same("whole"), -2, "whole"),)),
            ),
            further=3,
        ),
    ),
    same=2.9,
    ask=0.5,
)
