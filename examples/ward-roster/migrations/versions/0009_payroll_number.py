"""The number under which the payroll knows a nurse."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("nurses", sa.Column("payroll_number", sa.String(12), nullable=False))


def downgrade() -> None:
    op.drop_column("nurses", "payroll_number")
