class BaseHTTPMiddleware:
    def __init__(self, app, **options):
        self.app, self.options = app, options
