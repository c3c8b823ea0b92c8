"""Whole files of records at once: features, pairs and scores as columns in DuckDB, clusters over whole numbers."""
