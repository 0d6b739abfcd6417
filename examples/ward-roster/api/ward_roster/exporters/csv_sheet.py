"""A roster for spreadsheets."""

import csv
import io

MEDIA_TYPE = "text/csv"


def render(entries: list[dict]) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(["day", "shift", "nurse"])
    writer.writerows([entry["day"], entry["shift"], entry["nurse"] or ""] for entry in entries)
    return sheet.getvalue()
