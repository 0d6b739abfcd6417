"""What goes over the wire."""

from datetime import date, datetime

from pydantic import BaseModel, Field


class LoginIn(BaseModel):
    email: str
    password: str


class TokenPair(BaseModel):
    access_token: str
    refresh_token: str
    token_type: str = "bearer"


class PasswordResetIn(BaseModel):
    email: str


class UserOut(BaseModel):
    id: int
    role: str


class NurseIn(BaseModel):
    name: str
    email: str
    password: str
    ward_id: int


class NurseOut(BaseModel):
    id: int
    name: str
    ward_id: int


class NameIn(BaseModel):
    name: str


class AbsenceIn(BaseModel):
    starts_on: date
    ends_on: date


class AbsenceOut(BaseModel):
    nurse_id: int
    starts_on: date
    ends_on: date


class WardOut(BaseModel):
    id: int
    name: str
    beds: int
    closed: bool


class NoteIn(BaseModel):
    text: str


class NoteOut(BaseModel):
    id: int
    text: str


class ShiftIn(BaseModel):
    ward_id: int
    nurse_id: int | None = None
    kind: str = Field(default="early", pattern="^(early|late|night)$")
    starts_at: datetime
    ends_at: datetime


class ShiftOut(ShiftIn):
    id: int


class RosterIn(BaseModel):
    ward_id: int
    week: date


class RosterOut(BaseModel):
    id: int
    ward_id: int
    week: date
    status: str
    version: int


class SolveIn(RosterIn):
    solver: str = "greedy"


class EntryOut(BaseModel):
    day: str
    shift: str
    nurse: str | None


class RosterSummary(BaseModel):
    roster_id: int
    filled: int
    open: int


class RequestIn(BaseModel):
    shift_id: int
    kind: str = "swap"


class AccountOut(BaseModel):
    id: int
    email: str
    role: str


class RoleIn(BaseModel):
    role: str


class AuditOut(BaseModel):
    nurse_id: int
    action: str


class AlertIn(BaseModel):
    ward_id: int
    message: str


class Accepted(BaseModel):
    accepted: bool = True


class HealthOut(BaseModel):
    status: str
