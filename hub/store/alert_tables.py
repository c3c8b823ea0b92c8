"""The table of what the hub tells people of itself: notices by mail, Slack and Teams."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Alert(SQLModel, table=True):
    """Something that is told on a channel, once for as long as `about` stays the same and a day has not gone by.

    `due_at`: when it is to be sent, if it is. `over_at`: since when there is nothing to tell of it any more.
    """

    key: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    about: str
    facts: str
    since: str
    due_at: str | None = None
    told_at: str | None = None
    over_at: str | None = None
    tries: int
    failed_at: str | None = None
    failure: str | None = None
