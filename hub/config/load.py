"""Reads `config.yaml` with its mappings: either a configuration that holds together, or everything that is wrong.

Invariant: loading looks up no secret and reaches no system.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from hub.config.check import check_names
from hub.config.config import Config
from hub.config.remote import StreamMapping
from hub.config.settings import ConnectionSettings, Settings
from hub.config.weights import weights_named
from hub.located import ConfigError, LocatedError, Table, decode_most, did_you_mean, load_file, look_file, place_at
from hub.located.problem import nearest
from hub.located.tree import key_place
from hub.mapping.load import load_located, load_mapping_file
from hub.model import CanonicalSchema, CustomField
from hub.registry import known_connectors

_REMARK = re.compile(r"(?m)(?:^|\s)#.*$")
_MAPPING = re.compile(r"""\bmapping: *(?:"([^"\n]+)"|'([^'\n]+)'|([^\s,}]+))""")


def load_config(path: Path | str, environ: Mapping[str, str] | None = None) -> Config:
    """The configuration of a file; raises one `ConfigError` with all problems of it and of its mappings."""
    config, problems = read_config(path, environ)
    if config is None or problems:
        raise ConfigError(problems)
    return config


def read_config(path: Path | str, environ: Mapping[str, str] | None = None) -> tuple[Config | None, list[LocatedError]]:
    """As much of the configuration as is right, and all that is wrong; what one line hides in another file is not.

    Raises `ConfigError` where the file can't be read as YAML at all.
    """
    path = Path(path)
    if not path.exists():
        hint = "write one with `hub init`, or name another with --config"
        raise ConfigError([LocatedError(str(path), 1, 1, "the file cannot be read (No such file or directory)", hint)])
    try:
        tree, problems = look_file(path)
    except ConfigError as error:
        raise ConfigError([*error.problems, *_of_files(path, _spelt(path))]) from error
    settings, wrong, pruned = decode_most(tree, Settings)
    problems += wrong
    if settings is None:
        named = _named(tree, "connections", "*", "streams", "*", "mapping")
        return None, [*problems, *_of_files(path, {str(given) for given in named if given})]
    problems += check_names(tree, settings)
    schema = None if _is_about_custom(pruned) else CanonicalSchema(_sound(settings.custom))
    found = _Mappings(path, tree, schema or CanonicalSchema(), knows_fields=schema is not None)
    found.read(settings)
    problems += found.problems
    weights, written, wrong = weights_named(path, tree, settings.matching.weights)
    problems += wrong
    digest = hashlib.sha256(path.read_bytes())
    for mapping in found.mappings.values():
        digest.update(mapping.digest.encode())
    digest.update(written)
    around = os.environ if environ is None else environ
    config = Config(path, settings, tree, found.schema, found.mappings, digest.hexdigest(), around, weights)
    return config, problems


def _is_about_custom(pruned: Iterable[tuple[str | int, ...]]) -> bool:
    """Whether a company's own fields could not be read, be it that their key is misspelt: mappings name them."""
    return any(nearest(str(path[0]), ["custom"]) for path in pruned)


def _sound(custom: Mapping[str, Mapping[str, CustomField]]) -> dict[str, dict[str, CustomField]]:
    """The company's own fields without those that are told to be wrong."""
    own = CanonicalSchema()
    return {
        entity: {name: field for name, field in fields.items() if name not in own.fields(entity)}
        for entity, fields in custom.items()
        if entity in own.entities
    }


def _of_files(path: Path, files: Iterable[str]) -> list[LocatedError]:
    """What is wrong in mapping files by themselves, where nothing is known but their names.

    They may name fields of the company's own, which stand in what could not be read.
    """
    problems: list[LocatedError] = []
    for file in sorted(files):
        mapping = path.parent / Path(file).expanduser()
        if _is_file(mapping):
            try:
                load_mapping_file(mapping, CanonicalSchema())
            except ConfigError as error:
                problems += (each for each in error.problems if "unknown field" not in each.what)
    return problems


def _is_file(path: Path) -> bool:
    """Also of a name that no file can have."""
    try:
        return path.is_file()
    except OSError:
        return False


