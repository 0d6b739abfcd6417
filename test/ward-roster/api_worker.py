"""What a worker of the example knows once it runs: it imports the application and its includes."""

import importlib
import json
import sys

sys.path.insert(0, sys.argv[1])

from ward_roster.workers import celery_app  # noqa: E402

for module in celery_app.app.include:
    importlib.import_module(module)

json.dump(
    {
        "include": celery_app.app.include,
        "tasks": sorted(celery_app.app.tasks),
        "queues": [queue.name for queue in celery_app.app.conf.task_queues],
        "routed": {name: celery_app.app.queue_of(name) for name in sorted(celery_app.app.tasks)},
        "beat": {name: entry["task"] for name, entry in celery_app.app.conf.beat_schedule.items()},
        "modules": sorted(name for name in sys.modules if name.startswith("ward_roster")),
    },
    sys.stdout,
)
