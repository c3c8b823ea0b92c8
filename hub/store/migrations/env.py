"""Alembic's entry: the connection comes from `hub.store.migrate`, never from an ini file."""

from alembic import context

from hub.store.migrate import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata(), render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
