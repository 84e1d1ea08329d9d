"""Alembic runs this; the connection comes from services.projector.migrate."""

from alembic import context

from services.projector.insight_tables import RECORD_TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=RECORD_TABLES[0].metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
