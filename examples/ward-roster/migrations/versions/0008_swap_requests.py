"""Swaps are requests until somebody accepts."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.rename_table("swaps", "swap_requests")
    op.execute("ALTER TABLE swap_requests ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY swap_requests_change ON swap_requests FOR UPDATE"
        " USING (nurse_id <> CAST(current_setting('app.nurse_id') AS integer))"
    )


def downgrade() -> None:
    op.execute("DROP POLICY swap_requests_change ON swap_requests")
    op.rename_table("swap_requests", "swaps")
