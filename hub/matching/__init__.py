"""Which records are the same company or person: keys, evidence, clusters; pure."""
