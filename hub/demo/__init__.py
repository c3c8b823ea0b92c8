"""The demo behind `make run`: five systems on this machine, with the same customers told in five ways."""
