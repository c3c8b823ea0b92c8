"""Web addresses in one spelling, and the domain that stands for their owner.

Invariant: path and query keep their case; only scheme and host are without it.
"""

from __future__ import annotations

from hub.normalize.late import late
from hub.normalize.remembered import remembered
from hub.normalize.text import tidy

_PARTS = late(
    r"(?:(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):/?/)|//)?(?P<host>[^/?#\s]+)(?P<path>[^?#]*)(?P<query>\?[^#]*)?"
)
_DEFAULT_PORT = {"http": ":80", "https": ":443"}
# Registries that sell names one level further down; those of Japan are the ones our users meet.
_SECOND_LEVEL = frozenset({"co", "or", "ne", "ac", "ad", "ed", "go", "gr", "lg", "com", "org", "net", "gov", "edu"})


@remembered(8192)
def url(text: str) -> str:
    """ "https://example.co.jp/path": scheme added where it lacks, host in lower case, no default port."""
    found = _PARTS.fullmatch(tidy(text).replace(" ", "").partition("#")[0])
    if found is None or "." not in found["host"]:
        return tidy(text)
    scheme = (found["scheme"] or "https").lower()
    host = found["host"].lower().removesuffix(_DEFAULT_PORT.get(scheme, "\0")).rstrip(".")
    path = "" if found["path"] == "/" else found["path"]
    return f"{scheme}://{host}{path}{found['query'] or ''}"


def url_domain(text: str) -> str:
    """The host without www., port and login; "" where there is none."""
    found = _PARTS.match(url(text))
    if found is None or "." not in found["host"] or found["scheme"] is None:
        return ""
    host = found["host"].rpartition("@")[2].partition(":")[0]
    return host.removeprefix("www.")


def registrable_domain(host: str) -> str:
    """The part of a host that somebody registered: example.co.jp of shop.example.co.jp."""
    labels = host.lower().strip(".").split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


@remembered(8192)
def url_key(text: str) -> str:
    """What two spellings of one address have in common: scheme, www. and a closing slash aside."""
    address = url(text)
    return address.partition("://")[2].removeprefix("www.").rstrip("/") or address
