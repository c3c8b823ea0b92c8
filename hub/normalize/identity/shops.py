"""Whose shop a company's name tells of: a firm that runs it, a sign with a place, a trader's own name.

Invariant: nothing of a name is lost, and one that tells of no shop comes back as it is.
"""

from __future__ import annotations

from hub.normalize.identity.forms import split_form
from hub.normalize.identity.given_names import is_given_name
from hub.normalize.identity.kanji_names import by_surname
from hub.normalize.identity.trades import trades
from hub.normalize.late import late
from hub.normalize.variants import same_letters

_FIRM_SIGN_SHOP = late("([^ ]{3,}) ([^ ]{3,} [^ ]+店)")
# Behind a legal form the first word is the firm's, unless what follows is short enough for a trade: 株式会社 山田 酒店.
_REGISTERED_SIGN_SHOP = late("([^ ]{2,}) ([^ ]{3,} [^ ]+店|[^ ]{8,}店)")
# Words of Latin letters stand apart in any name: Next Link 大阪店.
_LATIN_WORDS = late("[!-~]+ [!-~]")
_LATIN_FIRM_SHOP = late("([!-~]+(?: [!-~]+)+) ((?![!-~]+ )[^ ]+(?: [^ ]+)?店)")
_LONE_FORMS = frozenset(["株)", "有)"])
_OLDER = late("旧|元|現|前")
_FULL_NAME = late(
    "[一-鿿々]{3,5}(?<![業店町市区村社会部課科堂屋院園館所工場商事司苑荘局庫])|[一-鿿々]{2,3}[ぁ-ゖァ-ヺ]{2,3}"
)
_SHORTEST_BEFORE_OWNER = 3
_OF_GIVEN_NAMES = frozenset("子郎朗美二介助夫男雄也哉恵香奈枝彦佳乃太織之翔穂希貴輝沙")
"""Letters on which given names end, and hardly any other word."""
HOUSES = (
    "ラーメン|らーめん|カフェ|カフエ|喫茶|コーヒー|居酒屋|焼肉|食堂|レストラン|ビストロ|寿司|すし|そば|うどん|手打"
    "|旅館|民宿|ペンション|ホテル|スナック|パン|フラワー|ヘアー|美容"
)
"""What houses are that guests come to: a word that names many of them, and none alone."""
_NAMELESS = late(f"(?:{HOUSES})[屋室院店]?")
_NO_LETTERS = late(r"[\W_]+")


def operator(name: str) -> tuple[str, str]:
    """Of a shop's sign with the firm that runs it in brackets the firm, and the sign: 海宝飯田店(株式会社増山).

    What tells no form there is a firm by its trade: (青田技研).
    """
    sign, _, inner = name.partition("(")
    if inner in _LONE_FORMS:
        return name, ""
    is_closed = inner.count(")") > inner.count("(")
    if not sign.strip() or _OLDER.match(inner) or (is_closed and inner[-1] != ")") or split_form(sign.strip()).form:
        return name, ""
    firm = inner[:-1] if is_closed else inner
    if "(" in firm and ")" in firm.partition("(")[0]:
        return name, ""
    before, after, form = split_form(firm.strip())
    is_firm = len(before or after) > 1 if form is not None else sign.strip()[-1] == "店" and trades(firm.strip()) != ""
    return (firm.strip(), sign.strip()) if is_firm else (name, "")


def without_shop(bare: str, branch: str, *, is_registered: bool = False) -> tuple[str, str]:
    """A firm without the sign and the place of its shop: 恵興木材 パン工房ムギ 那の川店. `is_registered`: a legal form
    stands before it.
    """
    if (branch or bare)[-1] != "店" or branch.endswith("支店"):
        return bare, branch
    pattern = _REGISTERED_SIGN_SHOP if is_registered else _FIRM_SIGN_SHOP
    if _LATIN_WORDS.match(bare):
        pattern = _LATIN_FIRM_SHOP
    found = pattern.fullmatch(f"{bare} {branch}".strip())
    return (found[1], found[2]) if found else (bare, branch)


def without_owner(bare: str) -> tuple[str, str]:
    """A trader's name, and the human being's that stands behind it in one word or two: 山内米穀店 山内康夫."""
    words = bare.split(" ")
    for count in (1, 2):
        name, owner = " ".join(words[:-count]), "".join(words[-count:])
        is_name = len(_NO_LETTERS.sub("", name)) >= _SHORTEST_BEFORE_OWNER and not _NAMELESS.fullmatch(name)
        if is_name and _may_own(owner, name):
            return name, owner
    return bare, ""


def _may_own(owner: str, name: str) -> bool:
    """A family name of one letter is sure by the shop that is called after it, or by the given name: 関佳代, 森浩二."""
    if is_full_name(owner):
        return True
    is_usual = owner[:1] == name[:1] or owner[-1:] in _OF_GIVEN_NAMES
    return is_usual and _FULL_NAME.fullmatch(owner) is not None and is_given_name(owner[1:])


def is_full_name(text: str) -> bool:
    """Whether this is a human being's name, family and given one, and no firm's."""
    if not _FULL_NAME.fullmatch(text):
        return False
    family, given = by_surname(same_letters(text)) or ("", "")
    return family != "" and is_given_name(given)


def shop_in_brackets(name: str) -> str:
    """What stands in brackets behind a name and ends on 店, of whichever place: 山田商店(車検館 本村店)."""
    inner = name.rpartition("(")[2].rpartition("店)")[0]
    return f"{inner}店" if len(inner) > 1 and ")" not in inner else ""
