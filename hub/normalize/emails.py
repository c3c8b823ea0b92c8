"""Mail addresses in one spelling, and what kind of mailbox they are.

Invariant: an address is never refused: Japanese carriers once gave out addresses that no standard allows.
"""

from __future__ import annotations

from hub.normalize.late import late
from hub.normalize.remembered import remembered
from hub.normalize.text import tidy

_IN_BRACKETS = late(r"<([^<>@]*+@[^<>]*+)>")
_ADDRESS = late(r"[^\s@<>()\[\],;:\"]+@(?:[^\s@.<>()\[\],;:\"]+\.)+[^\s@.<>()\[\],;:\"]{2,}")
_PLAIN = late(r"[A-Za-z0-9._+-]+@[a-z0-9.-]+")
_KEY_ALREADY = late(r"[a-z0-9._+-]+@[a-z0-9.-]+")
_BETWEEN = late(r"[\s,;、/]+")
_ROLE_WORD = late(r"[^0-9._-]+")
_ROLE_SIGNS = late(r"[0-9._-]+")

_ROLE_NAMES = """
info information contact inquiry toiawase otoiawase support help helpdesk customer service sales eigyo eigyou
shop store order orders keiri accounting account accounts billing invoice seikyu seikyuu finance soumu somu
jinji recruit saiyo hr kouhou koho pr press office honsha honten admin administrator webmaster postmaster
hostmaster master root mail noreply donotreply newsletter magazine marketing reception uketsuke kaihatsu system
jimukyoku jimu daihyo all team staff
"""
_ROLES = frozenset(_ROLE_NAMES.split())
_FREE_MAIL_DOMAINS = """
gmail.com googlemail.com yahoo.co.jp yahoo.com yahoo.ne.jp ymail.ne.jp ymail.com outlook.com outlook.jp
hotmail.com hotmail.co.jp live.jp live.com msn.com icloud.com me.com mac.com aol.com aol.jp proton.me
protonmail.com gmx.com gmx.net mail.com zoho.com excite.co.jp goo.jp mail.goo.ne.jp infoseek.jp nifty.com
nifty.ne.jp biglobe.ne.jp so-net.ne.jp ocn.ne.jp plala.or.jp dion.ne.jp asahi-net.or.jp jcom.home.ne.jp
jcom.zaq.ne.jp docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp vodafone.ne.jp disney.ne.jp
willcom.com ymobile.ne.jp ybb.ne.jp rakuten.jp uqmobile.jp qq.com 163.com 126.com naver.com
"""
_FREE_MAIL = frozenset(_FREE_MAIL_DOMAINS.split())
_FREE_MAIL_HOSTS = tuple("." + free for free in _FREE_MAIL if free.endswith(".ne.jp"))


def email(text: str) -> str:
    """The bare address with its domain in lower case; the tidy text where it is none ("なし")."""
    if _PLAIN.fullmatch(text):
        return text
    address = tidy(text).replace("＠", "@")
    found = _IN_BRACKETS.search(address)
    address = (found[1] if found else address).strip()
    if address.lower().startswith("mailto:"):
        address = address[7:].partition("?")[0].strip()
    mailbox, at, domain = address.rpartition("@")
    return f"{mailbox.strip()}@{domain.strip().lower()}" if at else address


def emails(text: str) -> list[str]:
    """All addresses of a cell, the first one first."""
    parts = [email(part) for part in _BETWEEN.split(tidy(text)) if "@" in part]
    return list(dict.fromkeys(parts)) or ([tidy(text)] if tidy(text) else [])


def is_email(text: str) -> bool:
    """Whether a mail could be sent there at all."""
    return _ADDRESS.fullmatch(text) is not None


def email_key(text: str) -> str:
    """What mailboxes are looked up by: all lower case, since no provider in use tells cases apart."""
    return text if _KEY_ALREADY.fullmatch(text) else _email_key(text)


@remembered(8192)
def _email_key(text: str) -> str:
    return email(text).casefold()


def email_domain(text: str) -> str:
    """The part after the @, in lower case; "" where there is none."""
    return email_key(text).rpartition("@")[2] if "@" in text or "＠" in text else ""


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have a mailbox there, so that the domain says nothing about an employer."""
    domain = domain.lower()
    return domain in _FREE_MAIL or domain.endswith(_FREE_MAIL_HOSTS)


def is_role_mailbox(text: str) -> bool:
    """Whether a department reads it (info@, keiri@) and not one person."""
    return is_role_name(email_key(text).rpartition("@")[0])


def is_role_name(mailbox: str) -> bool:
    """As `is_role_mailbox`, of the part of a key before the @."""
    if mailbox.isalpha():
        return mailbox in _ROLES
    first = _ROLE_WORD.search(mailbox)
    if first is None or (first[0] not in _ROLES and "-" not in mailbox):
        return False
    words = [word for word in _ROLE_SIGNS.split(mailbox) if word]
    return bool(words) and (mailbox.replace("-", "") in _ROLES or all(word in _ROLES for word in words))
