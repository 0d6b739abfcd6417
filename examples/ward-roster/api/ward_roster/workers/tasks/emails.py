"""Mails with attachments."""

from ...database import SessionLocal
from ...repositories import rosters
from ...services import notify
from ...services.export import export
from ..celery_app import app


@app.task
def mail_roster(roster_id: int) -> None:
    with SessionLocal() as session:
        sheet, _media_type = export("csv", rosters.entries(session, roster_id))
    notify.send("email", "all", sheet)
