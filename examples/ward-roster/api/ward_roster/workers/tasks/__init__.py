"""One module a queue; celery_app.py names those that the worker loads."""
