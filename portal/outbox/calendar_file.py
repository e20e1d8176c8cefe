"""The file for a calendar: when, and where to sign in. Never who or about whom.

What it is and at what place it says only of meetings that are about nobody: those of groups.

Calendars are shown to colleagues and synchronised to other companies' servers, so the file has no
ATTENDEE either, though RFC 5546 wants one in a REQUEST: an address is often a name. Answers are
given in the portal.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any

from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

from portal.outbox.calendar import is_cancellation

PRODUCT = "-//Samsyn//Samsyn//SV"
TITLE = "Möte i Samsyn"
A_DAY_BEFORE = timedelta(days=-1)


def calendar_file(calendar: Mapping[str, Any], *, sender: str, link: str, now: datetime) -> bytes:
    """The iCalendar file (RFC 5545) of one row of the outbox."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", calendar["method"])
    file.add_component(_event(calendar, sender=sender, link=link, now=now))
    return bytes(file.to_ical())


def _event(calendar: Mapping[str, Any], *, sender: str, link: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", calendar["uid"])
    event.add("sequence", calendar["revision"])
    event.add("dtstamp", now)
    # in UTC: a calendar program must not have to know any time zone
    event.add("dtstart", datetime.fromisoformat(calendar["start"]).astimezone(UTC))
    event.add("dtend", datetime.fromisoformat(calendar["end"]).astimezone(UTC))
    event.add("summary", _title(calendar))
    if place := calendar.get("place"):
        event.add("location", place)
    event.add("organizer", _organizer(sender))
    event.add("url", vUri(link))
    event.add("status", "CANCELLED" if is_cancellation(calendar) else "CONFIRMED")
    event.add("class", "PRIVATE")
    if not is_cancellation(calendar):
        event.add_component(_alarm(calendar))
    return event


def _title(calendar: Mapping[str, Any]) -> str:
    return str(calendar.get("title") or TITLE)


def _alarm(calendar: Mapping[str, Any]) -> Alarm:
    """A reminder the day before, which says no more than the entry does."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _title(calendar))
    alarm.add("trigger", A_DAY_BEFORE)
    return alarm


def _organizer(sender: str) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{parseaddr(sender)[1]}")
    organizer.params["CN"] = vText("Samsyn")
    return organizer
