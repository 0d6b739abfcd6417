"""Enough of FastAPI to mount the routers of the example and to answer calls the way FastAPI does:
first route that matches, router dependencies before the handler's own, response models applied."""

import asyncio
import inspect
import json
import re
from types import SimpleNamespace

from pydantic import BaseModel, Invalid, convert, dump

UNSET = object()


class HTTPException(Exception):
    def __init__(self, status_code, detail=""):
        super().__init__(detail)
        self.status_code, self.detail = status_code, detail


class WebSocketDisconnect(Exception):
    pass


class WebSocket:
    pass


class Request(SimpleNamespace):
    async def body(self):
        return self.raw


class Response:
    def __init__(self, content="", status_code=200, media_type="text/plain", headers=None):
        self.content, self.status_code, self.media_type = content, status_code, media_type
        self.headers = dict(headers or {})


class Depends:
    def __init__(self, dependency):
        self.dependency = dependency


class Parameter:
    def __init__(self, default=UNSET, pattern=None):
        self.default, self.pattern = default, pattern


class Header(Parameter):
    pass


class Query(Parameter):
    pass


class Route:
    def __init__(self, verb, path, handler, dependencies, options):
        self.verb, self.path, self.handler, self.dependencies = verb, path, handler, dependencies
        self.options = options
        self.module = handler.__module__

    @property
    def response_model(self):
        if "response_model" in self.options:
            return self.options["response_model"]
        annotation = inspect.signature(self.handler).return_annotation
        return None if annotation is inspect.Signature.empty else annotation

    @property
    def answers_itself(self):
        model = self.response_model
        own = isinstance(model, type) and issubclass(model, Response)
        return own or "response_class" in self.options or self.options.get("status_code") == 204

    def match(self, verb, path):
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path)
        return re.fullmatch(pattern, path) if verb == self.verb else None


class APIRouter:
    def __init__(self, prefix="", tags=(), dependencies=()):
        self.prefix, self.dependencies, self.routes = prefix, list(dependencies), []

    def _verb(verb):
        def register(self, path, dependencies=(), **options):
            def keep(handler):
                every = [*self.dependencies, *dependencies]
                self.routes.append(Route(verb, self.prefix + path, handler, every, options))
                return handler

            return keep

        return register

    get, post, put, delete = _verb("GET"), _verb("POST"), _verb("PUT"), _verb("DELETE")
    websocket = _verb("WS")


class FastAPI(APIRouter):
    def __init__(self, **_options):
        super().__init__()
        self.middleware, self.exception_handlers = [], {}

    def include_router(self, router, prefix=""):
        for route in router.routes:
            path = prefix + route.path
            self.routes.append(
                Route(route.verb, path, route.handler, route.dependencies, route.options)
            )

    def add_middleware(self, middleware, **options):
        self.middleware.append((middleware, options))

    def exception_handler(self, exception):
        return lambda handler: self.exception_handlers.setdefault(exception, handler)

    def call(self, verb, path, token=None, query=None, body=None, headers=None):
        """The answer, through all middleware: the one added last is outermost."""
        raw = json.dumps(body or {}).encode()
        headers = {**(headers or {}), "content-length": str(len(raw))}
        if token:
            headers["authorization"] = f"Bearer {token}"
        url = SimpleNamespace(path=path)
        request = Request(method=verb, url=url, headers=headers, state=SimpleNamespace(), raw=raw)

        async def innermost(one):
            return self.route(one, query or {}, body)

        call_next = innermost
        for middleware, options in self.middleware:
            call_next = wrap(middleware(call_next, **options), call_next)
        response = asyncio.run(call_next(request))
        return {
            "status": response.status_code,
            "body": response.content,
            "headers": response.headers,
        }

    def route(self, request, query, body):
        for route in self.routes:
            matched = route.match(request.method, request.url.path)
            if matched:
                return self.answer(route, Call(request, matched.groupdict(), query, body))
        return Response({"detail": "Not Found"}, 404)

    def answer(self, route, call):
        try:
            for dependency in route.dependencies:
                call.resolve(dependency.dependency)
            result = call.resolve(route.handler)
            call.close()
            if isinstance(result, Response):
                return result
            return Response(
                dump(result, route.response_model), route.options.get("status_code", 200)
            )
        except HTTPException as error:
            return Response({"detail": error.detail}, error.status_code)
        except BadInput as error:
            return Response({"detail": str(error)}, 422)
        except Exception as error:  # What a server without a handler of its own does.
            return Response(f"Internal Server Error: {type(error).__name__}: {error}", 500)


def wrap(middleware, call_next):
    async def run(request):
        return await middleware.dispatch(request, call_next)

    return run


class BadInput(Exception):
    pass


class Call:
    """The values of one request's dependencies, each computed once."""

    def __init__(self, request, path, query, body):
        self.request, self.path, self.query, self.body = request, path, query, body
        self.known, self.generators = {}, []

    def resolve(self, function):
        if function not in self.known:
            values = {
                p.name: self.value(p) for p in inspect.signature(function).parameters.values()
            }
            result = function(**values)
            if inspect.isgenerator(result):
                self.generators.append(result)
                result = next(result)
            self.known[function] = run(result) if inspect.iscoroutine(result) else result
        return self.known[function]

    def value(self, parameter):
        default, kind, name = parameter.default, parameter.annotation, parameter.name
        if isinstance(default, Depends):
            return self.resolve(default.dependency)
        if kind is Request:
            return self.request
        try:
            if isinstance(default, Header):
                return self.request.headers.get(name.replace("_", "-"), default.default)
            if name in self.path:
                return convert(kind, self.path[name])
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                return kind(**(self.body or {}))
            if name in self.query:
                if default.pattern and not re.search(default.pattern, self.query[name]):
                    raise Invalid(f"{name} does not match")
                return convert(kind, self.query[name])
        except (Invalid, ValueError) as error:
            raise BadInput(str(error)) from error
        if default.default is UNSET:
            raise BadInput(f"{name} is missing")
        return default.default

    def close(self):
        for generator in self.generators:
            next(generator, None)


def run(coroutine):
    """Runs a coroutine that waits for nothing but others of its kind."""
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value
