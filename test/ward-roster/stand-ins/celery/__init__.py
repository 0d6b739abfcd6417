"""An application that keeps what is registered and what is sent, with the queue of each message."""

import inspect
from fnmatch import fnmatchcase
from types import SimpleNamespace


class Celery:
    def __init__(self, name, broker=None, include=()):
        self.include, self.tasks, self.sent = list(include), {}, []
        self.conf = SimpleNamespace(task_routes={}, task_queues=(), beat_schedule={})

    def task(self, function=None, **_options):
        if function is None:
            return self.task
        task = Task(self, function)
        self.tasks[task.name] = task
        return task

    def queue_of(self, name):
        for pattern, route in self.conf.task_routes.items():
            if fnmatchcase(name, pattern):
                return route["queue"]
        return self.conf.task_default_queue


class Task:
    def __init__(self, app, function):
        self.app, self.function = app, function
        self.name = f"{function.__module__}.{function.__name__}"

    def __call__(self, *given):
        return self.function(*given)

    def delay(self, *given):
        return self.apply_async(args=given)

    def apply_async(self, args=(), queue=None, **_options):
        inspect.signature(self.function).bind(*args)
        self.app.sent.append({"task": self.name, "queue": queue or self.app.queue_of(self.name)})
