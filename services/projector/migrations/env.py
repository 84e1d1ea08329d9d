"""Alembic runs this; the connection comes from services.projector.migrate."""

from alembic import context

from services.projector.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
