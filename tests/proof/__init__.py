"""Proofs by the thousand: the laws of the engine, each case made by one number, repeated by anybody who has it."""
