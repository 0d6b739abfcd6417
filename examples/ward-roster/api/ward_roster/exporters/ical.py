"""A roster for calendars."""

MEDIA_TYPE = "text/calendar"


def render(entries: list[dict]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for entry in entries:
        day = str(entry["day"])[:10].replace("-", "")
        summary = f"{entry['shift']}: {entry['nurse'] or 'open'}"
        lines += ["BEGIN:VEVENT", f"DTSTART;VALUE=DATE:{day}", f"SUMMARY:{summary}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
