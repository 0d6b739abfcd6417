"""Wards and what one shift tells the next."""

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..database import get_session
from ..models import HandoverNote, Ward
from ..schemas import NoteIn, NoteOut, WardOut
from ..security import User, current_user, require_role
from ..settings import settings

router = APIRouter(prefix="/wards", tags=["wards"])


def find(ward_id: int, session: Session = Depends(get_session)) -> Ward:
    ward = session.get(Ward, ward_id)
    if ward is None:
        raise HTTPException(status_code=404, detail="There is no such ward.")
    return ward


@router.get("", response_model=list[WardOut], dependencies=[Depends(current_user)])
def list_wards(session: Session = Depends(get_session)):
    return session.scalars(select(Ward).limit(settings.page_limit)).all()


@router.get("/{ward_id}", response_model=WardOut, dependencies=[Depends(current_user)])
def get_ward(ward: Ward = Depends(find)):
    return ward


@router.post("/{ward_id}/close", response_model=WardOut)
def close_ward(ward: Ward = Depends(find), _user: User = Depends(require_role("ward-manager"))):
    ward.closed = True
    return ward


@router.get("/{ward_id}/notes", response_model=list[NoteOut], dependencies=[Depends(current_user)])
def list_notes(ward_id: int, session: Session = Depends(get_session)):
    notes = select(HandoverNote).where(HandoverNote.ward_id == ward_id)
    return session.scalars(notes.limit(settings.page_limit)).all()


@router.post("/{ward_id}/notes", status_code=201, response_model=NoteOut)
def add_note(
    ward_id: int,
    body: NoteIn,
    user: User = Depends(current_user),
    session: Session = Depends(get_session),
):
    note = HandoverNote(ward_id=ward_id, author_id=user.id, text=body.text)
    session.add(note)
    session.flush()
    return note
