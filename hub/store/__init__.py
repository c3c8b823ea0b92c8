"""The only place that speaks SQL: tables, the database, and one file a noun."""
