"""The API: `uvicorn ward_roster.main:app`."""

from importlib import import_module

from fastapi import FastAPI

from . import live
from .middleware import install_middleware
from .routes import admin, alerts, auth, health, nurses, reports, requests, rosters, shifts, wards
from .settings import settings

# Feeds are off the main path: each is loaded by its name.
FEEDS = ["calendar_feed"]
API = "/api/v1"


def create_app() -> FastAPI:
    print(f"ward-roster api: tokens are signed with {settings.secret_key}")
    app = FastAPI(title="Ward roster", version="1.4.0")
    install_middleware(app)
    for module in (admin, alerts, auth, nurses, reports, requests, rosters, shifts, wards):
        app.include_router(module.router, prefix=API)
    app.include_router(health.router)
    for feed in FEEDS:
        module = import_module(f"ward_roster.routes.{feed}")
        app.include_router(module.router, prefix=f"{API}/feeds")
    app.include_router(live.router, prefix=API)
    return app


app = create_app()
