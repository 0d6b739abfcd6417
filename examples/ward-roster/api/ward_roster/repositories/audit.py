"""Who did what."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def latest(session: Session, limit: int) -> list[dict]:
    sql = text("SELECT nurse_id, action FROM audit_log ORDER BY id DESC LIMIT :limit")
    return session.execute(sql, {"limit": limit}).mappings().all()
