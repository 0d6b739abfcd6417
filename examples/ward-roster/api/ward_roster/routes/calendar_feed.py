"""Rosters for calendar programs, which cannot log in: the address itself is the key."""

import hmac

from fastapi import APIRouter, Depends, HTTPException, Response
from sqlalchemy.orm import Session

from ..database import get_session
from ..hashing import signature
from ..repositories import rosters
from ..services.export import export
from ..settings import settings

router = APIRouter(tags=["feeds"])


@router.get("/{roster_id}/{key}.ics", response_class=Response)
def feed(roster_id: int, key: str, session: Session = Depends(get_session)):
    if not hmac.compare_digest(key, signature(str(roster_id).encode(), settings.calendar_key)):
        raise HTTPException(status_code=404, detail="There is no such calendar.")
    text, media_type = export("ics", rosters.entries(session, roster_id))
    return Response(text, media_type=media_type)
