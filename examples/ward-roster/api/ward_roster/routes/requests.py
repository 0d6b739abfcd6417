"""Wishes of nurses: to swap a shift, or to be free."""

from datetime import timedelta

from fastapi import APIRouter, Depends, HTTPException, Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import live
from ..database import get_session
from ..models import ShiftRow, SwapRequest
from ..rules.shift import Shift, by_name
from ..schemas import RequestIn
from ..security import User, current_user
from ..services.swap_rules import may_swap
from ..settings import settings
from ..workers.tasks.notifications import ask_for_swap

router = APIRouter(prefix="/requests", tags=["requests"], dependencies=[Depends(current_user)])


@router.get("")
def list_requests(status: str = Query(default="open"), session: Session = Depends(get_session)):
    requests = select(SwapRequest).where(SwapRequest.status == status)
    return session.scalars(requests.limit(settings.page_limit)).all()


@router.post("", status_code=201)
def add_request(
    body: RequestIn,
    session: Session = Depends(get_session),
    user: User = Depends(current_user),
):
    request = SwapRequest(nurse_id=user.id, shift_id=body.shift_id, kind=body.kind)
    session.add(request)
    session.flush()
    ask_for_swap.delay(request.id)
    return request


@router.post("/{request_id}/accept")
async def accept(
    request_id: int,
    session: Session = Depends(get_session),
    user: User = Depends(current_user),
):
    request = session.get(SwapRequest, request_id)
    if request is None or request.nurse_id == user.id:
        raise HTTPException(status_code=404, detail="There is no such request of a colleague.")
    shift = session.get(ShiftRow, request.shift_id)
    around = [_on_day(session, user, shift.starts_at + timedelta(days=step)) for step in (-1, 1)]
    if not may_swap(by_name(shift.kind), *around):
        raise HTTPException(status_code=409, detail="That would leave too little rest.")
    shift.nurse_id, request.status = user.id, "accepted"
    await live.swap_made(request.id)
    return {"status": request.status}


def _on_day(session: Session, user: User, moment) -> Shift | None:
    mine = select(ShiftRow).where(ShiftRow.nurse_id == user.id, ShiftRow.starts_at == moment)
    row = session.scalars(mine).first()
    return by_name(row.kind) if row else None
