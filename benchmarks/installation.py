"""An installation of the hub as operations would write it: a `config.yaml`, a mapping and a plug-in connector."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_MAPPING = Path(__file__).with_name("contacts.yaml")
_ROOT = _MAPPING.parents[1]
_PLUG_IN = "[customer_hub.connectors]\nbench = benchmarks.connector:BenchConnector\n"
_ABOUT = "Metadata-Version: 2.1\nName: customer-hub-bench\nVersion: 1\n"


@dataclass(frozen=True)
class Account:
    """A connection of the installation."""

    base_url: str
    pulls: bool = True
    is_written: bool = False
    may_grow: bool = False

    def as_yaml(self, name: str) -> str:
        """Its part of the configuration."""
        return f"""
  {name}:
    connector: bench
    settings: {{base_url: "{self.base_url}"}}
    streams:
      contacts:
        mapping: "{_MAPPING.as_posix()}"
        pull: {_word(self.pulls)}
        push: {{create: {_word(self.may_grow)}, update: {_word(self.is_written)}}}"""


def _word(is_so: bool) -> str:
    return "true" if is_so else "false"


@dataclass(frozen=True)
class Installation:
    """A folder with a configuration and its database."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, accounts: Mapping[str, Account]) -> Installation:
        """Write the folder; the connector is found by its entry point, as anybody's plug-in is."""
        plug_in = folder / "plugins" / "customer_hub_bench-1.dist-info"
        plug_in.mkdir(parents=True)
        (plug_in / "entry_points.txt").write_text(_PLUG_IN)
        (plug_in / "METADATA").write_text(_ABOUT)
        made = cls(folder)
        connections = "".join(account.as_yaml(name) for name, account in accounts.items())
        # The brake is lifted: loading everything into a new system is what is measured.
        brake = "brake: {max_changes: 100000000, max_share: 1}"
        made.config.write_text(f"hub: 1\nstore: {{url: sqlite:///hub.db}}\n{brake}\nconnections:{connections}\n")
        return made

    @property
    def config(self) -> Path:
        """The configuration."""
        return self.folder / "config.yaml"

    @property
    def database(self) -> Path:
        """The database."""
        return self.folder / "hub.db"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to find the hub and the plug-in."""
        paths = [str(_ROOT), str(self.folder / "plugins"), os.environ.get("PYTHONPATH", "")]
        return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
