"""Characters that people and registers write in more than one form, or take one for the other."""

from __future__ import annotations

from benchmarks.identity.chance import Chance

# The everyday form, and those that stand in family registers and on cards.
OLD_FORMS = {
    "高": "髙",
    "崎": "﨑",
    "斎": "齋斉齊",
    "斉": "齊斎",
    "辺": "邊邉",
    "沢": "澤",
    "島": "嶋嶌",
    "桜": "櫻",
    "広": "廣",
    "浜": "濱濵",
    "国": "國",
    "恵": "惠",
    "真": "眞",
    "竜": "龍",
    "富": "冨",
    "吉": "𠮷",
    "関": "關",
    "徳": "德",
    "栄": "榮",
    "滝": "瀧",
    "条": "條",
    "桧": "檜",
    "渋": "澁",
    "亀": "龜",
    "黒": "黑",
    "豊": "豐",
    "実": "實",
    "礼": "禮",
    "寿": "壽",
    "万": "萬",
    "昇": "曻",
    "学": "學",
    "会": "會",
    "円": "圓",
    "彦": "彥",
    "館": "舘",
    "峰": "峯",
    "秋": "穐",
    "曽": "曾",
    "柳": "栁",
    "船": "舩",
    "杉": "𣏌",
    "芦": "蘆",
}

# What a scanner or a tired eye takes one for the other.
LOOKALIKES = {
    "口": "ロ",
    "ロ": "口",
    "力": "カ",
    "カ": "力",
    "二": "ニ",
    "ニ": "二",
    "工": "エ",
    "エ": "工",
    "夕": "タ",
    "タ": "夕",
    "ハ": "八",
    "八": "ハ",
    "士": "土",
    "土": "士",
    "末": "未",
    "未": "末",
    "大": "太",
    "太": "大",
    "日": "目",
    "目": "日",
    "己": "巳",
    "ソ": "ン",
    "ン": "ソ",
    "シ": "ツ",
    "ツ": "シ",
    "朗": "郎",
    "郎": "朗",
    "裕": "祐",
    "祐": "裕",
    "千": "干",
    "木": "本",
    "本": "木",
    "間": "問",
    "井": "弁",
    "爪": "瓜",
    "ー": "一",
    "一": "ー",
    "ぺ": "べ",
    "バ": "パ",
    "パ": "バ",
    "0": "O",
    "1": "l",
    "l": "1",
    "O": "0",
    "o": "0",
    "5": "S",
    "8": "B",
    "6": "8",
    "3": "8",
    "7": "1",
    "m": "rn",
    "i": "l",
    ".": ",",
    "-": ".",
}


def has_old_form(text: str) -> bool:
    """Whether a family could write this name in an old form."""
    return any(letter in OLD_FORMS for letter in text)


def old_form(text: str, chance: Chance) -> str:
    """The name with its first such character in one of its old forms."""
    for place, letter in enumerate(text):
        if letter in OLD_FORMS:
            return text[:place] + chance.pick(OLD_FORMS[letter]) + text[place + 1 :]
    return text


def everyday_form(text: str) -> str:
    """The name as a system without the old characters stores it."""
    return text.translate(_EVERYDAY)


_EVERYDAY = {ord(old): new for new, olds in reversed(OLD_FORMS.items()) for old in olds if old != "斉"}
_EVERYDAY.pop(ord("斎"), None)


def misread(text: str, chance: Chance) -> str:
    """One character of the text taken for another that looks like it; the text itself where none does."""
    places = [place for place, letter in enumerate(text) if letter in LOOKALIKES]
    if not places:
        return text
    place = chance.pick(places)
    return text[:place] + LOOKALIKES[text[place]] + text[place + 1 :]
