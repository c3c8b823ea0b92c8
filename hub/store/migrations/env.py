"""Alembic's entry: the connection comes from `hub.store.migrate`, never from an ini file.

The table classes are not asked for: a migration says what it does by itself, and making them would double the time
in which a store is opened for the first time.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
