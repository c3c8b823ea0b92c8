"""Hubs that are killed at any moment: what was sent stays sent, and nothing is lost or doubled."""
