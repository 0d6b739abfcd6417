"""The people."""

from datetime import date

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from sqlalchemy.orm import Session

from ..database import get_session
from ..hashing import hash_password
from ..models import Nurse
from ..repositories import nurses
from ..schemas import AbsenceIn, AbsenceOut, NameIn, NurseIn, NurseOut
from ..security import current_user, require_role
from ..settings import settings

router = APIRouter(prefix="/nurses", tags=["nurses"], dependencies=[Depends(current_user)])


def find(nurse_id: int, session: Session = Depends(get_session)) -> Nurse:
    nurse = session.get(Nurse, nurse_id)
    if nurse is None:
        raise HTTPException(status_code=404, detail="There is no such nurse.")
    return nurse


@router.get("")
def list_nurses(
    sort: str = Query(default="name", pattern="^(name|ward)$"),
    session: Session = Depends(get_session),
) -> list[NurseOut]:
    return nurses.page(session, sort, settings.page_limit)


@router.get("/search", response_model=list[NurseOut])
def search_nurses(term: str = Query(), session: Session = Depends(get_session)):
    return nurses.search(session, term)


@router.get("/{nurse_id}", response_model=NurseOut)
def get_nurse(nurse: Nurse = Depends(find)):
    return nurse


@router.get("/on-leave", response_model=list[NurseOut])
def nurses_on_leave(day: date = Query(), session: Session = Depends(get_session)):
    return nurses.on_leave(session, day)


@router.post("", status_code=201, response_model=NurseOut)
def add_nurse(
    body: NurseIn,
    session: Session = Depends(get_session),
    _admin=Depends(require_role("admin")),
):
    nurse = Nurse(
        name=body.name,
        email=body.email,
        ward_id=body.ward_id,
        password_hash=hash_password(body.password),
    )
    session.add(nurse)
    session.flush()
    return nurse


@router.post("/{nurse_id}/absences", status_code=201, response_model=AbsenceOut)
def add_absence(nurse_id: int, body: AbsenceIn, session: Session = Depends(get_session)):
    nurses.add_absence(session, nurse_id, body)
    return AbsenceOut(nurse_id=nurse_id, starts_on=body.starts_on, ends_on=body.ends_on)


@router.put("/{nurse_id}", response_model=NurseOut, dependencies=[Depends(require_role("admin"))])
def rename_nurse(body: NameIn, nurse: Nurse = Depends(find)):
    nurse.name = body.name
    return nurse


@router.delete("/{nurse_id}", status_code=204, dependencies=[Depends(require_role("admin"))])
def retire_nurse(nurse: Nurse = Depends(find)) -> Response:
    nurse.active = False
    return Response(status_code=204)
