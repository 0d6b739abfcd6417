"""Rosters and who works on them."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session


def of_ward(session: Session, ward_id: int, week: date) -> dict | None:
    sql = text(
        "SELECT id, ward_id, week, status, version FROM rosters"
        " WHERE ward_id = :ward_id AND week = :week"
    )
    return session.execute(sql, {"ward_id": ward_id, "week": week}).mappings().first()


def entries(session: Session, roster_id: int) -> list[dict]:
    sql = text(
        "SELECT s.starts_at AS day, s.kind AS shift, n.name AS nurse FROM shifts s"
        " LEFT JOIN nurses n ON n.id = s.nurse_id WHERE s.roster_id = :roster_id"
        " ORDER BY s.starts_at"
    )
    return session.execute(sql, {"roster_id": roster_id}).mappings().all()


def kinds_of(session: Session, nurse_id: int) -> list[str]:
    sql = text(
        "SELECT s.kind FROM nurses n JOIN shifts s ON s.nurse_id = n.id WHERE n.id = :nurse_id"
    )
    return [row["kind"] for row in session.execute(sql, {"nurse_id": nurse_id}).mappings().all()]


def kinds_by_nurse(session: Session, ward_id: int) -> list[dict]:
    sql = text(
        "SELECT nurse_id, kind FROM shifts WHERE ward_id = :ward_id AND nurse_id IS NOT NULL"
    )
    return session.execute(sql, {"ward_id": ward_id}).mappings().all()


def ending_after(session: Session, moment: date) -> list[dict]:
    sql = text("SELECT id, ward_id FROM shifts WHERE ends_at >= :moment")
    return session.execute(sql, {"moment": moment}).mappings().all()


def queue_print(session: Session, roster_id: int, page: dict) -> None:
    sql = text("INSERT INTO print_jobs (roster_id, page_size) VALUES (:roster_id, :page_size)")
    session.execute(sql, {"roster_id": roster_id, "page_size": page["page_size"]})
