"""Run by Alembic: upgrades go through the connection, and so the transaction, that the store gives."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
