"""Public holidays, on which shifts are paid more."""

from datetime import date

from fastapi import APIRouter, Depends

from ..security import current_user

router = APIRouter(prefix="/holidays", tags=["holidays"])

FIXED = {(1, 1): "New Year", (5, 1): "Labour Day", (12, 25): "Christmas", (12, 26): "Boxing Day"}


@router.get("/{year}", response_model=dict[date, str], dependencies=[Depends(current_user)])
def holidays(year: int):
    return {date(year, month, day): name for (month, day), name in FIXED.items()}
