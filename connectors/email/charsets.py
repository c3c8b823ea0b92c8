"""Turn a mail's bytes into text whatever their label says; never fails, and never gives NULs or lone surrogates."""

from __future__ import annotations

import codecs
import re

from connectors.email.jis import read_euc, read_iso2022jp

_JIS_LABELS = re.compile(r"(cs)?iso-?2022-?jp|cp5022[0-9]|jis")
_SJIS_LABELS = re.compile(r"(x-?)?s(hift)?[-_]?jis|cp932|windows-?31j|ms932|ms[-_]?kanji|cswindows31j")
_EUC_LABELS = re.compile(r"(x-?)?euc-?jp|eucjp|ujis|cp51932")
# Only these reach Python's codecs: names such as unicode_escape or punycode are codecs too, and not of mail.
_OTHER_LABELS = re.compile(
    r"utf-?(7|8|16|16le|16be|32)|iso-?8859-\d{1,2}|latin-?1|windows-?12\d\d|cp12\d\d|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5(-?hkscs)?|euc-?kr|ks_c_5601-1987|iso-2022-kr|tis-620|macintosh"
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252", "ks_c_5601-1987": "cp949"}
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff]")
_JAPANESE = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")


def clean(text: str) -> str:
    """The text without control characters (line ends and tabs stay), byte order marks and lone surrogates."""
    return _UNWANTED.sub("", text)


def decode(data: bytes, label: str | None = None) -> str:
    """The text of `data`, whose charset is said to be `label`; a label that is clearly wrong is not believed."""
    name = (label or "").strip().strip("'\"").lower()
    return clean(_labelled(data, name) if name else _guessed(data))


def _labelled(data: bytes, name: str) -> str:
    eight_bit = not data.isascii()
    if _JIS_LABELS.match(name):
        return _guessed(data) if eight_bit and b"\x1b" not in data else read_iso2022jp(data)
    if _SJIS_LABELS.fullmatch(name):
        return _sjis(data) if eight_bit else _guessed(data)
    if _EUC_LABELS.fullmatch(name):
        text = read_euc(data)
        return text if "\ufffd" not in text else _guessed(data)
    if name in {"utf-8", "utf8"}:
        return _utf8(data)
    if not _OTHER_LABELS.fullmatch(name):
        return _guessed(data)
    return _other(data, name)


def _sjis(data: bytes) -> str:
    """Text labelled Shift_JIS; UTF-8 with Japanese in it can't be meant otherwise (in CP932 it reads 縺ゅ)."""
    utf8, sjis = _strict(data, "utf-8"), _strict(data, "cp932")
    if sjis is None or (utf8 is not None and _JAPANESE.search(utf8)):
        return _guessed(data)
    return sjis


def _other(data: bytes, name: str) -> str:
    if name.startswith(("iso-8859", "latin", "windows-12", "cp12")) and _strict(data, "utf-8") is not None:
        return _guessed(data)
    try:
        return data.decode(codecs.lookup(_WIDER.get(name, name)).name, "replace")
    except (LookupError, ValueError):
        return _guessed(data)


def _utf8(data: bytes) -> str:
    """Text labelled UTF-8; a few broken characters in a longer text don't make the label wrong."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    believed = broken * 10 <= sum(not character.isascii() for character in text)
    return text if broken and believed else _guessed(data)


def _strict(data: bytes, name: str) -> str | None:
    """The text, or None where the charset does not fit; a last character that was cut off is no fault."""
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        whole = data[: error.start]
        was_cut = error.reason.startswith(("unexpected end", "incomplete multibyte"))
        return whole.decode(name) if was_cut and not whole.isascii() else None


def _guessed(data: bytes) -> str:
    """Unlabelled text: ISO-2022-JP by its escapes, then UTF-8, then the likelier of CP932 and EUC-JP."""
    if b"\x1b$" in data or b"\x1b(I" in data:
        return read_iso2022jp(data)
    utf8 = _strict(data, "utf-8")
    if utf8 is not None:
        return utf8
    sjis, euc = _strict(data, "cp932"), _strict(data, "euc_jp")
    # EUC-JP read as CP932 looks like a run of half-width kana.
    if euc is not None and (sjis is None or len(_HALF_KANA.findall(sjis)) > len(_HALF_KANA.findall(euc))):
        return read_euc(data)
    return sjis if sjis is not None else _least_broken(data)


def _least_broken(data: bytes) -> str:
    """Cut or damaged text: the reading with the fewest replacement marks."""
    readings = (data.decode("utf-8", "replace"), data.decode("cp932", "replace"), read_euc(data))
    return min(readings, key=lambda text: text.count("\ufffd"))
