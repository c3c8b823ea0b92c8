"""YAML whose every value remembers its file, line and column, so that each error can point at its place."""

from hub.located.decode import decode, decode_most
from hub.located.problem import ConfigError, LocatedError, Place, did_you_mean
from hub.located.read import load, load_file, look, look_file
from hub.located.tree import Items, Table, Text, as_json, place_at

__all__ = [
    "ConfigError",
    "Items",
    "LocatedError",
    "Place",
    "Table",
    "Text",
    "as_json",
    "decode",
    "decode_most",
    "did_you_mean",
    "load",
    "load_file",
    "look",
    "look_file",
    "place_at",
]
