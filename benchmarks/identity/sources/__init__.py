"""Five systems of a company, each with a character of its own: what it knows, and how badly it writes it."""
