"""Short messages to people."""

from ...services import notify
from ..celery_app import app
from .escalation import escalate


@app.task
def announce(roster_id: int) -> None:
    notify.send("email", "all", f"The roster is out: {notify.roster_link(roster_id)}")


@app.task
def ask_for_swap(request_id: int, recipient: str) -> None:
    notify.send("sms", recipient, f"A colleague asks you to swap a shift (number {request_id}).")


@app.task
def send_reset_link(email: str) -> None:
    notify.send("email", email, "Here is the link with which to choose a new password.")


@app.task
def remind_of_open_shifts() -> None:
    if not notify.send("email", "charge-nurses", "There are open shifts this week."):
        escalate.delay("open shifts, and nobody could be told")
