"""Figures for whoever runs the ward."""

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from ..database import get_session
from ..repositories import nurses, rosters
from ..rules.bonus import monthly_bonus
from ..rules.fairness import score, spread
from ..rules.shift import ALL, by_name, hours
from ..security import require_role
from ..services import occupancy
from ..settings import settings

WEEKLY_HOURS = 38
may_read = require_role("planner", "admin")
router = APIRouter(prefix="/reports", tags=["reports"], dependencies=[Depends(may_read)])


@router.get("/hours")
def hours_report(month: str = Query(), session: Session = Depends(get_session)):
    rows = []
    for nurse in nurses.page(session, "name", settings.page_limit):
        worked = sum(hours(by_name(kind)) for kind in rosters.kinds_of(session, nurse["id"]))
        overtime = max(0, worked - 4 * WEEKLY_HOURS)
        rows.append({"nurse_id": nurse["id"], "hours": worked, "overtime": overtime})
    return {"month": month, "rows": rows, "total": sum(row["hours"] for row in rows)}


@router.get("/bonus")
def bonus_report(ward_id: int = Query(default=1), session: Session = Depends(get_session)):
    kinds: dict[int, list[str]] = {}
    for row in rosters.kinds_by_nurse(session, ward_id):
        kinds.setdefault(row["nurse_id"], []).append(row["kind"])
    return {nurse: monthly_bonus([by_name(k) for k in mine]) for nurse, mine in kinds.items()}


@router.get("/fairness")
def fairness_report(roster_id: int = Query(), session: Session = Depends(get_session)):
    entries = [(e["nurse"], e["shift"]) for e in rosters.entries(session, roster_id) if e["nurse"]]
    return {"score": score(entries), "spread": spread(entries)}


@router.get("/occupancy")
def occupancy_report(ward_id: int = Query(), days: int = Query(default=7)):
    return occupancy.forecast(ward_id, days)


@router.get("/coverage", response_model=dict[str, int])
def coverage_report(roster_id: int = Query(), session: Session = Depends(get_session)):
    covered = {}
    entries = rosters.entries(session, roster_id)
    for shift in ALL:
        covered[shift.name] = sum(e["shift"] == shift.name and bool(e["nurse"]) for e in entries)
    return covered


@router.get("/coverage.csv")
def coverage_sheet(
    roster_id: int = Query(), session: Session = Depends(get_session)
) -> StreamingResponse:
    covered = coverage_report(roster_id, session)
    lines = (f"{shift},{count}\n" for shift, count in covered.items())
    return StreamingResponse(lines, media_type="text/csv")
