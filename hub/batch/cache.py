"""What a file's values were taken apart into, kept in a folder from one run to the next.

Invariant: nothing is taken from the folder that another version of the code, or of DuckDB, has made; after a run it
holds the values of that run's file and no others.
"""

from __future__ import annotations

import hashlib
import os
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from shutil import copyfile

import duckdb

import hub.matching
import hub.normalize
from hub.batch import said
from hub.batch.engine import PATTERN, Engine, quoted
from hub.located import LocatedError
from hub.matching.parts import DERIVED, PARTS, Part

_NAMES = "|".join(part.name for part in (*PARTS, *DERIVED))
_OURS = re.compile(f"hub-(?:{_NAMES})\\.[0-9a-f]{{16}}\\.parquet")


class Cache:
    """A folder that the user named, and one for what is not finished."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        if not PATTERN.isdisjoint(str(folder.resolve())):
            # DuckDB would look for many folders.
            raise LocatedError(
                str(folder), 1, 1, "no folder for a cache, its name holds * ? [ or a brace", "name another"
            )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder.resolve()
        self._scratch = scratch
        self._fresh: dict[str, Path] = {}

    def found(self, engine: Engine, part: Part) -> str:
        """What is known of a part's values, as a table of SQL; "" where nothing is, or not in one piece."""
        path = self._path(part)
        if not path.exists():
            return ""
        table = f"read_parquet({quoted(str(path))})"
        try:
            engine.rows(f"SELECT {said.columns(part)} FROM {table} LIMIT 1")
        except duckdb.Error:
            return ""
        return table

    def keep(self, engine: Engine, part: Part, features: str) -> str:
        """Write a part's features, and give them as a table of SQL."""
        path = self._scratch / f"{part.name}.parquet"
        engine.write(features, path)
        self._fresh[part.name] = path
        return f"read_parquet({quoted(str(path))})"

    def close(self) -> None:
        """Put what was written in the place of what was there."""
        for part in (*PARTS, *DERIVED):
            if part.name in self._fresh:
                whole = self._path(part).with_suffix(f".{os.getpid()}")
                copyfile(self._fresh[part.name], whole)
                whole.replace(self._path(part))
        for path in self._folder.iterdir():
            if _OURS.fullmatch(path.name) and _made_by() not in path.name:
                path.unlink()

    def _path(self, part: Part) -> Path:
        return self._folder / f"hub-{part.name}.{_made_by()}.parquet"


@cache
def _made_by() -> str:
    """The code that features depend on, and DuckDB, whose hash is the code of a value."""
    made = hashlib.sha256(version("duckdb").encode())
    for package in (hub.normalize, hub.matching):
        for path in sorted(Path(package.__path__[0]).rglob("*.py")):
            made.update(path.read_bytes())
    return made.hexdigest()[:16]
