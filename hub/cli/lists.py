"""The customer lists that `hub init` is given: files, and those of a folder.

Invariant: no lock of Excel's, no hidden file and no backup of the hub's counts as a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hub.cli.answer import CommandError
from hub.cli.words import Say

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".tsv"})


def lists_in(folder: Path) -> list[Path]:
    """A folder's lists by name; what stands in folders below it is not looked at."""
    return sorted(path for path in folder.iterdir() if _is_list(path))


def expanded(sources: Sequence[Path], say: Say) -> Iterator[Path]:
    """Each file once, and for a folder the lists in it."""
    for source in dict.fromkeys(sources):
        if not source.is_dir():
            yield source
            continue
        found = lists_in(source)
        if not found:
            raise CommandError(say("init.no_lists", folder=source, endings=" ".join(sorted(ENDINGS))))
        yield from (path for path in found if path not in sources)


def beside(sources: Sequence[Path]) -> list[Path]:
    """The lists that lie in the same folders as these files and are none of them."""
    named = {path.resolve() for path in sources}
    folders = dict.fromkeys(path.parent for path in sources)
    return [path for folder in folders if folder.is_dir() for path in lists_in(folder) if path.resolve() not in named]


def _is_list(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~$")) and path.is_file()