def _spelt(path: Path) -> set[str]:
    """The mapping files that a text names which is no YAML; none where it is no text either, which is told already."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return set()
    return {"".join(match) for match in _MAPPING.findall(_REMARK.sub("", text))}


def _named(node: Any, *steps: str) -> Iterator[Any]:
    if not steps:
        yield node
    elif isinstance(node, Table):
        for key, value in node.items():
            if steps[0] in ("*", key):
                yield from _named(value, *steps[1:])


@dataclass
class _Mappings:
    """The mapping of every stream, each file read once."""

    path: Path
    tree: Table
    schema: CanonicalSchema
    knows_fields: bool = True
    """Whether the schema has the company's own fields; else names of fields are not judged."""
    mappings: dict[tuple[str, str], StreamMapping] = field(default_factory=dict)
    problems: list[LocatedError] = field(default_factory=list)

    def read(self, settings: Settings) -> None:
        for name, connection in settings.connections.items():
            for stream in connection.streams:
                try:
                    self.mappings[name, stream] = self._one(name, connection, stream)
                except ConfigError as error:
                    if not self.knows_fields and all("unknown field" in problem.what for problem in error.problems):
                        continue
                    known = {str(problem) for problem in self.problems}
                    found = self._cause(name, connection) or error.problems
                    self.problems += [problem for problem in found if str(problem) not in known]

    def _cause(self, name: str, connection: ConnectionSettings) -> list[LocatedError]:
        """A misspelt product fits no mapping either: its name is what is wrong, and not the mapping."""
        installed = known_connectors()
        if connection.connector in installed:
            return []
        place = place_at(self.tree, "connections", name, "connector")
        hint = did_you_mean(connection.connector, installed)
        return [LocatedError.at(place, f"unknown connector '{connection.connector}'", hint)]

    def _one(self, name: str, connection: ConnectionSettings, stream: str) -> StreamMapping:
        shown, text = self._text(name, connection, stream)
        spec, tree = load_located(text, shown, self.schema)
        steps = ("connections", name, "streams", stream)
        wanted = (connection.connector, stream)
        if (spec.connector, spec.stream) != wanted:
            what = f"{shown} maps {spec.name}, not {'.'.join(wanted)}"
            hint = "name the right file, or correct the spelling so that connector and stream are the same in both"
            raise ConfigError([LocatedError.at(place_at(self.tree, *steps, "mapping"), what, hint)])
        return StreamMapping(spec, shown, hashlib.sha256(text.encode()).hexdigest(), tree)

    def _text(self, name: str, connection: ConnectionSettings, stream: str) -> tuple[str, str]:
        """How the file is shown in errors, and what it says."""
        steps = ("connections", name, "streams", stream)
        given = connection.streams[stream].mapping
        if given is None:
            return self._built_in(f"{connection.connector}.{stream}", steps)
        path = self.path.parent / Path(given).expanduser()
        try:
            return str(path), path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            load_file(path)
            raise
        except OSError as error:
            what = f"the mapping {given} cannot be read ({error.strerror or type(error).__name__})"
            hint = f"it is looked for beside {self.path.name}"
            raise ConfigError([LocatedError.at(place_at(self.tree, *steps, "mapping"), what, hint)]) from error

    def _built_in(self, name: str, steps: tuple[str, ...]) -> tuple[str, str]:
        if name not in built_in_mappings():
            raise ConfigError([self._no_built_in(name, steps)])
        file = resources.files("mappings") / f"{name}.yaml"
        return f"mappings/{name}.yaml", file.read_text(encoding="utf-8")

    def _no_built_in(self, name: str, steps: tuple[str, ...]) -> LocatedError:
        """The stream is misspelt where the product has other mappings, and needs a file where it has none."""
        connector, _, stream = name.partition(".")
        streams = [known.partition(".")[2] for known in built_in_mappings() if known.startswith(f"{connector}.")]
        what = f"there is no built-in mapping {name}"
        if streams:
            return LocatedError.at(key_place(self.tree, *steps), what, did_you_mean(stream, streams))
        known = ", ".join(sorted(built_in_mappings()))
        hint = f"write 'mapping: path', or let `hub init` propose one; built in are: {known}"
        return LocatedError.at(place_at(self.tree, *steps), what, hint)


def built_in_mappings() -> Iterator[str]:
    """The names of the mappings that come with the hub: `freee.partners` …"""
    for file in resources.files("mappings").iterdir():
        if file.name.endswith(".yaml"):
            yield file.name.removesuffix(".yaml")
