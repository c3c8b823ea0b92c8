"""What a connector's README says to write into config.yaml is a configuration that works."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from hub.config import Config, load_config
from hub.registry import connector_class, known_connectors
from hub.sdk.connector import Context

ROOT = Path(__file__).resolve().parents[3]
ROWS = "mapping: 1\nconnector: excel\nstream: rows\nparts: {company: {fields: {code: 顧客コード}}}\n"


def configuration(code: str, folder: Path) -> Config:
    text = (ROOT / "connectors" / code / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^ *```yaml\n(?P<yaml> *connections:\n.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    assert found
    (folder / "mappings").mkdir()
    (folder / "mappings" / "excel.customers.yaml").write_text(ROWS, encoding="utf-8")
    (folder / "config.yaml").write_text("hub: 1\n" + textwrap.dedent(found["yaml"]), encoding="utf-8")
    return load_config(folder / "config.yaml", dict.fromkeys(re.findall(r"env:(\w+)", found["yaml"]), "a secret"))


@pytest.mark.parametrize("code", known_connectors())
def test_the_example_of_a_connectors_readme_can_be_copied(code: str, tmp_path: Path) -> None:
    config = configuration(code, tmp_path)
    [(name, connection)] = config.settings.connections.items()
    kind = connector_class(connection.connector)
    connector = kind(config.connector_settings(name, kind.Settings), Context(name))
    config.check_streams(name, connector.streams())
    connector.close()
