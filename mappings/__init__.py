"""The mappings that come with the hub: data, one YAML a stream."""
