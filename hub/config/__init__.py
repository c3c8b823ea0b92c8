"""The configuration of an installation: one YAML file, its mappings and its secrets, with errors at their lines."""

from hub.config.config import Config
from hub.config.load import load_config, read_config
from hub.config.settings import Settings, json_schema
from hub.located import ConfigError

__all__ = ["Config", "ConfigError", "Settings", "json_schema", "load_config", "read_config"]
