"""Reports that take minutes."""

from ...database import SessionLocal
from ...repositories import audit
from ...services import notify
from ..celery_app import app


@app.task(time_limit=900)
def monthly_report() -> None:
    with SessionLocal() as session:
        lines = [f"{row['nurse_id']}: {row['action']}" for row in audit.latest(session, 1000)]
    notify.send("email", "management", "\n".join(lines))
