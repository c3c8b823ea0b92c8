"""Messages made of troubles and counts, in one language; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from hub.alerts.words import Language, said
from hub.config.notices import DigestRole
from hub.steward.attention import Trouble

TO_DO: Mapping[DigestRole, Sequence[str]] = {
    "accountant": ("invoices", "deadlines"),
    "steward": ("conflicts", "matches", "quarantine", "deadlines"),
    "operator": ("systems", "quarantine"),
    "admin": ("conflicts", "matches", "invoices", "quarantine", "systems", "deadlines"),
}
_PAGES = {
    "conflicts": "/conflicts",
    "matches": "/matches",
    "invoices": "/invoices?state=doubtful",
    "quarantine": "/quarantine",
    "deadlines": "/deadlines",
}


@dataclass(frozen=True)
class Message:
    """`lines` are sentences, each with the page that it leads to, or none; `link` is the console's start, or none.

    `name` is the same whenever the same is sent once more, so that who got it twice can see that.
    """

    name: str
    subject: str
    lines: Sequence[tuple[str, str]]
    link: str
    link_title: str

    def text(self) -> str:
        """As plain text."""
        lines = [f"- {line}" + (f"\n  {link}" if link else "") for line, link in self.lines]
        return "\n".join([*lines, *(["", self.link] if self.link else [])])


@dataclass(frozen=True)
class Writer:
    """Writes in a language; `console` is the console's address without a slash at its end, or empty."""

    language: Language
    console: str = ""

    def troubles(self, found: Sequence[Trouble], name: str) -> Message:
        """What needs a person."""
        say = partial(said, self.language)
        if len(found) == 1:
            (one,) = found
            what = f"{one.subject or say('all')} · {say(f'short.{one.kind}')}"
            subject = say("trouble.one", what=what if one.kind != "conflicts" else say("short.conflicts"))
        else:
            subject = say("trouble.many", count=len(found))
        return self._message(name, subject, [self._trouble(trouble) for trouble in found])

    def digest(self, role: DigestRole, counts: Mapping[str, int], name: str) -> Message:
        """What waits for a role."""
        # A digest that still waits may be of a version that counted less.
        mine = {kind: count for kind in TO_DO[role] if (count := counts.get(kind, 0))}
        role_said = said(self.language, f"role.{role}")
        subject = said(self.language, "digest.subject", role=role_said, count=sum(mine.values()))
        lines = [(said(self.language, f"digest.{kind}", count=count), self._page(kind)) for kind, count in mine.items()]
        return self._message(name, subject, lines)

    def test(self, channel: str, name: str) -> Message:
        """That a channel works."""
        line = said(self.language, "test.text", channel=channel)
        return self._message(name, said(self.language, "test.subject"), [(line, "")])

    def _trouble(self, trouble: Trouble) -> tuple[str, str]:
        subject = trouble.subject or said(self.language, "all")
        line = said(self.language, f"trouble.{trouble.kind}", subject=subject, count=f"{trouble.count:,}")
        return line, self._page("conflicts" if trouble.kind == "conflicts" else "systems")

    def _page(self, kind: str) -> str:
        return self.console + _PAGES.get(kind, "/systems") if self.console else ""

    def _message(self, name: str, subject: str, lines: Sequence[tuple[str, str]]) -> Message:
        link = f"{self.console}/" if self.console else ""
        return Message(name, f"[customer-hub] {subject}", lines, link, said(self.language, "open"))
