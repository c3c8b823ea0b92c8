"""Other matchers on the same records, each run by the interpreter of its own environment."""
