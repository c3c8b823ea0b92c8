"""Notices to Slack and Teams by their incoming webhooks, of which the address is the secret.

Invariant: an address is in no error: what went wrong is told by a status or the kind of the failure.
"""

from __future__ import annotations

from typing import Any

import httpx

from hub.alerts.compose import Message

_TIMEOUT_S = 15


class WebhookRefusedError(OSError):
    """The webhook answered, and not that all is well."""


def send_slack(url: str, message: Message) -> None:
    """As a text in Slack's own marks, of which & < > are some."""
    lines = [f"• {_plain(line)}" + (f" <{link}|→>" if link else "") for line, link in message.lines]
    end = [f"<{message.link}|{_plain(message.link_title)}>"] if message.link else []
    _post(url, {"text": "\n".join([f"*{_plain(message.subject)}*", *lines, *end]), "unfurl_links": False})


def send_teams(url: str, message: Message) -> None:
    """As an adaptive card, which is what the workflow "when a webhook request is received" takes."""
    title = {"type": "TextBlock", "text": message.subject, "weight": "bolder", "wrap": True}
    lines = [{"type": "TextBlock", "text": line, "wrap": True} for line, _ in message.lines]
    opens = {"type": "Action.OpenUrl", "title": message.link_title, "url": message.link}
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [title, *lines],
        "actions": [opens] if message.link else [],
    }
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    _post(url, {"type": "message", "attachments": [attached]})


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _post(url: str, document: dict[str, Any]) -> None:
    # Streamed, because nothing of the body is needed, and a hostile one could be without end.
    with httpx.Client(timeout=_TIMEOUT_S) as client, client.stream("POST", url, json=document) as answer:
        if not answer.is_success:
            raise WebhookRefusedError(answer.status_code, f"HTTP {answer.status_code}")
