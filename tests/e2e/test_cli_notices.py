"""Notices are tried and listed at the command line, and what is wrong with their settings is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.cli.exits import Exit
from tests.unit.alerts.receiver import Receiver
from tests.unit.alerts.smtp_server import SmtpServer
from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office

__all__ = ["office", "types"]


def configure(folder: Path, notices: str) -> None:
    file = folder / "config.yaml"
    file.write_text(file.read_text(encoding="utf-8") + notices, encoding="utf-8")


def test_a_test_goes_out_by_every_channel(types: Types, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with SmtpServer().running() as post, Receiver(status=404).running() as receiver:
        monkeypatch.setenv("SLACK_URL", receiver.url)
        configure(
            office.folder,
            f"""
notices:
  console: https://hub.example.co.jp/
  mail: {{host: 127.0.0.1, port: {post.port}, security: none, sender: hub@example.co.jp}}
  channels:
    ops: {{kind: mail, to: [ops@example.co.jp], digest: [operator, admin]}}
    sales: {{kind: slack, url: "${{env:SLACK_URL}}"}}
""",
        )
        assert types("check").code == 0
        tried = types("notices", "test", "--json")
        assert (tried.code, [one["ok"] for one in tried.document["channels"]]) == (Exit.PARTIAL, [True, False])
        assert "sales: 届きませんでした" in types("notices", "test", "sales").out
        assert "送り先 nobody はありません。あるのは ops, sales" in types("notices", "test", "nobody").err
    assert [mail["Subject"] for mail in post.mails] == ["[customer-hub] お知らせの試験"]
    assert "知らせたことは、まだありません" in types("notices", "list").out


@pytest.mark.parametrize(
    ("notices", "where", "what"),
    [
        ("  mail: {host: smtp.example.co.jp, security: none, sender: a@b.jp}\n", 19, "in the clear"),
        ("  mail: {host: smtp.example.co.jp, sender: nobody}\n", 19, "is no mail address"),
        ("  mail: {host: h, sender: a@b.jp, user: hub}\n", 19, "user and password need each other"),
        ("  digest_at: noon\n", 19, "is no time of day"),
        ("  time_zone: Mars/Base\n", 19, "is no time zone"),
        ("  channels:\n    a: {kind: mail, to: [a@b.jp]}\n", 20, "needs a mail server"),
        ("  channels:\n    a: {kind: teams}\n", 20, "has no url"),
        ("  channels:\n    a: {kind: slack, url: 'https://hooks.slack.com/x'}\n", 20, "must stand outside"),
        ("  channels:\n    a: {kind: slack, url: '${file:rows.yaml}'}\n", 20, "is no https:// address"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(types: Types, office: Office, notices: str, where: int, what: str) -> None:
    configure(office.folder, f"\nnotices:\n{notices}")
    refused = types("--lang", "en", "check")
    told = refused.out + refused.err
    assert (refused.code, what in told, f"config.yaml:{where}" in told) == (Exit.CONFIG, True, True)
