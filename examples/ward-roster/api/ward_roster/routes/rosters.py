"""Rosters: drafted, solved, published, printed."""

from datetime import UTC, date, datetime

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import live
from ..clock import week_start
from ..database import get_session
from ..models import AuditEntry, RosterRow
from ..repositories import nurses, rosters
from ..rules.shift import ALL
from ..schemas import EntryOut, RosterIn, RosterOut, RosterSummary, SolveIn
from ..security import User, current_user, require_role
from ..services.drafts import draft
from ..services.export import export
from ..settings import settings
from ..solvers import SOLVERS, solve
from ..solvers.problem import Problem
from ..workers.tasks.emails import mail_roster
from ..workers.tasks.notifications import announce
from ..workers.tasks.rosters import rebuild

router = APIRouter(prefix="/rosters", tags=["rosters"], dependencies=[Depends(current_user)])
may_plan = require_role("planner", "admin")


def find(roster_id: int, session: Session = Depends(get_session)) -> RosterRow:
    roster = session.get(RosterRow, roster_id)
    if roster is None:
        raise HTTPException(status_code=404, detail="There is no such roster.")
    return roster


@router.get("", response_model=list[RosterOut])
def list_rosters(session: Session = Depends(get_session)):
    return session.scalars(select(RosterRow).limit(settings.page_limit)).all()


@router.get("/current", response_model=RosterOut)
def current_roster(
    ward_id: int = Query(), day: date = Query(), session: Session = Depends(get_session)
):
    roster = rosters.of_ward(session, ward_id, week_start(day))
    if roster is None:
        raise HTTPException(status_code=404, detail="This week has no roster.")
    return roster


@router.get("/{roster_id}", response_model=RosterOut)
def get_roster(roster: RosterRow = Depends(find)):
    return roster


@router.get("/{roster_id}/summary", response_model=RosterSummary)
def summary(roster_id: int, session: Session = Depends(get_session)):
    entries = rosters.entries(session, roster_id)
    filled = sum(entry["nurse"] is not None for entry in entries)
    if not entries:
        return {"roster_id": roster_id, "filled": 0, "unfilled": 0}
    return {"roster_id": roster_id, "filled": filled, "open": len(entries) - filled}


@router.post("", status_code=201, response_model=RosterOut)
async def create_roster(
    body: RosterIn, session: Session = Depends(get_session), _user: User = Depends(may_plan)
):
    roster = draft(session, body.ward_id, week_start(body.week))
    await live.roster_changed(roster.id, roster.version)
    return roster


@router.post("/solve", response_model=list[EntryOut])
def propose(
    body: SolveIn, session: Session = Depends(get_session), _user: User = Depends(may_plan)
):
    """What a solver would make of a week; nothing is written."""
    if body.solver not in SOLVERS:
        raise HTTPException(status_code=422, detail="There is no such solver.")
    names = tuple(nurse["name"] for nurse in nurses.of_ward(session, body.ward_id))
    solved = solve(body.solver, Problem(nurses=names, shifts=ALL, days=7))
    return [
        {"day": str(day), "shift": shift, "nurse": nurse} for (day, shift), nurse in solved.items()
    ]


@router.post("/{roster_id}/rebuild", status_code=202, dependencies=[Depends(may_plan)])
def rebuild_roster(roster_id: int) -> Response:
    rebuild.delay(roster_id)
    return Response(status_code=202)


@router.post("/{roster_id}/publish", response_model=RosterOut)
async def publish(roster: RosterRow = Depends(find), _user: User = Depends(may_plan)):
    roster.status, roster.version = "published", roster.version + 1
    mail_roster.delay(roster.id)
    announce.apply_async(args=[roster.id], queue="notification")
    await live.roster_changed(roster.id, roster.version)
    return roster


@router.post("/{roster_id}/archive", response_model=RosterOut)
def archive(
    roster: RosterRow = Depends(find),
    session: Session = Depends(get_session),
    user: User = Depends(may_plan),
):
    roster.status = "archived"
    session.add(AuditEntry(nurse_id=user.id, action="archive", occurred_at=datetime.now(UTC)))
    session.flush()
    return roster


@router.post("/{roster_id}/print", status_code=204)
def print_roster(
    roster_id: int, session: Session = Depends(get_session), _user: User = Depends(may_plan)
):
    for _copy in range(min(settings.printing.copies, settings.print_limit)):
        rosters.queue_print(session, roster_id, settings.printing.model_dump())
    return Response(status_code=204)


@router.get("/{roster_id}/file", response_class=Response)
def roster_file(
    roster_id: int,
    kind: str = Query(default="csv", pattern="^(csv|ics)$"),
    session: Session = Depends(get_session),
):
    text, media_type = export(kind, rosters.entries(session, roster_id))
    return Response(text, media_type=media_type)
