"""A connection under another name, or to another account: everybody there would be new, or taken for somebody else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from hub.config.settings import Settings
from hub.located import LocatedError, Table
from hub.located.tree import key_place


def check_renamed(
    tree: Table, settings: Settings, held: Mapping[str, Collection[str]], new: Collection[str]
) -> Iterator[LocatedError]:
    """Connections of which the store holds nothing (`new`) and that read the same streams as one whose records it does
    hold, and which stands in the file no more; `held` tells the streams of each with records.
    """
    gone = {name: streams for name, streams in held.items() if name not in settings.connections}
    for name in new:
        for before, streams in gone.items():
            if shared := sorted(set(streams).intersection(settings.connections[name].streams)):
                read = ", ".join(shared)
                what = f"'{name}' is new here and reads {read}, as '{before}' did, which is gone from the file"
                hint = (
                    f"if it is the same system, call it '{before}' again: under another name its customers would be "
                    f"made twice; if it is another one, leave '{before}' in the file with enabled: false"
                )
                yield LocatedError.at(key_place(tree, "connections", name), what, hint)


def check_accounts(
    tree: Table, known: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]
) -> Iterator[LocatedError]:
    """Connections whose records in the store are those of another account: `known` has what named it when they were
    read, and `now` what the file says, by connection and key.
    """
    for name, account in now.items():
        for key, value in account.items():
            before = known.get(name, {}).get(key, value)
            if before != value:
                what = f"'{name}' is known with {key} {before}; {value} is another account"
                hint = (
                    f"give it a connection of its own and leave '{name}' in the file with {key} {before}: here the "
                    f"records of the one would be taken for those of the other"
                )
                yield LocatedError.at(key_place(tree, "connections", name, "settings", key), what, hint)
