"""Who is calling, and what they may do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
from fastapi import Depends, Header, HTTPException

from .settings import settings

ALGORITHM = "HS256"
ROLES = ("nurse", "planner", "admin")


@dataclass(frozen=True)
class User:
    id: int
    role: str


def issue_tokens(user: User) -> dict[str, str]:
    """A short token for calls, and a long one with which to get the next."""
    return {
        "access_token": _token(user, "access", timedelta(minutes=settings.token_minutes)),
        "refresh_token": _token(user, "refresh", timedelta(days=settings.refresh_token_days)),
    }


def _token(user: User, kind: str, lifetime: timedelta) -> str:
    claims = {"sub": str(user.id), "role": user.role, "kind": kind}
    claims["exp"] = datetime.now(UTC) + lifetime
    return jwt.encode(claims, settings.secret_key, algorithm=ALGORITHM)


def current_user(authorization: str | None = Header(default=None)) -> User:
    if authorization is None or not authorization.startswith("Bearer "):
        raise HTTPException(status_code=401, detail="A token is needed.")
    try:
        claims = jwt.decode(authorization[7:], settings.secret_key, algorithms=[ALGORITHM])
    except jwt.PyJWTError as error:
        raise HTTPException(status_code=401, detail="The token is not valid.") from error
    if claims["kind"] != "access":
        raise HTTPException(status_code=401, detail="This is no access token.")
    return User(id=int(claims["sub"]), role=claims["role"])


def require_role(*roles: str) -> Callable[..., User]:
    """A dependency that lets only these roles through."""

    def guard(user: User = Depends(current_user)) -> User:
        if user.role not in roles:
            raise HTTPException(status_code=403, detail="Your role does not allow this.")
        return user

    return guard
