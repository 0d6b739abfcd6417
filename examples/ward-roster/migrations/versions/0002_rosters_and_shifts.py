"""Rosters and the shifts on them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "rosters",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("ward_id", sa.Integer(), sa.ForeignKey("wards.id"), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False, server_default="draft"),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.UniqueConstraint("ward_id", "week", name="ux_rosters_ward_week"),
    )
    op.create_index("ix_rosters_status_week", "rosters", ["status", "week"])
    op.create_table(
        "shifts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("ward_id", sa.Integer(), sa.ForeignKey("wards.id"), nullable=False),
        sa.Column("nurse_id", sa.Integer(), sa.ForeignKey("nurses.id")),
        sa.Column("roster_id", sa.Integer(), sa.ForeignKey("rosters.id")),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_shifts_ward_id", "shifts", ["ward_id"])
    op.create_index("ix_shifts_nurse_start", "shifts", ["nurse_id", "starts_at"])


def downgrade() -> None:
    op.drop_table("shifts")
    op.drop_table("rosters")
