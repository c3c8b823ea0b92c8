"""Mappings: YAML data that says in both directions what a system's words mean in ours; pure, compiled once."""

from hub.mapping.compile import CompiledMapping, Mapped, MappingProblem, compile_mapping
from hub.mapping.spec import MappingSpec

__all__ = ["CompiledMapping", "Mapped", "MappingProblem", "MappingSpec", "compile_mapping"]
