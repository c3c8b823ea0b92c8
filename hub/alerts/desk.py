"""The desk looks at what needs a person, keeps what was told of it in the store, and sends what is due.

Invariant: what has been sent is stored after it arrived, so that nothing is lost; no transaction is open while a
channel is waited for, and no stop waits for one that hangs.
"""

from __future__ import annotations

import hashlib
import smtplib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import msgspec

from hub.alerts.channels import FAILURES, Channel, channels_of
from hub.alerts.compose import TO_DO, Message, Writer
from hub.alerts.delivery import handed_over
from hub.alerts.follow import digest_row, failed, followed, is_digest, is_due, role_of, told
from hub.config import Config
from hub.config.notices import DigestRole
from hub.steward.attention import Trouble, troubles, waiting
from hub.store import alerts
from hub.store.alerts import AlertRow
from hub.sync.reasons import Reason
from hub.sync.world import World

LEFT = Reason("undelivered", {"said": "Stopped"})


@dataclass(frozen=True)
class Desk:
    """The channels, who writes for them, and when digests are sent in which zone."""

    channels: Sequence[Channel]
    writer: Writer
    digest_at: time
    zone: ZoneInfo

    @classmethod
    def of(cls, config: Config) -> Desk:
        """As a configuration has it; raises `ConfigError` where a secret is missing."""
        settings = config.settings
        notices = settings.notices
        writer = Writer(notices.language or settings.language, notices.console)
        return cls(channels_of(config), writer, notices.digest_at, ZoneInfo(notices.time_zone or settings.time_zone))

    def attend(self, world: World, silent: Collection[str] = (), *, is_refused: bool = False) -> None:
        """Look once, and send what is due; `silent` and `is_refused` as for `troubles`."""
        if not self.channels:
            return
        found, now = troubles(world, silent, is_refused=is_refused), world.now()
        with world.database.look() as tx:
            known = alerts.listing(tx)
        changed, gone = self._news(found, known, now)
        counts = msgspec.json.encode(waiting(world, self.zone)).decode() if any(map(is_digest, changed)) else ""
        changed = [row._replace(facts=counts) if is_digest(row) else row for row in changed]
        if changed or gone:
            with world.database.begin() as tx:
                alerts.put(tx, changed)
                alerts.forget(tx, gone)
                known = alerts.listing(tx)
        for channel in self.channels:
            self._send(world, channel, [row for row in known if row.channel == channel.name and is_due(row, now)])

    def _news(
        self, found: Sequence[Trouble], known: Sequence[AlertRow], now: datetime
    ) -> tuple[list[AlertRow], list[AlertRow]]:
        """The rows that change, and those that go: of troubles that are past, and of channels that are no more."""
        changed: list[AlertRow] = []
        names = {channel.name for channel in self.channels}
        gone = [row for row in known if row.channel not in names]
        local = now.astimezone(self.zone)
        for channel in self.channels:
            mine = {row.key: row for row in known if row.channel == channel.name}
            rows, past = followed(mine, found if channel.at_once else (), channel.name, now)
            is_morning = local.time() >= self.digest_at
            digests = [digest_row(mine, role, channel.name, local.date(), now) for role in channel.digest if is_morning]
            changed += [*rows, *(row for row in digests if row is not None)]
            gone += past
        return changed, gone

    def _send(self, world: World, channel: Channel, due: Sequence[AlertRow]) -> None:
        """All troubles are one message; a digest is one by itself."""
        urgent = [row for row in due if not is_digest(row)]
        for rows in ([urgent] if urgent else []) + [[row] for row in due if is_digest(row)]:
            if world.is_stopping():
                return
            message = self._message(rows)
            failure = None if message is None else delivered(world, channel, message)
            if failure == LEFT:
                return
            now = world.now()
            after = [told(row, now) if failure is None else failed(row, failure.text(), now) for row in rows]
            with world.database.begin() as tx:
                alerts.put(tx, after)

    def _message(self, rows: Sequence[AlertRow]) -> Message | None:
        """None where a role has nothing to do."""
        name = name_of([(row.key, row.channel, row.about, row.told_at) for row in rows])
        (first, *_) = rows
        if not is_digest(first):
            return self.writer.troubles([msgspec.json.decode(row.facts, type=Trouble) for row in rows], name)
        role: DigestRole = role_of(first)  # type: ignore[assignment]
        counts: dict[str, int] = msgspec.json.decode(first.facts)
        if role not in TO_DO or not any(counts.get(kind) for kind in TO_DO[role]):
            return None
        return self.writer.digest(role, counts, name)


def name_of(what: object) -> str:
    """A message's name: another one for anything else."""
    return hashlib.sha256(repr(what).encode()).hexdigest()[:32]


def delivered(world: World, channel: Channel, message: Message) -> Reason | None:
    """Send a message; why it did not arrive, without what the other side said: that may be anything.

    `LEFT` where the hub stops: nobody knows whether it arrives, so it is sent again after the next start.
    """
    try:
        if not handed_over(channel, message, world.is_stopping):
            world.log("notice_left", channel=channel.name)
            return LEFT
    except FAILURES as error:
        reason = Reason("undelivered", {"said": _kind_of(error)})
        world.log("notice_failed", channel=channel.name, reason=str(reason))
        return reason
    world.log("notice_sent", channel=channel.name)
    return None


def _kind_of(error: Exception) -> str:
    """What the failure is called, with its number where it has one."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((refused[0] for refused in error.recipients.values()), None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
