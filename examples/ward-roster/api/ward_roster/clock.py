"""Days as the wards count them."""

from datetime import date, datetime, timedelta


def roster_day(timestamp: float) -> date:
    """The day in the hospital to which a moment belongs."""
    return datetime.fromtimestamp(timestamp).date()


def week_start(day: date) -> date:
    """Rosters start on Mondays."""
    return day - timedelta(days=day.weekday())
