"""Spoilt `config.yaml` and mappings: either a configuration, or one error that points at lines."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from random import Random

from hub.config import load_config
from hub.located import ConfigError
from hub.mapping.load import compile_text
from hub.model import CanonicalSchema
from tests.e2e.worlds import ROWS_MAPPING
from tests.hostile.house import CONFIG
from tests.hostile.kinds import BrokenRuleError, Outcome
from tests.hostile.spoiling import BYTES, LINES, Way, inserting, splicing

SCHEMA = CanonicalSchema()
TOKENS = (
    *(
        b"&a ",
        b"*a",
        b"<<: *a\n",
        b"- ",
        b"? ",
        b"| ",
        b"> ",
        b"!!python/object/apply:os.system ['x']\n",
        b"!!binary x",
        b"%YAML 9.9\n",
    ),
    *(
        b"---\n",
        b"...\n",
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"'",
        b"#",
        b":",
        b"\t",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"~",
        b"no",
    ),
    *(
        b"[" * 3000,
        b"{a: " * 3000,
        b"- " * 3000,
        b"a: " + b"x" * 100_000 + b"\n",
        b"1e999",
        b"9" * 5000,
        b".inf",
        b".nan",
        b"0x_",
        b"1:1:1:1",
    ),
    *(
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        b"\xe3\x80\x80",
        "：".encode(),
        b"\xe2\x80\xa8",
        b"\x85",
        b"=",
        b"${env:X}",
        b"${",
        b"\n",
    ),
)
PLACED = re.compile(r":\d+:\d+: ")


class YamlFiles:
    """The configuration, and the mappings that come with the hub."""

    name = "yaml"
    share = 6
    budget_s = 2.0

    @cached_property
    def samples(self) -> Sequence[bytes]:
        built_in = sorted((Path(__file__).parents[2] / "mappings").glob("*.yaml"))
        return (CONFIG.encode(), ROWS_MAPPING.encode(), *(path.read_bytes() for path in built_in))

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        more = {f"insert {again}": inserting(TOKENS) for again in range(2)}
        return {**BYTES, **LINES, **more, "splice": splicing(self.samples)}

    @cached_property
    def _folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="hub-hostile-"))
        (folder / "rows.yaml").write_text(ROWS_MAPPING)
        return folder

    def read(self, data: bytes, sample: int, chance: Random) -> Outcome:
        try:
            if sample == 0:
                path = self._folder / "config.yaml"
                path.write_bytes(data)
                load_config(path, {})
            else:
                compile_text(data.decode("utf-8", "replace"), "m.yaml", SCHEMA)
        except ConfigError as error:
            told = str(error)
            if not PLACED.search(told) and "config.yaml" not in told and "m.yaml" not in told:
                raise BrokenRuleError(f"an error without its place: {told[:300]}") from error
            return "refused"
        return "read"
