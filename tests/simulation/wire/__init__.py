"""The wire tier: the hub with its real connectors and mappings over the vendors' twins, in virtual time."""
