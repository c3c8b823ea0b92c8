"""How systems say that a deal, a contract or an activity is over, so that nothing of it is due any more; pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from hub.linking.gaps import WON

LOST = frozenset(
    {
        *("lost", "closedlost", "closed lost", "closed_lost", "closed-lost", "abandoned"),
        *("失注", "失注済", "失注済み", "不成立", "見送り", "断念", "中止", "辞退"),
    }
)
"""How they say that a deal is lost."""

DONE = frozenset(
    {
        *("done", "closed", "completed", "complete", "resolved", "finished", "cancelled", "canceled"),
        *(
            "完了",
            "完了済",
            "完了済み",
            "対応済",
            "対応済み",
            "済",
            "済み",
            "解決",
            "解決済",
            "解決済み",
            "終了",
            "クローズ",
        ),
        *("中止", "取消", "キャンセル", "対応不要"),
    }
)
"""How they say that an activity needs no more."""

ENDED = frozenset(
    {
        *("ended", "terminated", "cancelled", "canceled", "renewed", "closed"),
        *(
            "解約",
            "解約済",
            "解約済み",
            "終了",
            "終了済",
            "終了済み",
            "満了",
            "満了済",
            "満了済み",
            "取消",
            "キャンセル",
            "更新済",
            "更新済み",
        ),
    }
)
"""How they say that a contract is no more, or has been renewed."""

_SAID: Mapping[str, tuple[str, frozenset[str]]] = MappingProxyType(
    {"deal": ("stage", WON | LOST), "activity": ("status", DONE), "contract": ("status", ENDED)}
)


def is_over(entity: str, doc: Mapping[str, Any]) -> bool:
    """Whether a document says so; what says nothing, or a word that nobody knows, is not over."""
    if entity not in _SAID:
        return False
    field, words = _SAID[entity]
    return str(doc.get(field) or "").strip().lower() in words
