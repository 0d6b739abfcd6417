"""Logging in and out."""

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from ..database import get_session
from ..hashing import matches
from ..repositories import nurses
from ..schemas import Accepted, LoginIn, PasswordResetIn, TokenPair, UserOut
from ..security import User, current_user, issue_tokens
from ..workers.tasks.notifications import send_reset_link

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/login", response_model=TokenPair)
def login(body: LoginIn, session: Session = Depends(get_session)):
    nurse = nurses.by_email(session, body.email)
    if nurse is None or not matches(body.password, nurse["password_hash"]):
        raise HTTPException(status_code=401, detail="Name or password is wrong.")
    return issue_tokens(User(id=nurse["id"], role=nurse["role"]))


@router.post("/password-reset", status_code=202, response_model=Accepted)
def password_reset(body: PasswordResetIn):
    """Answers the same whether there is such an address or not."""
    send_reset_link.delay(body.email)
    return Accepted()


@router.get("/me", response_model=UserOut)
def me(user: User = Depends(current_user)):
    return UserOut(id=user.id, role=user.role)
