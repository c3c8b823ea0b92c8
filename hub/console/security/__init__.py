"""Who is asking, and whether they may: passwords, sessions, roles, and the headers of every answer."""
