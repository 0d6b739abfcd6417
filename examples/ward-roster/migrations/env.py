"""Runs the revisions against the database of the settings."""

from alembic import context

from ward_roster.database import engine
from ward_roster.models import Base

with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
