"""What nobody needs any more."""

from sqlalchemy import text

from ...database import SessionLocal
from ..celery_app import app


@app.task
def purge_drafts() -> None:
    with SessionLocal() as session:
        session.execute(text("DELETE FROM rosters WHERE status = 'draft' AND week < CURRENT_DATE"))
        session.commit()
