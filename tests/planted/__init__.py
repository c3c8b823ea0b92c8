"""Bugs planted in the engine on purpose, one at a time: a suite that catches none of them would prove nothing."""
