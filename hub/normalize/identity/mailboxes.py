"""Mailboxes of a cell: whose they are as far as an address can tell, and the domain that stands for an employer.

Invariant: addresses that reach the same mailbox have one key; one that reaches nobody (test@example.com) has none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from hub.normalize.emails import is_free_mail, is_role_name
from hub.normalize.identity.folding import folded
from hub.normalize.identity.romaji import romaji_key
from hub.normalize.identity.sites import owner_domain
from hub.normalize.late import late


class Mailbox(NamedTuple):
    """`owner` is the registered domain of a company, "" where anybody may have a mailbox."""

    address: str
    name: str
    owner: str
    is_role: bool
    is_carrier: bool


_LONGEST_CELL = 500
_MOST_ADDRESSES = 5
_SIMPLE = late(r"([a-z0-9._+-]+)@([a-z0-9.-]+\.[a-z]{2,})", re.ASCII)
_ADDRESS = late(r"[a-z0-9!#$%&'*/=?^_`{|}~.+-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}")
_WORDS = late("[a-z]+")
_SCHEME = late(r"mailto:|e-?mail:|メール[:：]?")
_SPACED_AT = late(r"\s*(?:@+|\(at\)|\[at\]|☆|＠)\s*")
_DOT_SIGNS = str.maketrans("。．", "..")
# A comma for a dot, where no other address begins behind it.
_COMMA_IN_DOMAIN = late(r"(?<=@)([a-z0-9-]+(?:\.[a-z0-9-]+)*),(?=(?:[a-z]{2,3}\.)?[a-z]{2,3}(?![\w.@+-]))")
# A column was too narrow.
_CUT = late(r"\.(co|ne|or|ac|go|lg|ed)\.j(?![\w.-])")
_ENDING = late(r"\.(co|ne|or|ac|go|lg|ed)\.?(?:jp+|j|jo|ip)$|\.(com)m+$|\.con$|\.(net)t+$")
_TYPED = {
    **dict.fromkeys(
        ("gmail.co", "gmail.con", "gmai.com", "gmial.com", "gamil.com", "gmal.com", "gmail.jp"), "gmail.com"
    ),
    **dict.fromkeys(("gmail.co.jp", "gmail.cm", "gmail.comm", "gnail.com", "googlemail.com"), "gmail.com"),
    **dict.fromkeys(
        ("yahoo.co.jo", "yaho.co.jp", "yahho.co.jp", "yahoo.co.jpp", "yahoo.cp.jp", "yahoo.jp"), "yahoo.co.jp"
    ),
    **dict.fromkeys(("docomo.ne.jo", "docomo.ne.jpp", "docomo.co.jp", "docom.ne.jp", "docomo.jp"), "docomo.ne.jp"),
    **dict.fromkeys(("ezweb.ne.jo", "ezweb.co.jp", "ezweb.jp", "ezwev.ne.jp"), "ezweb.ne.jp"),
    **dict.fromkeys(("hotmail.con", "hotmai.com"), "hotmail.com"),
    **dict.fromkeys(("icloud.con", "iclod.com", "icloud.co"), "icloud.com"),
    "softbank.ne.jo": "softbank.ne.jp",
}
_RIGHT_ENDINGS = (".jp", ".com", ".net", ".org")
# These providers deliver name+word to name; Google's leaves dots out of account too.
_TAGGED = frozenset({"gmail.com", "outlook.com", "outlook.jp", "hotmail.com", "icloud.com", "me.com", "protonmail.com"})
_CARRIERS = (
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "softbank.ne.jp",
    "i.softbank.jp",
    "vodafone.ne.jp",
    "disney.ne.jp",
    "willcom.com",
    "ymobile.ne.jp",
    "emobile.ne.jp",
    "uqmobile.jp",
    "rakumail.jp",
    "pdx.ne.jp",
    "jp-d.ne.jp",
    "jp-t.ne.jp",
    "jp-k.ne.jp",
    "jp-h.ne.jp",
    "jp-c.ne.jp",
    "jp-r.ne.jp",
    "jp-n.ne.jp",
    "jp-s.ne.jp",
    "jp-q.ne.jp",
)
_OTHER_PROVIDERS = """
sannet.ne.jp tiki.ne.jp wakwak.com hi-net.ne.jp mopera.net mopera.ne.jp odn.ne.jp odn.jp eonet.ne.jp commufa.jp
ctk.ne.jp tcp-ip.or.jp mbn.or.jp jp.bigplanet.com au-net.ne.jp auone.jp kcn.jp kcn.ne.jp catv.ne.jp itscom.net
t-com.ne.jp thn.ne.jp bbiq.jp megaegg.ne.jp pikara.ne.jp enjoy.ne.jp fine.ne.jp dti.ne.jp dream.com dream.jp
vega.ne.jp nns.ne.jp aqua.ocn.ne.jp yahoo.co.uk yahoo.fr yahoo.de yandex.com yandex.ru mail.ru web.de tutanota.com
fastmail.com hey.com hanmail.net daum.net sina.com foxmail.com gmail.com qq.com 139.com aliyun.com inbox.com pm.me
duck.com hotmail.fr live.cn outlook.fr yahoo.com.tw yahoo.com.hk yahoo.com.cn msn.co.jp lycos.jp lycos.ne.jp
freeml.com mail-box.ne.jp nifmail.jp tokai.or.jp interlink.or.jp
infoweb.ne.jp email.ne.jp mesh.ne.jp zaq.ne.jp zaq.jp hi-ho.ne.jp starcat.ne.jp tees.ne.jp tees.jp catv296.ne.jp
ccnet-ai.ne.jp ccnw.ne.jp cty-net.ne.jp katch.ne.jp clovernet.ne.jp gctv.ne.jp aitai.ne.jp
ztv.ne.jp ictv.ne.jp mctv.ne.jp bai.ne.jp oct-net.ne.jp oct-net.jp coara.or.jp synapse.ne.jp bunbun.ne.jp
csf.ne.jp try-net.or.jp urban.ne.jp stnet.ne.jp parkcity.ne.jp itscom.jp gate01.com fitweb.or.jp tcnet.ne.jp
spacelan.ne.jp din.or.jp highway.ne.jp u-netsurf.ne.jp u-netsurf.jp bekkoame.ne.jp rim.or.jp alpha-web.ne.jp
people.or.jp justnet.ne.jp linkclub.or.jp cyberhome.ne.jp auone-net.jp livedoor.com inter7.jp sphere.ne.jp
wbs.ne.jp lcv.ne.jp janis.or.jp avis.ne.jp valley.ne.jp nsk.ne.jp p-nsk.ne.jp incl.ne.jp spacelan.jp
ctt.ne.jp c-able.ne.jp tvt.ne.jp hinocatv.ne.jp t-net.ne.jp ttv.ne.jp kvision.ne.jp fureai.or.jp netwave.or.jp
"""
_PROVIDERS = frozenset(_OTHER_PROVIDERS.split())
_NO_WORDS = "(?:test|dummy|sample|none|hoge|xxx+|aaa+|invalid|localhost|noemail|nomail)"
_NO_DOMAIN = late(
    rf"(?:.+\.)?{_NO_WORDS}\.(?:com|net|org|jp|co\.jp|ne\.jp|invalid|local)|{_NO_WORDS}|.+\.(?:invalid|localhost)"
)
# Reserved for documents, so nobody's; but who makes up customers, to try a tool out, gives them mailboxes there.
_SAMPLE_DOMAIN = late(r"example\.(?:com|net|org|jp|co\.jp|ne\.jp|or\.jp)")
_SAMPLE_NAMES = frozenset(
    {"taro", "hanako", "yamada", "taro.yamada", "yamada.taro", "hanako.yamada", "example", "user"}
)
_NO_NAMES = """
test tests testtest tester dummy sample none null na nashi fumei unknown nobody noemail nomail no-mail no-email
hoge hogehoge xxx xxxx xxxxx xxxxxx aaa aaaa aaaaa aaaaaa
"""
_NAMES_OF_NOBODY = frozenset(_NO_NAMES.split())


def mailboxes(text: str) -> tuple[Mailbox, ...]:
    """Each mailbox of a cell once, the first one first; () where there is none."""
    simple = _SIMPLE.fullmatch(text.lower())
    if simple is not None:
        box = _mailbox(simple[1], simple[2])
        return (box,) if box else ()
    written = folded(text[:_LONGEST_CELL])
    written = _SCHEME.sub(" ", _SPACED_AT.sub("@", written)).translate(_DOT_SIGNS)
    written = _CUT.sub(r".\1.jp", _COMMA_IN_DOMAIN.sub(r"\1.", written))
    found: dict[str, Mailbox] = {}
    for address in _ADDRESS.findall(written)[:_MOST_ADDRESSES]:
        box = _mailbox(*address.rsplit("@", 1))
        if box is not None:
            found.setdefault(box.address, box)
    return tuple(found.values())


def words_of(name: str) -> tuple[str, ...]:
    """The romanization keys of the words in a mailbox's name, which may be its owner's: taro.yamada, t-yamada."""
    return tuple(key for word in _WORDS.findall(name) if (key := romaji_key(word)))


def _mailbox(name: str, domain: str) -> Mailbox | None:
    domain = _TYPED.get(domain, domain)
    if not domain.endswith(_RIGHT_ENDINGS):
        domain = _ENDING.sub(_meant, domain)
    kind = _kind(domain)
    if kind is None or name.rstrip("0123456789") in _NAMES_OF_NOBODY:
        return None
    if name in _SAMPLE_NAMES and _SAMPLE_DOMAIN.fullmatch(domain):
        return None
    owner, is_carrier = kind
    if domain in _TAGGED:
        name = name.partition("+")[0] or name
        name = name.replace(".", "") if domain == "gmail.com" else name
    if not name:
        return None
    return Mailbox(f"{name}@{domain}", name, owner, is_role_name(name), is_carrier)


def _meant(typed: re.Match[str]) -> str:
    return f".{typed[1]}.jp" if typed[1] else f".{typed[2] or typed[3] or 'com'}"


@lru_cache(maxsize=4096)
def _kind(domain: str) -> tuple[str, bool] | None:
    """Who owns a domain, and whether it is a telephone company's for its customers; None where nobody has a mailbox."""
    if _NO_DOMAIN.fullmatch(domain) or ".." in domain:
        return None
    if domain.endswith(_CARRIERS) and (domain in _CARRIERS or domain.endswith(tuple("." + one for one in _CARRIERS))):
        return "", True
    registered = owner_domain(domain) if not _SAMPLE_DOMAIN.fullmatch(domain) else ""
    is_free = is_free_mail(domain) or domain in _PROVIDERS or registered in _PROVIDERS or is_free_mail(registered)
    return "" if is_free else registered, False
