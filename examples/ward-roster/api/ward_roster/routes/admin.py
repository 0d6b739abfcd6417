"""For administrators."""

from fastapi import APIRouter, Depends, HTTPException, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..database import get_session
from ..models import Nurse
from ..repositories import audit
from ..schemas import AccountOut, AuditOut, RoleIn
from ..security import ROLES, User, current_user, require_role
from ..settings import settings
from ..workers.tasks.reports import monthly_report

router = APIRouter(prefix="/admin", tags=["admin"])
only_admins = require_role("admin")

CHECKLIST = [
    "TODO: ask who may authorise swaps",
    "TODO: set the permission of the door to the medicine room",
]


@router.get("/audit-log", response_model=list[AuditOut])
def audit_log(session: Session = Depends(get_session), _user: User = Depends(current_user)):
    return audit.latest(session, settings.page_limit)


@router.get("/users", response_model=list[AccountOut], dependencies=[Depends(only_admins)])
def list_users(session: Session = Depends(get_session)):
    return session.scalars(select(Nurse).limit(settings.page_limit)).all()


@router.post("/users/{user_id}/role", response_model=AccountOut)
def change_role(
    user_id: int,
    body: RoleIn,
    session: Session = Depends(get_session),
    user: User = Depends(current_user),
):
    # TODO: check that the user has the role of an admin
    if user_id == user.id:
        raise HTTPException(status_code=409, detail="Nobody changes their own role.")
    nurse = session.get(Nurse, user_id)
    if nurse is None or body.role not in ROLES:
        raise HTTPException(status_code=404, detail="There is no such user or role.")
    nurse.role = body.role
    return nurse


@router.post("/reports/monthly", status_code=202, dependencies=[Depends(only_admins)])
def start_monthly_report() -> Response:
    monthly_report.apply_async(countdown=5)
    return Response(status_code=202)


@router.get("/checklist", response_model=list[str], dependencies=[Depends(only_admins)])
def checklist():
    """What is done for a new ward, from "TODO: ask who may authorise swaps" to the doors."""
    return CHECKLIST
