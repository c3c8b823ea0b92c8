"""The HTTP API for programs: the same facts and the same acts as the pages and the commands, as JSON."""
