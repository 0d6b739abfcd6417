"""Swaps of shifts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "swaps",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("nurse_id", sa.Integer(), sa.ForeignKey("nurses.id"), nullable=False),
        sa.Column("shift_id", sa.Integer(), sa.ForeignKey("shifts.id"), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False, server_default="swap"),
        sa.Column("status", sa.String(12), nullable=False, server_default="open"),
    )
    op.create_index("ix_swaps_nurse_id", "swaps", ["nurse_id"])
    op.create_index("ix_swaps_shift_id", "swaps", ["shift_id"])
    op.create_index("ix_swaps_status", "swaps", ["status"])
    op.create_index("ix_shifts_ward", "shifts", ["ward_id"])


def downgrade() -> None:
    op.drop_index("ix_shifts_ward")
    op.drop_table("swaps")
