"""What is told of people who discuss a conflict, as (Japanese, English)."""

from __future__ import annotations

DISCUSSIONS: dict[str, tuple[str, str]] = {
    "conflicts.assignee": ("  担当: {name}", "  It is {name}'s."),
    "conflicts.two": ("二人で決める項目", "Two people decide this"),
    "conflicts.proposal": ("  {author} が {at} に提案: {value}", "  {author} proposed at {at}: {value}"),
    "conflicts.proposal.reason": ("  理由: {reason}", "  reason: {reason}"),
    "conflicts.two.how": (
        "  別の人が同じ値に決めると成立します。それまで何も書き込みません。",
        "  It holds when another person decides the same. Nothing is written before.",
    ),
    "conflicts.said": ("やりとり", "What was said"),
    "conflicts.note.given": ("担当を {name} にしました", "gave it to {name}"),
    "conflicts.note.assign": ("担当を外しました", "gave it to nobody"),
    "conflicts.note.propose": ("値を提案しました", "proposed a value"),
    "conflicts.note.withdraw": ("提案を取り下げました", "withdrew the proposal"),
}
