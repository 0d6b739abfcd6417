"""Shifts, each on its day."""

from datetime import date

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..database import get_session
from ..models import ShiftRow
from ..repositories import rosters
from ..schemas import ShiftIn, ShiftOut
from ..security import User, current_user, require_role
from ..settings import settings

router = APIRouter(prefix="/shifts", tags=["shifts"])
may_plan = require_role("planner", "admin")


def find(shift_id: int, session: Session = Depends(get_session)) -> ShiftRow:
    shift = session.get(ShiftRow, shift_id)
    if shift is None:
        raise HTTPException(status_code=404, detail="There is no such shift.")
    return shift


@router.get("", response_model=list[ShiftOut])
def list_shifts(
    ward_id: int | None = Query(default=None),
    day: date | None = Query(default=None),
    session: Session = Depends(get_session),
    _user: User = Depends(current_user),
):
    shifts = select(ShiftRow)
    if ward_id is not None:
        shifts = shifts.where(ShiftRow.ward_id == ward_id)
    if day is not None:
        ids = {row["id"] for row in rosters.ending_after(session, day)}
        return [s for s in session.scalars(shifts).all() if s.id in ids][: settings.page_limit]
    return session.scalars(shifts.limit(settings.page_limit)).all()


@router.get("/{shift_id}", response_model=ShiftOut, dependencies=[Depends(current_user)])
def get_shift(shift: ShiftRow = Depends(find)):
    return shift


@router.post("", status_code=201, response_model=ShiftOut)
def add_shift(
    body: ShiftIn, session: Session = Depends(get_session), _user: User = Depends(may_plan)
):
    shift = ShiftRow(**body.model_dump())
    session.add(shift)
    session.flush()
    return shift


@router.put("/{shift_id}", response_model=ShiftOut)
def change_shift(body: ShiftIn, shift: ShiftRow = Depends(find), _user: User = Depends(may_plan)):
    for field, value in body.model_dump().items():
        setattr(shift, field, value)
    return shift


@router.delete("/{shift_id}", status_code=204)
def remove_shift(shift: ShiftRow = Depends(find), session: Session = Depends(get_session)):
    session.delete(shift)
    return Response(status_code=204)
