"""What happens around every request."""

import logging
import time
import uuid

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import PlainTextResponse

access_log = logging.getLogger("ward_roster.access")


class RequestIdMiddleware(BaseHTTPMiddleware):
    """Gives each request the id that ties its log lines together."""

    async def dispatch(self, request, call_next):
        request.state.request_id = request.headers.get("x-request-id") or uuid.uuid4().hex
        response = await call_next(request)
        response.headers["X-Request-Id"] = request.state.request_id
        return response


class AccessLogMiddleware(BaseHTTPMiddleware):
    """One line for each request, with its id, before anything can go wrong."""

    async def dispatch(self, request, call_next):
        request_id = getattr(request.state, "request_id", "-")
        access_log.info("%s %s %s", request_id, request.method, request.url.path)
        return await call_next(request)


class TimingMiddleware(BaseHTTPMiddleware):
    """Tells the browser's tools how long the server took."""

    async def dispatch(self, request, call_next):
        start = time.perf_counter()
        response = await call_next(request)
        took = (time.perf_counter() - start) * 1000
        response.headers["Server-Timing"] = f"app;dur={took:.1f}"
        return response


class BodyLimitMiddleware(BaseHTTPMiddleware):
    """Refuses uploads above a megabyte."""

    MOST_BYTES = 1_000_000

    async def dispatch(self, request, call_next):
        if int(request.headers.get("content-length", 0)) > self.MOST_BYTES:
            return PlainTextResponse("too large", status_code=413)
        return await call_next(request)


MEASURING = (TimingMiddleware,)


def install_middleware(app: FastAPI) -> None:
    for middleware in MEASURING:
        app.add_middleware(middleware)
    app.add_middleware(RequestIdMiddleware)
    app.add_middleware(AccessLogMiddleware)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_credentials=True,
        allow_methods=["*"],
        allow_headers=["*"],
    )
