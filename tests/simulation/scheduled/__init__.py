"""The schedule tier: the lab's systems and people, where the hub reads and writes each system at its own times."""
