"""Who did what."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("nurse_id", sa.Integer(), sa.ForeignKey("nurses.id"), nullable=False),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False, server_default=sa.func.now()),
    )
    op.create_index("ix_audit_log_nurse_id", "audit_log", ["nurse_id"])


def downgrade() -> None:
    op.drop_table("audit_log")
