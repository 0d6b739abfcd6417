"""Beds in use, for the staffing forecast."""


def forecast(ward_id: int, days: int) -> list[dict]:
    """Placeholder figures until the bed management system is connected."""
    return [{"ward_id": ward_id, "day": day, "occupied": 21, "beds": 24} for day in range(days)]
