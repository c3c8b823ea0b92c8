"""The many ways in which one fact is written in Japanese business data."""
