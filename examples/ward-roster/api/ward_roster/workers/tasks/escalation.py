"""When a message could not be delivered."""

from ...services import notify
from ..celery_app import app


@app.task
def escalate(reason: str) -> None:
    notify.send("sms", "on-call", reason)
