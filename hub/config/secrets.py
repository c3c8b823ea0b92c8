"""Secrets stand outside the file: `${env:NAME}`, `${file:path}` and `${command:…}` are looked up only when a connection
needs them.

Invariant: no error and no log holds what was found, only the name under which it was looked for.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.located import Items, LocatedError, Place, Table, Text, did_you_mean

# Somebody may have to touch a key.
LONGEST_S = 60
_REFERENCE = re.compile(r"\$(\$\{[^}]*\}|\{(?P<kind>[^:}]*):?(?P<name>[^}]*)\})")


@dataclass
class SecretReader:
    """Looks secrets up in an environment and in files beside the configuration; `problems` collects what is missing."""

    environ: Mapping[str, str]
    folder: Path
    problems: list[LocatedError] = field(default_factory=list)

    def resolve(self, node: Any, place: Place) -> Any:
        """The tree with every reference replaced; the places stay."""
        if isinstance(node, Table):
            return self._table(node)
        if isinstance(node, Items):
            items = [self.resolve(item, where) for item, where in zip(node, node.places, strict=True)]
            return Items(node.place, items, node.places)
        if isinstance(node, str) and "${" in node:
            where = node.place if isinstance(node, Text) else place
            text = _REFERENCE.sub(lambda match: self._look_up(match, where), node)
            return Text(text, where, plain=False, secret=True)
        return node

    def _table(self, node: Table) -> Table:
        table = Table(node.place)
        table.key_places = dict(node.key_places)
        for key, value in node.items():
            table[key] = self.resolve(value, node.key_places[key])
        return table

    def _look_up(self, match: re.Match[str], place: Place) -> str:
        if match[1].startswith("$"):
            return match[1]
        kind, name = match["kind"].strip(), match["name"].strip()
        if kind == "env" and name:
            return self._from_environment(name, place)
        if kind == "file" and name:
            return self._from_file(name, place)
        if kind == "command" and name:
            return self._from_command(name, place)
        hint = did_you_mean(kind, ["env", "file", "command"], "write ${env:NAME}, ${file:path} or ${command:words}")
        self.problems.append(LocatedError.at(place, f"a secret cannot come from '{kind}'", hint))
        return ""

    def _from_environment(self, name: str, place: Place) -> str:
        value = self.environ.get(name, "")
        if not value:
            what = f"the environment variable {name} is {'empty' if name in self.environ else 'not set'}"
            self.problems.append(LocatedError.at(place, what, f"set it before the hub starts: export {name}=…"))
        return value

    def _from_file(self, name: str, place: Place) -> str:
        path = self.folder / Path(name).expanduser()
        try:
            return path.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is not UTF-8"
            hint = "write the secret, and nothing else, into it"
            self.problems.append(LocatedError.at(place, f"the secret's file {name} cannot be read ({why})", hint))
            return ""

    def _from_command(self, words: str, place: Place) -> str:
        """What a program prints, such as a vault's; no shell reads the words."""
        why = ""
        try:
            command = shlex.split(words)
            # The operator who writes the configuration may start programs anyway.
            done = subprocess.run(  # noqa: S603 # nosec B603
                command, capture_output=True, timeout=LONGEST_S, check=False, cwd=self.folder, env=dict(self.environ)
            )
            why = f"it ended with {done.returncode}" if done.returncode else ""
            if not why:
                return done.stdout.decode("utf-8").rstrip("\r\n")
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            why = getattr(error, "strerror", None) or f"it took longer than {LONGEST_S} s, or prints no UTF-8"
        hint = "try it in a terminal; it must print the secret, and nothing else"
        self.problems.append(LocatedError.at(place, f"the command of a secret failed ({why})", hint))
        return ""
