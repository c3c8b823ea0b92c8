"""The code by which a sheet tells its rows: new rows get one, and no row gets another system's."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.bootstrap import Surroundings, opened
from hub.config import load_config
from hub.sync.run import run_pipeline

CONFIG = """\
hub: 1
connections:
  ledger:
    connector: excel
    settings: {path: ledger.csv, key: [得意先No.]}
    streams:
      rows: {mapping: ledger.yaml, push: {create: true, update: true}}
  crm:
    connector: excel
    settings: {path: crm.csv, key: [顧客コード]}
    streams:
      rows: {mapping: crm.yaml}
"""
MAPPING = """\
mapping: 1
connector: excel
stream: rows
when: 更新日
parts:
  company:
    fields: {code: %s, name: 会社名, corporate_number: 法人番号}
"""
YAMADA, SATO = "株式会社山田商事,7000012050002", "佐藤工業株式会社,"


def ledger_after_a_sync(folder: Path, rule: str) -> list[str]:
    """The rows of a ledger of one customer, who has another code elsewhere, where there is one more customer."""
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "ledger.yaml").write_text(MAPPING % rule, encoding="utf-8")
    (folder / "crm.yaml").write_text(MAPPING % "顧客コード", encoding="utf-8")
    (folder / "ledger.csv").write_text(f"得意先No.,会社名,法人番号,更新日\n1,{YAMADA},2025-01-01\n", encoding="utf-8")
    crm = f"顧客コード,会社名,法人番号,更新日\nK7,{YAMADA},2025-02-01\nK8,{SATO},2025-02-01\n"
    (folder / "crm.csv").write_text(crm, encoding="utf-8")
    with opened(load_config(folder / "config.yaml", {}), Surroundings(log=lambda event, **told: None)) as world:
        run_pipeline(world)
    return [line.split(",")[0] for line in (folder / "ledger.csv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("'\"得意先No.\"'", ["K7", "K8"]),
        ("{from: '\"得意先No.\"', write: fill-blank}", ["1", "K8"]),
        ("{from: '\"得意先No.\"', write: never}", ["1"]),
    ],
)
def test_what_the_rule_of_a_code_says_is_done_also_where_its_heading_has_a_dot(
    tmp_path: Path, rule: str, codes: list[str]
) -> None:
    assert ledger_after_a_sync(tmp_path, rule) == codes
