"""Nurses and their absences."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from ..schemas import AbsenceIn

SORTS = {"name": "name", "ward": "ward_id, name"}


def page(session: Session, sort: str, limit: int) -> list[dict]:
    order = SORTS[sort]
    sql = f"SELECT id, name, ward_id, role FROM nurses WHERE active ORDER BY {order} LIMIT :limit"
    return session.execute(text(sql), {"limit": limit}).mappings().all()


def by_email(session: Session, email: str) -> dict | None:
    sql = text("SELECT id, role, password_hash FROM nurses WHERE email = :email AND active")
    return session.execute(sql, {"email": email}).mappings().first()


def search(session: Session, term: str) -> list[dict]:
    sql = f"SELECT id, name, ward_id FROM nurses WHERE active AND name LIKE '%{term}%' LIMIT 20"
    return session.execute(text(sql)).mappings().all()


def on_leave(session: Session, day: date) -> list[dict]:
    sql = text(
        "SELECT n.id, n.name, n.ward_id FROM nurses n JOIN absences a ON a.nurse_id = n.id"
        " WHERE a.starts_on <= :day AND a.until >= :day"
    )
    return session.execute(sql, {"day": day.isoformat()}).mappings().all()


def add_absence(session: Session, nurse_id: int, absence: AbsenceIn) -> None:
    sql = text(
        "INSERT INTO absences (nurse_id, starts_on, ends_on)"
        " VALUES (:nurse_id, :starts_on, :ends_on)"
    )
    values = {"nurse_id": nurse_id, "starts_on": absence.starts_on, "ends_on": absence.ends_on}
    session.execute(sql, values)


def of_ward(session: Session, ward_id: int) -> list[dict]:
    sql = text("SELECT id, name FROM nurses WHERE ward_id = :ward_id AND active ORDER BY id")
    return session.execute(sql, {"ward_id": ward_id}).mappings().all()
