"""The worker: `celery -A ward_roster.workers.celery_app worker -Q ...`."""

from celery import Celery
from celery.schedules import crontab
from kombu import Queue

from ..settings import settings

TASKS = "ward_roster.workers.tasks"

app = Celery(
    "ward_roster",
    broker=settings.redis_url,
    include=[
        f"{TASKS}.emails",
        f"{TASKS}.notifications",
        f"{TASKS}.reports",
        f"{TASKS}.rosters",
    ],
)

app.conf.task_default_queue = "rosters"
app.conf.task_queues = (
    Queue("rosters"),
    Queue("notifications"),
    Queue("reports"),
    Queue("emails"),
)
app.conf.task_routes = {
    f"{TASKS}.notifications.*": {"queue": "notifications"},
    f"{TASKS}.escalation.*": {"queue": "notifications"},
    f"{TASKS}.reports.*": {"queue": "reports"},
    f"{TASKS}.emails.*": {"queue": "emails"},
}
app.conf.beat_schedule = {
    "remind-of-open-shifts": {
        "task": f"{TASKS}.notifications.remind_of_open_shifts",
        "schedule": crontab(hour=7, minute=0),
    },
    "purge-old-drafts": {
        "task": f"{TASKS}.cleanup.purge_drafts",
        "schedule": crontab(hour=3, minute=30),
    },
}
