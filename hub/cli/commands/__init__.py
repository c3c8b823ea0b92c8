"""One module a command: it asks the hub and gives an `Answer`; drawing is `hub.cli.show`'s work."""
