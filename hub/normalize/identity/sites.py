"""A web address brought to the domain that its owner registered, or to his place on a host that many share."""

from __future__ import annotations

from functools import lru_cache

from hub.normalize.identity.folding import folded
from hub.normalize.late import late
from hub.normalize.prefectures import PREFECTURES
from hub.normalize.urls import registrable_domain

_LONGEST_URL = 300
_HOST = late(
    r"(?:[a-z][a-z0-9+.-]*:/{0,2}|//)?(?:[^/@\s]*@)?((?:[\w-]{1,63}\.)+[a-z\u00df-\uffff]{2,24})\.?(?::[0-9]+)?((?:/[^?#\s]*)?)"
)
# On these each customer has a name before the host, on the others a name after it.
_HOSTS_WITH_NAMES = """
jimdo.com jimdofree.com wixsite.com wix.com weebly.com wordpress.com blogspot.com business.site peraichi.com
thebase.in base.shop stores.jp theshop.jp shop-pro.jp ocnk.net raku-uru.jp myshopify.com fc2.com livedoor.biz
hatenablog.com hatenablog.jp amebaownd.com localinfo.jp themedia.jp github.io netlify.app web.app notion.site
strikingly.com webnode.jp crayonsite.net crayonsite.com owst.jp gorp.jp hp.peraichi.com sakura.ne.jp xsrv.jp
example.com example.net example.org example.jp example.co.jp example.ne.jp example.or.jp
lolipop.jp heteml.jp wpx.jp velvet.jp biz-web.jp kir.jp main.jp cocolog-nifty.com
"""
_NAME_BEFORE = frozenset(_HOSTS_WITH_NAMES.split())
_SITES_WITH_PATHS = """
facebook.com instagram.com twitter.com x.com youtube.com line.me lin.ee linkedin.com tiktok.com note.com ameblo.jp
google.com google.co.jp goo.gl goo.ne.jp geocities.jp geocities.co.jp rakuten.co.jp rakuten.ne.jp amazon.co.jp
yahoo.co.jp tabelog.com hotpepper.jp gnavi.co.jp r.gnavi.co.jp ekiten.jp linktr.ee page.link bit.ly lit.link
plala.or.jp ocn.ne.jp biglobe.ne.jp nifty.com so-net.ne.jp eonet.ne.jp dion.ne.jp odn.ne.jp itp.ne.jp mapion.co.jp
wantedly.com indeed.com suumo.jp homes.co.jp b-mall.ne.jp ipros.jp prtimes.jp livedoor.jp blog.jp seesaa.net
muragon.com minkabu.jp
"""
_NAME_AFTER = frozenset(_SITES_WITH_PATHS.split())
_GEOGRAPHIC = frozenset(prefecture.romaji.lower() for prefecture in PREFECTURES)
_NO_SITE = late(
    r"(?:www\.)?(?:example|test|dummy|sample|xxx+|aaa+|hoge)\.(?:com|net|org|jp|co\.jp|ne\.jp|or\.jp)|localhost"
)


@lru_cache(maxsize=4096)
def site_owner(text: str) -> str:
    """ "example.co.jp" of https://www.example.co.jp/x, "ameblo.jp/yamada" of a blog there; "" for no web address."""
    found = _HOST.match(folded(text[:_LONGEST_URL]).replace(" ", ""))
    if found is None or _NO_SITE.fullmatch(found[1]):
        return ""
    host, first = found[1].removeprefix("www."), found[2].strip("/").partition("/")[0]
    registered = owner_domain(host)
    if registered in _NAME_AFTER:
        return f"{registered}/{first}" if first else ""
    return registered


def owner_domain(host: str) -> str:
    """The registered part of a host, with the customer's name before it where a host gives each customer one."""
    registered = registrable_domain(host)
    labels = host.split(".")
    if registered in _NAME_BEFORE:
        kept = registered.count(".") + 2
        return ".".join(labels[-kept:])
    if len(labels) > 2 and labels[-1] == "jp" and labels[-2] in _GEOGRAPHIC:
        return ".".join(labels[-3:])
    return registered
