"""The language in which a nurse is written to, and a search by parts of names."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"


def upgrade() -> None:
    op.add_column(
        "nurses", sa.Column("language", sa.String(5), nullable=False, server_default="en")
    )
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


def downgrade() -> None:
    op.drop_column("nurses", "language")
