"""Answers an origin as Starlette does: `*` with credentials reflects whoever asks."""

from starlette.middleware.base import BaseHTTPMiddleware


class CORSMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        origin = request.headers.get("origin")
        allowed = self.options["allow_origins"]
        if origin and ("*" in allowed or origin in allowed):
            response.headers["access-control-allow-origin"] = (
                origin if "cookie" in request.headers else "*"
            )
            if self.options["allow_credentials"]:
                response.headers["access-control-allow-credentials"] = "true"
        return response
